package dev.tare.lab.experiment;

import dev.tare.base.core.Throttling;
import dev.tare.base.time.ClockPair;
import dev.tare.base.time.EpochClock;
import dev.tare.base.time.NanoClock;
import dev.tare.lab.bundle.SliceHealth;
import dev.tare.load.result.LoadResult;
import dev.tare.specimen.kernel.ControlGroups;
import dev.tare.specimen.kernel.StolenTime;
import dev.tare.specimen.kernel.TcpCounters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads what the kernel counts around a slice: at the edges of its measured phase what kept the
 * parties from running; before and after all of it, out of the way of what is measured, what the
 * network and the wall clock did.
 *
 * <p>Thread-safety: may be used from any thread.
 */
final class KernelProbe {
    private final NanoClock clock;
    private final EpochClock epochClock;
    private final ControlGroups groups;
    private final TcpCounters counters;

    private KernelProbe(
            NanoClock clock, EpochClock epochClock, ControlGroups groups, TcpCounters counters) {
        this.clock = clock;
        this.epochClock = epochClock;
        this.groups = groups;
        this.counters = counters;
    }

    static KernelProbe system(NanoClock clock) {
        return new KernelProbe(
                clock, EpochClock.system(), ControlGroups.system(), TcpCounters.system());
    }

    /**
     * Who is looked at.
     *
     * @param pids by the parties' names in {@link SliceHealth}; of a party of many processes one
     */
    record Parties(Map<String, Long> pids) {
        Parties {
            pids = Map.copyOf(pids);
        }
    }

    /** What was counted until an edge of the measured phase. */
    record Edge(Map<String, Throttling> throttling, Map<Integer, Long> stolenNs) {}

    /**
     * What was counted until before or after the slice.
     *
     * @param networks by namespace
     */
    record Whole(ClockPair clocks, Map<String, Network> networks) {}

    /** A namespace's parties and counts. */
    private record Network(List<String> parties, Map<String, Long> counts) {}

    Edge edge(Parties parties) {
        Map<String, Throttling> throttling = new HashMap<>();
        parties.pids()
                .forEach((party, pid) ->
                        groups.throttling(pid).ifPresent(now -> throttling.put(party, now)));
        return new Edge(throttling, StolenTime.byCoreNs());
    }

    Whole whole(Parties parties) {
        Map<String, Network> networks = new TreeMap<>();
        new TreeMap<>(parties.pids())
                .forEach((party, pid) ->
                        counters.namespace(pid)
                                .ifPresent(name ->
                                        networks.computeIfAbsent(
                                                        name,
                                                        _ ->
                                                                new Network(
                                                                        new ArrayList<>(),
                                                                        counters.read(pid)))
                                                .parties()
                                                .add(party)));
        return new Whole(ClockPair.read(clock, epochClock), networks);
    }

    static SliceHealth health(LoadResult result, Edge from, Edge until, Whole before, Whole after) {
        Map<String, Throttling> throttling = new HashMap<>();
        until.throttling()
                .forEach((party, now) -> {
                    Throttling then = from.throttling().get(party);
                    if (then != null) {
                        throttling.put(party, now.since(then));
                    }
                });
        List<SliceHealth.NetworkCounts> networks = new ArrayList<>();
        after.networks()
                .forEach((name, now) -> {
                    Network then = before.networks().get(name);
                    if (then != null) {
                        networks.add(
                                new SliceHealth.NetworkCounts(
                                        now.parties(),
                                        TcpCounters.between(then.counts(), now.counts())));
                    }
                });
        return new SliceHealth(
                true,
                result.health(),
                throttling,
                StolenTime.between(from.stolenNs(), until.stolenNs()),
                after.clocks().stepNs(before.clocks()),
                networks,
                result.transport().connections());
    }
}
