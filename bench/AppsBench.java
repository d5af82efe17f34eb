import dev.tare.base.time.NanoClock;
import dev.tare.specimen.control.process.CpuMeter;
import dev.tare.specimen.control.process.Endpoint;
import dev.tare.specimen.control.process.Launch;
import dev.tare.specimen.control.process.Launcher;
import dev.tare.specimen.control.process.RunningProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * How much each application can take by itself, beside what its plan asks of it.
 *
 * <p>All applications run all the time, on the first core, where a plan has its specimens; one at a
 * time is loaded in a closed loop by {@code tare load}, which shares the last core with the origin.
 * Requests are those that were answered correctly; CPU time is that of the application's own
 * clocks. Order is seeded, and reversed in every other repeat.
 */
public final class AppsBench {
    private static final int GOAL = 5;
    private static final int CROSSBAR_GOAL = 10;

    /** How long an application is loaded before anything counts, for the compilers. */
    private static final double COMPILED_S = 20;

    private static final long LOAD_LIMIT_NS = 120_000_000_000L;
    private static final NanoClock CLOCK = NanoClock.system();
    private static final JsonMapper JSON = new JsonMapper();

    /**
     * What a plan asks.
     *
     * @param ratePerSec 0 where it asks no rate
     * @param words where it says so
     */
    private record Asked(double ratePerSec, String words) {}

    /**
     * One load on one application.
     *
     * @param meters of the application's processes
     * @param words after {@code tare load}
     */
    private record Contestant(String name, Asked asked, List<CpuMeter> meters, List<String> words) {
        long cpuNs() {
            return meters.stream().mapToLong(meter -> meter.sample().cpuNs()).sum();
        }
    }

    /**
     * What came of one load.
     *
     * @param ratePerSec correct answers in the measured time
     * @param cpuNsEach of the application, for one request
     * @param failed requests that were not answered correctly
     */
    private record Outcome(double ratePerSec, double cpuNsEach, long failed) {
        double cores() {
            return ratePerSec * cpuNsEach / 1e9;
        }

        double perCpuSecond() {
            return 1e9 / cpuNsEach;
        }
    }

    private final Path top;
    private final Path work;
    private final Launcher launcher;
    private final AppsFleet fleet;
    private final Set<Integer> clientCore;
    private final double seconds;

    private AppsBench(Path top, Path work, Launcher launcher, double seconds) throws IOException {
        this.top = top;
        this.work = work;
        this.launcher = launcher;
        this.seconds = seconds;
        List<Integer> cores = List.copyOf(launcher.allowedCores());
        clientCore = Set.of(cores.getLast());
        fleet = new AppsFleet(top, work, launcher, Set.of(cores.getFirst()), clientCore);
    }

    /** Takes the repository's folder, repeats, seconds, and names separated by commas. */
    public static void main(String[] args) throws Exception {
        int repeats = args.length > 1 ? Integer.parseInt(args[1]) : 5;
        double seconds = args.length > 2 ? Double.parseDouble(args[2]) : 4;
        Set<String> wanted = args.length > 3 ? Set.of(args[3].split(",")) : Set.of();
        Path work = Files.createTempDirectory("tare-bench-");
        try (Launcher launcher = Launcher.open(CLOCK)) {
            AppsBench bench = new AppsBench(Path.of(args[0]), work, launcher, seconds);
            List<Contestant> all = bench.contestants(wanted);
            System.out.printf(
                    "Closed loop by tare load, %.1f s measured, %d repeats; median [lowest-highest]%n",
                    seconds, repeats);
            bench.print(all, bench.play(all, repeats));
        }
    }

    private List<Contestant> contestants(Set<String> wanted) throws Exception {
        List<Contestant> all = new ArrayList<>();
        if (wants(wanted, "twohop-100b") || wants(wanted, "twohop-1mb")) {
            AppsFleet.App twohop = fleet.twohop();
            add(all, wanted, "twohop-100b", new Asked(300, "istio-appmesh-bytes asks"), twohop,
                    "-c64", "--check-length", "100", "http://" + twohop.at() + "/byte/100");
            // The plan's loop is closed at 1 MB: what the document reached stands for a rate.
            add(all, wanted, "twohop-1mb", new Asked(10.5, "the first document had"), twohop,
                    "-c16", "--check-length", "1000000", "http://" + twohop.at() + "/byte/1000000");
        }
        if (wants(wanted, "emojivoto-30")) {
            AppsFleet.App emojivoto = fleet.emojivoto();
            add(all, wanted, "emojivoto-30", new Asked(600, "kinvolk asks"), emojivoto,
                    "-c96", "--endpoints", endpointsAt(emojivoto.at()).toString());
        }
        List<AppsFleet.App> bridges = new ArrayList<>();
        if (wants(wanted, "bridge-add2")) {
            bridges.addAll(fleet.bridges());
        }
        for (AppsFleet.App bridge : bridges) {
            all.add(
                    new Contestant(
                            bridge.name(),
                            new Asked(0, "rest-caller asks no rate"),
                            bridge.meters(),
                            List.of(
                                    "-c200", "-X", "POST",
                                    "-H", "Content-Type: application/json",
                                    "--body", AppsFleet.ADD2,
                                    "--check-json", "/args/0=5",
                                    "http://" + bridge.at() + "/call")));
        }
        return all;
    }

