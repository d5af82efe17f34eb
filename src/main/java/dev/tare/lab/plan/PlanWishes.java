package dev.tare.lab.plan;

import dev.tare.base.core.AnswerCheck;
import dev.tare.base.core.QuantityText;
import dev.tare.base.core.RequestSpec;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;

/**
 * What the command line asks for, as typed; {@link #plan} makes a plan of it.
 *
 * @param quick the short built-in plan
 * @param document a plan file
 * @param bare URL of a service of the user's own, instead of the built-in origin
 * @param specimens each {@code NAME=URL} or {@code NAME=COMMAND}
 * @param pids each {@code NAME=PID}
 * @param chosenSpecimens names to keep, separated by commas; empty for all
 * @param chosenWorkloads names to keep, separated by commas; empty for all
 * @param duration of the whole run
 * @param warmUp the longest of a round
 * @param blocks how many
 * @param seed of every random choice
 * @param scale what times and bodies are multiplied by
 */
public record PlanWishes(
        boolean quick,
        Optional<Document> document,
        Optional<String> bare,
        List<String> specimens,
        List<String> pids,
        Optional<String> chosenSpecimens,
        Optional<String> chosenWorkloads,
        Optional<String> duration,
        Optional<String> warmUp,
        Optional<String> blocks,
        Optional<String> seed,
        Optional<String> scale) {

    /**
     * A plan file.
     *
     * @param name for messages
     * @param text its content
     */
    public record Document(String name, String text) {}

    /** Looks at the user's service and says what a correct answer of it is. */
    @FunctionalInterface
    public interface CheckFinder {
        /**
         * Asks once.
         *
         * @throws PlanException when it does not answer
         */
        AnswerCheck find(URI url) throws PlanException;
    }

    /**
     * Makes the plan.
     *
     * @param foundKinds proxies found on this machine
     * @param checks looks at the user's own service, if there is one
     * @throws PlanException in one line that names the words, the fault and the remedy
     */
    public Plan plan(List<String> foundKinds, CheckFinder checks) throws PlanException {
        Plan plan = BuiltInPlan.of(foundKinds, quick);
        if (document.isPresent()) {
            if (bare.isPresent() || !specimens.isEmpty()) {
                throw new PlanException(
                        "a plan file and --bare or --specimen were given; write the specimens into"
                                + " the plan, or leave the file out");
            }
            plan = PlanReader.read(document.get().text(), document.get().name(), plan);
        } else if (bare.isPresent() || !specimens.isEmpty()) {
            plan = own(plan, checks);
        } else if (!pids.isEmpty()) {
            throw new PlanException("--pid was given without --specimen; name what has that pid");
        }
        return overridden(scaled(plan));
    }

    /**
     * What a user should know of the way in which the plan file was read, a sentence each.
     *
     * @throws PlanException as {@link #plan} does
     */
    public List<String> notes() throws PlanException {
        return document.isEmpty()
                ? List.of()
                : SmpPlanReader.notes(document.get().text(), document.get().name());
    }

    private Plan own(Plan builtIn, CheckFinder checks) throws PlanException {
        Map<String, Long> pidByName = pidByName();
        List<SpecimenSpec> wanted = new ArrayList<>();
        List<WorkloadSpec> workloads = builtIn.workloads();
        if (bare.isPresent()) {
            if (specimens.isEmpty()) {
                throw new PlanException(
                        "--bare was given without --specimen; add --specimen NAME=URL for what"
                                + " stands in front of it");
            }
            URI url = read("--bare", bare.get(), HttpUrl::parse);
            OptionalLong pid = OptionalLong.empty();
            if (pidByName.containsKey("bare")) {
                pid = OptionalLong.of(pidByName.remove("bare"));
            }
            wanted.add(new SpecimenSpec.Running("bare", url, pid));
            RequestSpec request = RequestSpec.get(HttpUrl.target(url));
            workloads = BuiltInPlan.workloadsOn(request, checks.find(url));
        } else {
            wanted.add(new SpecimenSpec.Bare("bare"));
        }
        for (String specimen : specimens) {
            wanted.add(read("--specimen", specimen, text -> specimen(text, pidByName)));
        }
        if (!pidByName.isEmpty()) {
            throw new PlanException(
                    "--pid names \"%s\", which is no --specimen with a URL"
                            .formatted(pidByName.keySet().iterator().next()));
        }
        return with(builtIn, "own specimens", wanted, workloads);
    }

    private static SpecimenSpec specimen(String text, Map<String, Long> pidByName) {
        int equals = text.indexOf('=');
        if (equals < 1 || equals == text.length() - 1) {
            throw new IllegalArgumentException(
                    "\""
                            + text
                            + "\" is not of the form NAME=URL or 'NAME=my-proxy --listen {listen}"
                            + " --to {origin}'");
        }
        String name = text.substring(0, equals);
        String what = text.substring(equals + 1);
        if (what.startsWith("http://") || what.startsWith("https://")) {
            Long pid = pidByName.remove(name);
            return new SpecimenSpec.Running(
                    name,
                    HttpUrl.parse(what),
                    pid == null ? OptionalLong.empty() : OptionalLong.of(pid));
        }
        if (!what.contains("{listen}") && !what.contains("{port}")) {
            throw new IllegalArgumentException(
                    "\""
                            + what
                            + "\" is neither a URL nor a command with {listen} or {port} in it,"
                            + " so that Tare could tell it where to listen");
        }
        return new SpecimenSpec.Command(name, what);
    }

    private Map<String, Long> pidByName() throws PlanException {
        Map<String, Long> pidByName = new HashMap<>();
        for (String text : pids) {
            int equals = text.indexOf('=');
            if (equals < 1) {
                throw new PlanException("--pid: \"" + text + "\" is not of the form NAME=PID");
            }
            long pid =
                    read(
                            "--pid",
                            text.substring(equals + 1),
                            t -> (long) QuantityText.count(t, 1, Integer.MAX_VALUE));
            pidByName.put(text.substring(0, equals), pid);
        }
        return pidByName;
    }

    private Plan overridden(Plan plan) throws PlanException {
        List<SpecimenSpec> keptSpecimens =
                chosen("--specimens", chosenSpecimens, plan.specimens(), SpecimenSpec::name);
        if (chosenSpecimens.isPresent() && !keptSpecimens.contains(plan.specimens().getFirst())) {
            keptSpecimens = new ArrayList<>(keptSpecimens);
            keptSpecimens.addFirst(plan.specimens().getFirst());
        }
        List<WorkloadSpec> keptWorkloads =
                chosen("--workloads", chosenWorkloads, plan.workloads(), WorkloadSpec::name);
        long durationNs =
                duration.isPresent()
                        ? read("--duration", duration.get(), QuantityText::durationNs)
                        : plan.durationNs();
        long warmUpNs =
                warmUp.isPresent()
                        ? read("--warm-up", warmUp.get(), Plan::warmUpNs)
                        : plan.warmUpNs();
        int wantedBlocks =
                blocks.isPresent()
                        ? read("--blocks", blocks.get(), t -> QuantityText.count(t, 1, 10_000))
                        : plan.blocks();
        long wantedSeed =
                seed.isPresent() ? read("--seed", seed.get(), Long::parseLong) : plan.seed();
        try {
            return plan.with(keptSpecimens, keptWorkloads, wantedBlocks, durationNs, wantedSeed)
                    .withWarmUp(warmUpNs);
        } catch (IllegalArgumentException e) {
            throw new PlanException(String.valueOf(e.getMessage()));
        }
    }

    private Plan scaled(Plan plan) throws PlanException {
        return scale.isEmpty()
                ? plan
                : read("--scale", scale.get(), t -> PlanScale.apply(plan, Double.parseDouble(t)));
    }

    private static Plan with(
            Plan plan, String name, List<SpecimenSpec> specimens, List<WorkloadSpec> workloads)
            throws PlanException {
        try {
            return new Plan(
                    name, specimens, workloads, plan.blocks(), plan.durationNs(), plan.seed());
        } catch (IllegalArgumentException e) {
            throw new PlanException(String.valueOf(e.getMessage()));
        }
    }

    private static <T> List<T> chosen(
            String flag, Optional<String> names, List<T> all, Function<T, String> nameOf)
            throws PlanException {
        if (names.isEmpty()) {
            return all;
        }
        Set<String> wanted = new HashSet<>(List.of(names.get().split(",")));
        List<T> kept = all.stream().filter(item -> wanted.remove(nameOf.apply(item))).toList();
        if (!wanted.isEmpty()) {
            throw new PlanException(
                    "%s: there is no \"%s\" in the plan; it has %s"
                            .formatted(
                                    flag,
                                    wanted.iterator().next(),
                                    String.join(", ", all.stream().map(nameOf).toList())));
        }
        return kept;
    }

    private static <T> T read(String flag, String text, Function<String, T> reader)
            throws PlanException {
        try {
            return reader.apply(text);
        } catch (NumberFormatException e) {
            throw new PlanException(flag + ": \"" + text + "\" is not a number");
        } catch (IllegalArgumentException e) {
            throw new PlanException(flag + ": " + e.getMessage());
        }
    }
}
