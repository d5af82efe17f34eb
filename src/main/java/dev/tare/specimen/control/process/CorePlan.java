package dev.tare.specimen.control.process;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which party runs on which cores; an empty set: on all of the runner's.
 *
 * <p>One core: nobody is pinned. Two: the specimen has one, all others share the other. Three: the
 * instrument, the origin and the specimen have one each. From four on, the first is left to the
 * system and the runner, and the three parties take different physical cores if there are enough; a
 * specimen of several threads takes what is left besides.
 *
 * @param runner the runner itself
 * @param instrument the load workers
 * @param origin the service behind the specimens
 * @param specimen every specimen: only one is loaded at a time
 */
public record CorePlan(
        Set<Integer> runner, Set<Integer> instrument, Set<Integer> origin, Set<Integer> specimen) {
    private static final int PARTIES = 3;

    /** Nobody is pinned. */
    public static final CorePlan UNPINNED = new CorePlan(Set.of(), Set.of(), Set.of(), Set.of());

    public CorePlan {
        runner = Set.copyOf(runner);
        instrument = Set.copyOf(instrument);
        origin = Set.copyOf(origin);
        specimen = Set.copyOf(specimen);
    }

    /**
     * A plan for the cores that the runner may use, as its core mask and cpuset leave them.
     *
     * @param specimenCores how many a specimen could use, 1 or more; it gets more than one where
     *     the other parties have their own
     */
    public static CorePlan of(Set<Integer> allowed, int specimenCores) {
        return of(allowed, CoreTopology.system().siblings(allowed)).widened(allowed, specimenCores);
    }

    /** The specimen takes cores that no other party has, the lowest first. */
    CorePlan widened(Set<Integer> allowed, int specimenCores) {
        if (!pinned()) {
            return this;
        }
        Set<Integer> wide = new TreeSet<>(specimen);
        for (int core : new TreeSet<>(allowed)) {
            boolean taken =
                    runner.contains(core) || instrument.contains(core) || origin.contains(core);
            if (wide.size() < specimenCores && !taken) {
                wide.add(core);
            }
        }
        return new CorePlan(runner, instrument, origin, wide);
    }

    /** As many of the specimen's cores as {@code threads} threads can use, the lowest first. */
    public Set<Integer> specimenFor(int threads) {
        return Set.copyOf(new TreeSet<>(specimen).stream().limit(Math.max(1, threads)).toList());
    }

    /**
     * A plan.
     *
     * @param allowed cores that may be used
     * @param siblings of each core, the cores that share its physical core, itself included
     */
    static CorePlan of(Set<Integer> allowed, Map<Integer, Set<Integer>> siblings) {
        List<Integer> cores = List.copyOf(new TreeSet<>(allowed));
        return switch (cores.size()) {
            case 0, 1 -> UNPINNED;
            case 2 -> plan(cores.get(0), cores.get(0), cores.get(0), cores.get(1));
            case 3 -> plan(cores.get(0), cores.get(0), cores.get(1), cores.get(2));
            default -> {
                List<Integer> chosen = apart(cores, siblings);
                yield plan(cores.getFirst(), chosen.get(1), chosen.get(0), chosen.get(2));
            }
        };
    }

    private static CorePlan plan(int runner, int instrument, int origin, int specimen) {
        return new CorePlan(Set.of(runner), Set.of(instrument), Set.of(origin), Set.of(specimen));
    }

    /** Cores for the parties: never the first, and on different physical cores while they last. */
    private static List<Integer> apart(List<Integer> cores, Map<Integer, Set<Integer>> siblings) {
        Set<Integer> shared = new HashSet<>(siblings.getOrDefault(cores.getFirst(), Set.of()));
        List<Integer> chosen = new ArrayList<>();
        for (int core : cores.subList(1, cores.size())) {
            if (chosen.size() < PARTIES && !shared.contains(core)) {
                chosen.add(core);
                shared.addAll(siblings.getOrDefault(core, Set.of()));
            }
        }
        for (int core : cores.subList(1, cores.size())) {
            if (chosen.size() < PARTIES && !chosen.contains(core)) {
                chosen.add(core);
            }
        }
        return chosen;
    }

    /** Whether anybody is pinned. */
    public boolean pinned() {
        return !specimen.isEmpty();
    }

    /** Which party has which cores, such as {@code specimen → 1}; empty when nobody is pinned. */
    public Map<String, String> byParty() {
        if (!pinned()) {
            return Map.of();
        }
        Map<String, String> parties = new TreeMap<>();
        parties.put("runner", list(runner));
        parties.put("instrument", list(instrument));
        parties.put("origin", list(origin));
        parties.put("specimen", list(specimen));
        return parties;
    }

    private static String list(Set<Integer> cores) {
        return new TreeSet<>(cores).stream().map(String::valueOf).collect(Collectors.joining(","));
    }
}
