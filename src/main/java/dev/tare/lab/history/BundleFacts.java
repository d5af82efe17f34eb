package dev.tare.lab.history;

import dev.tare.lab.bundle.BundleContent;
import dev.tare.lab.bundle.BundleException;
import dev.tare.lab.bundle.BundleReader;
import dev.tare.lab.bundle.EnvironmentRecord;
import dev.tare.lab.bundle.Manifest;
import dev.tare.lab.bundle.PlanRecord;
import dev.tare.lab.bundle.PlanRecord.WorkloadRecord;
import dev.tare.lab.bundle.RoundRecord;
import dev.tare.lab.verdict.Figure;
import dev.tare.lab.verdict.FigureKind;
import dev.tare.lab.verdict.Reason;
import dev.tare.lab.verdict.ScenarioResult;
import dev.tare.lab.verdict.Verdict;
import dev.tare.lab.verdict.judge.Judge;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the index keeps of a bundle, or why it keeps nothing. */
sealed interface BundleFacts {

    /**
     * A bundle that was read and weighed.
     *
     * @param entry the bundle
     * @param identity the same for copies of one bundle
     * @param figures of all its scenarios
     */
    record Weighed(BundleEntry entry, String identity, List<FigureEntry> figures)
            implements BundleFacts {
        public Weighed {
            figures = List.copyOf(figures);
        }
    }

    /**
     * A bundle that makes no point.
     *
     * @param why a sentence that begins with the file or folder at fault
     */
    record PassedOver(String why) implements BundleFacts {}

    /**
     * Reads and weighs a bundle; whatever is wrong with it becomes a sentence.
     *
     * @param path below the folder of the history
     * @param folder of the bundle
     */
    static BundleFacts read(String path, Path folder) {
        try {
            BundleContent content = BundleReader.read(folder);
            int planned = content.manifest().plan().blocks();
            if (content.end().isEmpty()) {
                return new PassedOver(
                        ("%s: is not finished (%d of %d blocks, no end.json); if it does not run"
                                        + " any more, go on with ./tare run --resume")
                                .formatted(path, content.blocks().size(), planned));
            }
            if (content.blocks().isEmpty()) {
                return new PassedOver(path + ": holds no whole block");
            }
            PlanRecord plan = content.manifest().plan();
            if (!proper(plan.specimens())
                    || !proper(plan.workloads().stream().map(WorkloadRecord::name).toList())) {
                return new PassedOver(
                        path
                                + ": has a specimen or a workload whose name is no text, or twice"
                                + " there");
            }
            return weighed(path, content);
        } catch (BundleException e) {
            return new PassedOver(sentence(path, folder, e));
        } catch (RuntimeException e) {
            return new PassedOver(
                    "%s: could not be weighed (%s); please report it, with the bundle"
                            .formatted(path, e.getClass().getSimpleName()));
        } catch (OutOfMemoryError e) {
            // A few lines of a histogram log can ask for gigabytes: one bundle, not the history.
            return new PassedOver(path + ": needs more memory than this Java may take (-Xmx)");
        }
    }

    /** Whether each name stands once, and a database gives it back as it was. */
    private static boolean proper(List<String> names) {
        return names.stream().distinct().count() == names.size()
                && names.stream().allMatch(BundleFacts::isText);
    }

    private static boolean isText(String name) {
        return name.length() <= BundleEntry.MAX_TEXT
                && name.codePoints().noneMatch(c -> c == 0 || isSurrogate(c));
    }

    private static boolean isSurrogate(int c) {
        return c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
    }

    private static String sentence(String path, Path folder, BundleException e) {
        String message = String.valueOf(e.getMessage());
        String whole = folder.toString();
        return message.startsWith(whole) ? path + message.substring(whole.length()) : message;
    }

    private static Weighed weighed(String path, BundleContent content) {
        Manifest manifest = content.manifest();
        List<FigureEntry> figures = new ArrayList<>();
        List<ScenarioResult> scenarios = Judge.weigh(content, path).scenarios();
        for (int place = 0; place < scenarios.size(); place++) {
            add(figures, scenarios.get(place), place);
        }
        String identity =
                Digest.sha256(
                        "%d %d %s %s %d"
                                .formatted(
                                        manifest.createdEpochNs(),
                                        manifest.seed(),
                                        manifest.planSha256(),
                                        manifest.commit(),
                                        content.blocks().size()));
        return new Weighed(entry(path, content), identity, figures);
    }

    private static BundleEntry entry(String path, BundleContent content) {
        Manifest manifest = content.manifest();
        Map<String, WorkloadIdentity> workloads = new HashMap<>();
        manifest.plan()
                .workloads()
                .forEach(workload ->
                        workloads.put(
                                workload.name(), WorkloadIdentity.of(manifest.plan(), workload)));
        Map<String, String> versions = new HashMap<>();
        for (RoundRecord round : content.rounds()) {
            round.specimens()
                    .forEach(specimen ->
                            versions.put(specimen.name(), BundleEntry.bounded(specimen.version())));
        }
        return new BundleEntry(
                path,
                manifest.createdEpochNs(),
                BundleEntry.bounded(manifest.tareVersion()),
                BundleEntry.bounded(manifest.commit()),
                BundleEntry.bounded(manifest.environment().kernel()),
                BundleEntry.bounded(manifest.environment().javaVersion()),
                BundleEntry.bounded(manifest.plan().name()),
                BundleEntry.bounded(manifest.planSha256()),
                BundleEntry.bounded(machine(manifest.environment())),
                content.blocks().size(),
                manifest.plan().blocks(),
                versions,
                workloads);
    }

    /** What makes a machine another one; kernels and libraries come and go on the same. */
    private static String machine(EnvironmentRecord environment) {
        List<String> parts = new ArrayList<>();
        parts.add(environment.cpuModel());
        parts.add(environment.cores() + (environment.cores() == 1 ? " core" : " cores"));
        parts.add(Math.round(environment.memoryBytes() / (double) (1L << 30)) + " GiB");
        parts.add(environment.osName() + " " + environment.architecture());
        new TreeMap<>(environment.pinning())
                .forEach((party, cores) -> parts.add(party + " on " + cores));
        return String.join(", ", parts);
    }

    private static void add(List<FigureEntry> figures, ScenarioResult scenario, int place) {
        for (FigureKind kind : FigureKind.values()) {
            scenario.figure(kind)
                    .ifPresent(f -> figures.add(entry(scenario, place, Measure.FIGURE, f)));
            scenario.tareCost(kind)
                    .ifPresent(f -> figures.add(entry(scenario, place, Measure.TARE_COST, f)));
        }
    }

    private static FigureEntry entry(
            ScenarioResult scenario, int place, Measure measure, Figure figure) {
        Verdict verdict = figure.verdict();
        String reason =
                figure.reasons().stream()
                        .filter(any -> verdict != Verdict.VALID && any.verdict() == verdict)
                        .map(Reason::sentence)
                        .findFirst()
                        .orElse("");
        return new FigureEntry(
                scenario.specimen(),
                scenario.workload(),
                place,
                measure,
                figure.kind(),
                figure.value(),
                figure.interval(),
                figure.lowerBound(),
                verdict,
                BundleEntry.bounded(reason));
    }
}