    private static boolean wants(Set<String> wanted, String name) {
        return wanted.isEmpty() || wanted.contains(name);
    }

    private static void add(
            List<Contestant> all,
            Set<String> wanted,
            String name,
            Asked asked,
            AppsFleet.App app,
            String... words) {
        if (wants(wanted, name)) {
            all.add(new Contestant(name, asked, app.meters(), List.of(words)));
        }
    }

    /** The sample's endpoints, on the port that was free. */
    private Path endpointsAt(Endpoint at) throws IOException {
        String sample = Files.readString(top.resolve("plans/endpoints/kinvolk-30.yaml"));
        return Files.writeString(
                work.resolve("kinvolk-30.yaml"), sample.replace("127.0.0.1:8080", at.toString()));
    }

    private Map<String, List<Outcome>> play(List<Contestant> all, int repeats) throws Exception {
        Map<String, List<Outcome>> outcomes = new LinkedHashMap<>();
        for (Contestant contestant : all) {
            outcomes.put(contestant.name(), new ArrayList<>());
            var _ = load(contestant, Math.max(seconds, COMPILED_S));
        }
        Random random = new Random(1);
        List<Contestant> order = new ArrayList<>(all);
        for (int i = 0; i < repeats; i++) {
            if (i % 2 == 0) {
                Collections.shuffle(order, random);
            } else {
                Collections.reverse(order);
            }
            for (Contestant contestant : order) {
                outcomes.get(contestant.name()).add(load(contestant, seconds));
            }
        }
        return outcomes;
    }

    private Outcome load(Contestant contestant, double lastingS) throws Exception {
        Path result = work.resolve(contestant.name() + ".json");
        Files.deleteIfExists(result);
        List<String> words = new ArrayList<>(fleet.tare("-Xmx256m", "load"));
        words.addAll(contestant.words());
        words.addAll(List.of("-d", lastingS + "s", "--warm-up", "2s", "--output", result.toString()));
        long beforeNs = contestant.cpuNs();
        RunningProcess client =
                launcher.start(
                        Launch.of(
                                        "load-" + contestant.name(),
                                        words,
                                        work.resolve("load-" + contestant.name() + ".log"))
                                .on(clientCore));
        if (!client.awaitEnd(LOAD_LIMIT_NS) || !Files.exists(result)) {
            throw new IOException("tare load of " + contestant.name() + " " + client.epitaph());
        }
        long cpuNs = contestant.cpuNs() - beforeNs;
        JsonNode root = JSON.readTree(Files.readString(result)).path("result");
        JsonNode tally = root.path("tally");
        long correct = tally.path("outcomes").path("correct").asLong();
        long ledIn = root.path("lead_tally").path("outcomes").path("correct").asLong();
        long sent = tally.path("sent").asLong();
        long inFlight = tally.path("in_flight_at_end").asLong();
        double ratePerSec = tally.path("correct_inside").asLong() / lastingS;
        return new Outcome(ratePerSec, (double) cpuNs / (correct + ledIn), sent - inFlight - correct);
    }

    private void print(List<Contestant> all, Map<String, List<Outcome>> outcomes) {
        for (Contestant contestant : all) {
            List<Outcome> its = outcomes.get(contestant.name());
            long failed = its.stream().mapToLong(Outcome::failed).sum();
            System.out.printf(
                    "%n%-14s %s requests/s, %s us of its CPU a request, %s of its core%s%n",
                    contestant.name(),
                    spread(its, Outcome::ratePerSec, "%,.0f"),
                    spread(its, outcome -> outcome.cpuNsEach() / 1e3, "%.1f"),
                    spread(its, Outcome::cores, "%.2f"),
                    failed == 0 ? "" : ", %,d requests FAILED".formatted(failed));
            Asked asked = contestant.asked();
            if (asked.ratePerSec() > 0) {
                double factor = median(its, Outcome::ratePerSec) / asked.ratePerSec();
                System.out.printf(
                        "%-14s %s %,.1f/s: %.1f times as much (goal: %d) %s%n",
                        "", asked.words(), asked.ratePerSec(), factor, GOAL,
                        factor >= GOAL ? "reached" : "NOT REACHED");
            } else {
                System.out.printf("%-14s %s%n", "", asked.words());
            }
        }
        Map<String, List<Double>> bridges = new LinkedHashMap<>();
        for (String name : List.of(AppsFleet.BRIDGE, AppsFleet.CROSSBAR)) {
            if (outcomes.containsKey(name)) {
                bridges.put(name, outcomes.get(name).stream().map(Outcome::perCpuSecond).toList());
            }
        }
        if (bridges.size() == 2) {
            System.out.printf("%nThe bridge beside crossbar (goal: %d)%n", CROSSBAR_GOAL);
            Turns.print(bridges, List.of(AppsFleet.CROSSBAR), "requests");
        }
    }

    private static double median(List<Outcome> outcomes, ToDoubleFunction<Outcome> figure) {
        double[] sorted = outcomes.stream().mapToDouble(figure).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1
                ? sorted[middle]
                : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static String spread(
            List<Outcome> outcomes, ToDoubleFunction<Outcome> figure, String format) {
        double[] sorted = outcomes.stream().mapToDouble(figure).sorted().toArray();
        return (format + " [" + format + "-" + format + "]")
                .formatted(median(outcomes, figure), sorted[0], Arrays.stream(sorted).max().orElse(0));
    }
}
