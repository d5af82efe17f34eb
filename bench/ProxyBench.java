import dev.tare.base.time.NanoClock;
import dev.tare.base.time.Sleep;
import dev.tare.specimen.control.SpecimenDefinition;
import dev.tare.specimen.control.SpecimenStarter;
import dev.tare.specimen.control.StartedSpecimen;
import dev.tare.specimen.control.probe.HealthProbe;
import dev.tare.specimen.control.process.CpuMeter;
import dev.tare.specimen.control.process.Endpoint;
import dev.tare.specimen.control.process.Launch;
import dev.tare.specimen.control.process.Launcher;
import dev.tare.specimen.control.process.ResourceUse;
import dev.tare.specimen.control.process.RunningProcess;
import dev.tare.specimen.control.process.UsageSample;
import dev.tare.specimen.control.proxy.ForeignProxy;
import dev.tare.specimen.control.proxy.ProxyCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Requests per CPU-second of a proxy, of minivoy and of its peers, side by side.
 *
 * <p>Every proxy runs all the time, with one worker, on the first core; a client for each (wrk,
 * h2load for h2c, {@code tare load} for gRPC) is stopped (SIGSTOP) but for its turns. Client and origin share the last core. Requests are counted by the
 * origin (nginx's stub_status), CPU time by the proxies' own CPU clocks.
 */
public final class ProxyBench {
    private static final long TURN_NS = 800_000_000L;
    private static final long HEALTH_LIMIT_NS = 20_000_000_000L;
    private static final int SIGSTOP = 19;
    private static final int SIGCONT = 18;
    private static final int LARGE_BYTES = 12_000_000;

    /** What is asked of a proxy to see whether it is up. */
    private static final int PROBED_BYTES = 100;

    private static final int GRPC_BYTES = 7;
    private static final long START_NS = 300_000_000L;
    private static final int MAX_STARTS = 50;

    /** Copies by a software model of a device: printed apart, for its ratios say nothing. */
    private static final String MODEL = "minivoy-dsa-model";

    private static final NanoClock CLOCK = NanoClock.system();

    /** What is spoken in and out. */
    private enum Contest {
        HTTP(""),
        HTTPS(", HTTPS in, HTTP out"),
        H2C(", h2c in and out, 10 streams a connection"),
        GRPC(", gRPC unary in and out, 10 streams a connection");

        private final String words;

        Contest(String words) {
            this.words = words;
        }
    }

    /** One proxy, and what is asked of it. */
    private record Proxy(String url, CpuMeter meter) {}

    /** One proxy and its own client. */
    private record Contestant(Proxy proxy, RunningProcess client) {}

    private final Path top;
    private final Path work;
    private final int blocks;
    private final Set<String> wanted;

    private ProxyBench(Path top, Path work, int blocks, Set<String> wanted) {
        this.top = top;
        this.work = work;
        this.blocks = blocks;
        this.wanted = wanted;
    }

    public static void main(String[] args) throws Exception {
        int blocks = args.length > 1 ? Integer.parseInt(args[1]) : 20;
        String contest = args.length > 2 ? args[2] : "http";
        Set<String> wanted = args.length > 3 ? Set.of(args[3].split(",")) : Set.of();
        Path work = Files.createTempDirectory("tare-bench-");
        ProxyBench bench = new ProxyBench(Path.of(args[0]), work, blocks, wanted);
        System.out.printf(
                "Requests per proxy-CPU-second, %s, closed loop, nginx (sendfile off) as origin,"
                        + " %d blocks of %.1f s turns%n",
                contest, blocks, TURN_NS / 1e9);
        switch (contest) {
            case "http" -> {
                bench.weigh(Contest.HTTP, 100, 64);
                bench.weigh(Contest.HTTP, 16_384, 64);
                bench.weigh(Contest.HTTP, 100, 500);
                bench.weigh(Contest.HTTP, 16_384, 500);
            }
            case "large" -> bench.weigh(Contest.HTTP, LARGE_BYTES, 4);
            case "https" -> bench.weigh(Contest.HTTPS, 16_384, 64);
            case "h2c" -> {
                bench.weigh(Contest.H2C, 100, 64);
                bench.weigh(Contest.H2C, 16_384, 64);
            }
            case "grpc" -> bench.weigh(Contest.GRPC, GRPC_BYTES, 64);
            default ->
                    throw new IllegalArgumentException(
                            "the contest \"%s\" is none of http, large, https, h2c, grpc"
                                    .formatted(contest));
        }
    }

    private void weigh(Contest contest, int bytes, int connections) throws Exception {
        try (Launcher launcher = Launcher.open(CLOCK)) {
            List<Integer> cores = List.copyOf(launcher.allowedCores());
            Set<Integer> proxyCore = Set.of(cores.getFirst());
            Set<Integer> otherCore = Set.of(cores.getLast());
            NginxOrigin origin = NginxOrigin.start(launcher, work, otherCore, bytes, PROBED_BYTES);
            Map<String, Proxy> proxies =
                    switch (contest) {
                        case HTTP -> proxies(launcher, origin, proxyCore, bytes);
                        case HTTPS ->
                                fronts(launcher, TlsFront.all(top, work, origin), proxyCore, "https://%s/byte/" + bytes);
                        case H2C ->
                                fronts(launcher, Http2Front.all(top, work, origin), proxyCore, "http://%s/byte/" + bytes);
                        case GRPC -> fronts(launcher, Http2Front.all(top, work, origin), proxyCore, "http://%s");
                    };
            Map<String, Contestant> contestants = new LinkedHashMap<>();
            for (Map.Entry<String, Proxy> entry : proxies.entrySet()) {
                long before = origin.requests();
                RunningProcess client =
                        launcher.start(
                                Launch.of(
                                                "client-" + entry.getKey(),
                                                client(contest, connections, entry.getValue().url()),
                                                work.resolve("client-" + entry.getKey() + ".log"))
                                        .on(otherCore));
                awaitRequests(origin, before, entry.getKey());
                client.signal(SIGSTOP);
                contestants.put(entry.getKey(), new Contestant(entry.getValue(), client));
            }
            Map<String, List<Double>> perCpuSecond =
                    Turns.play(
                            List.copyOf(contestants.keySet()),
                            blocks,
                            name -> turn(origin, contestants.get(name)));
            System.out.printf(
                    "%n%,d B, %d connections%s%n",
                    bytes, connections, contest.words);
            List<String> peers = new ArrayList<>(contestants.keySet());
            peers.removeIf(name -> name.startsWith("minivoy"));
            List<Double> model = perCpuSecond.remove(MODEL);
            Turns.print(perCpuSecond, peers, "requests");
            if (model != null) {
                System.out.println("  with a model of a DSA device, which copies by the CPU:");
                Turns.print(Map.of(MODEL, model), List.of(), "requests");
            }
        }
    }

    /** Waits until requests have reached the origin. */
    private void awaitRequests(NginxOrigin origin, long before, String name) throws Exception {
        // Each look is a request, too.
        for (int looks = 1; looks <= MAX_STARTS; looks++) {
            Sleep.forNs(START_NS);
            if (origin.requests() - before > looks) {
                return;
            }
        }
        throw new IOException(name + " passes nothing on; see " + work);
    }

    /** A closed loop until it is killed. */
    private List<String> client(Contest contest, int connections, String url) {
        return switch (contest) {
            case HTTP, HTTPS ->
                    List.of("wrk", "-t1", "-c" + connections, "-d1h", "--timeout", "60s", url);
            case H2C -> List.of("h2load", "-t1", "-c" + connections, "-m10", "-D", "3600", url);
            case GRPC -> {
                String java = ProcessHandle.current().info().command().orElseThrow();
                yield List.of(java, "-XX:+UseSerialGC", "-Xmx256m",
                        "--enable-native-access=ALL-UNNAMED", "-jar",
                        top.resolve("target/tare.jar").toString(), "load", "--grpc", "health",
                        "-c", Integer.toString(connections), "--depth", "10", "-d", "1h", url);
            }
        };
    }

    private Map<String, Proxy> proxies(
            Launcher launcher, NginxOrigin origin, Set<Integer> cores, int bytes)
            throws Exception {
        SpecimenStarter starter =
                new SpecimenStarter(
                        launcher,
                        work,
                        Endpoint.loopback(origin.port()),
                        HealthProbe.get("/byte/" + PROBED_BYTES, PROBED_BYTES),
                        cores,
                        HEALTH_LIMIT_NS);
        Map<String, Proxy> proxies = new LinkedHashMap<>();
        for (SpecimenDefinition definition : definitions(bytes)) {
            StartedSpecimen proxy = starter.start(definition);
            String url = "http://" + proxy.address() + "/byte/" + bytes;
            proxies.put(definition.name(), new Proxy(url, proxy.meter()));
        }
        return proxies;
    }

    /** Starts proxies of which the command is known; {@code url} wants an address. */
    private Map<String, Proxy> fronts(
            Launcher launcher, List<? extends Front> fronts, Set<Integer> cores, String url)
            throws Exception {
        Map<String, Proxy> proxies = new LinkedHashMap<>();
        for (Front front : fronts) {
            if (!wanted.isEmpty() && !wanted.contains(front.name())) {
                continue;
            }
            RunningProcess process =
                    launcher.start(
                            Launch.of(
                                            front.name(),
                                            front.command(),
                                            work.resolve(front.name() + ".log"))
                                    .on(cores));
            front.awaitListening(HEALTH_LIMIT_NS);
            String address = "127.0.0.1:" + front.port();
            proxies.put(front.name(), new Proxy(url.formatted(address), launcher.meter(process)));
        }
        return proxies;
    }

    /**
     * Which proxies there are: those of others that are installed, and ours by each back end and
     * copy engine.
     */
    private List<SpecimenDefinition> definitions(int bytes) {
        List<SpecimenDefinition> definitions = new ArrayList<>();
        for (ForeignProxy proxy : ForeignProxy.values()) {
            Optional<Path> program =
                    ProxyCatalog.load().named(proxy.kind()).flatMap(ProxyCatalog.Entry::find);
            if (program.isEmpty()) {
                System.out.println(proxy.kind() + " is not installed, and is left out");
                continue;
            }
            definitions.add(new SpecimenDefinition.Foreign(proxy.kind(), proxy, program.get()));
        }
        if (bytes == LARGE_BYTES) {
            splicing().ifPresent(definitions::add);
        }
        definitions.add(minivoy("minivoy-epoll", "epoll", "mem"));
        definitions.add(minivoy("minivoy-io_uring", "io_uring", "mem"));
        if (bytes == LARGE_BYTES) {
            definitions.add(minivoy("minivoy-splice", "epoll", "splice"));
            definitions.add(minivoy(MODEL, "epoll", "dsa-model"));
        }
        definitions.removeIf(
                definition -> !wanted.isEmpty() && !wanted.contains(definition.name()));
        return definitions;
    }

    private SpecimenDefinition minivoy(String name, String backEnd, String copy) {
        String java = ProcessHandle.current().info().command().orElseThrow();
        List<String> words =
                List.of(java, "-XX:+UseSerialGC", "-Xmx256m", "--enable-native-access=ALL-UNNAMED",
                        "-jar", top.resolve("target/tare.jar").toString(), "proxy", "{listen}",
                        "{origin}", "--threads", "1", "--admin", "{admin}", "--io", backEnd,
                        "--copy", copy, "--no-forwarded");
        return new SpecimenDefinition.Command(name, "minivoy", "", words, Optional.empty());
    }

    /** HAProxy that splices responses in the kernel. */
    private Optional<SpecimenDefinition> splicing() {
        return ProxyCatalog.load()
                .named("haproxy")
                .flatMap(ProxyCatalog.Entry::find)
                .map(
                        program ->
                                new SpecimenDefinition.Command(
                                        "haproxy-splice",
                                        "command",
                                        "",
                                        List.of(
                                                top.resolve("bench/haproxy-splice").toString(),
                                                program.toString(),
                                                "{listen}",
                                                "{origin}"),
                                        Optional.empty()));
    }

    private static Turns.Done turn(NginxOrigin origin, Contestant contestant) throws Exception {
        RunningProcess client = contestant.client();
        if (!client.isAlive()) {
            throw new IOException(client.name() + ": " + client.epitaph());
        }
        CpuMeter meter = contestant.proxy().meter();
        UsageSample before = meter.sample();
        long requestsBefore = origin.requests();
        client.signal(SIGCONT);
        Sleep.forNs(TURN_NS);
        client.signal(SIGSTOP);
        Sleep.forNs(20_000_000L);
        UsageSample after = meter.sample();
        long requests = origin.requests() - requestsBefore - 1;
        return new Turns.Done(requests, ResourceUse.between(before, after).cpuNs() / 1e9);
    }
}
