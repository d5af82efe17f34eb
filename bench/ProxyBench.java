import dev.tare.base.time.NanoClock;
import dev.tare.base.time.Sleep;
import dev.tare.specimen.control.CpuMeter;
import dev.tare.specimen.control.Endpoint;
import dev.tare.specimen.control.ForeignProxy;
import dev.tare.specimen.control.HealthProbe;
import dev.tare.specimen.control.Launch;
import dev.tare.specimen.control.Launcher;
import dev.tare.specimen.control.ProxyCatalog;
import dev.tare.specimen.control.ResourceUse;
import dev.tare.specimen.control.RunningProcess;
import dev.tare.specimen.control.SpecimenDefinition;
import dev.tare.specimen.control.SpecimenStarter;
import dev.tare.specimen.control.StartedSpecimen;
import dev.tare.specimen.control.UsageSample;
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
 * <p>Every proxy runs all the time, with one worker, on the first core; a wrk for each is stopped
 * (SIGSTOP) but for its turns. Client and origin share the last core. Requests are counted by the
 * origin (nginx's stub_status), CPU time by the proxies' own CPU clocks.
 */
public final class ProxyBench {
    private static final long TURN_NS = 800_000_000L;
    private static final long HEALTH_LIMIT_NS = 20_000_000_000L;
    private static final int SIGSTOP = 19;
    private static final int SIGCONT = 18;
    private static final int LARGE_BYTES = 12_000_000;

    /** Copies by a software model of a device: printed apart, for its ratios say nothing. */
    private static final String MODEL = "minivoy-dsa-model";

    private static final NanoClock CLOCK = NanoClock.system();

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
                "Requests per proxy-CPU-second, %s, closed loop by wrk, nginx (sendfile off) as"
                        + " origin, %d blocks of %.1f s turns%n",
                contest, blocks, TURN_NS / 1e9);
        switch (contest) {
            case "http" -> {
                bench.weigh(100, 64, false);
                bench.weigh(16_384, 64, false);
                bench.weigh(100, 500, false);
                bench.weigh(16_384, 500, false);
            }
            case "large" -> bench.weigh(LARGE_BYTES, 4, false);
            case "https" -> bench.weigh(16_384, 64, true);
            default ->
                    throw new IllegalArgumentException(
                            "the contest \"" + contest + "\" is none of http, large, https");
        }
    }

    private void weigh(int bytes, int connections, boolean byTls) throws Exception {
        try (Launcher launcher = Launcher.open(CLOCK)) {
            List<Integer> cores = List.copyOf(launcher.allowedCores());
            Set<Integer> proxyCore = Set.of(cores.getFirst());
            Set<Integer> otherCore = Set.of(cores.getLast());
            NginxOrigin origin = NginxOrigin.start(launcher, work, otherCore, bytes);
            Map<String, Proxy> proxies =
                    byTls
                            ? fronts(launcher, origin, proxyCore, bytes)
                            : proxies(launcher, origin, proxyCore, bytes);
            Map<String, Contestant> contestants = new LinkedHashMap<>();
            for (Map.Entry<String, Proxy> entry : proxies.entrySet()) {
                long before = origin.requests();
                RunningProcess client =
                        launcher.start(
                                Launch.of(
                                                "wrk-" + entry.getKey(),
                                                List.of("wrk", "-t1", "-c" + connections, "-d1h",
                                                        "--timeout", "60s", entry.getValue().url()),
                                                work.resolve("wrk-" + entry.getKey() + ".log"))
                                        .on(otherCore));
                Sleep.forNs(300_000_000L);
                client.signal(SIGSTOP);
                if (origin.requests() - before <= 1) {
                    throw new IOException(entry.getKey() + " passes nothing on; see " + work);
                }
                contestants.put(entry.getKey(), new Contestant(entry.getValue(), client));
            }
            Map<String, List<Double>> perCpuSecond =
                    Turns.play(
                            List.copyOf(contestants.keySet()),
                            blocks,
                            name -> turn(origin, contestants.get(name)));
            System.out.printf(
                    "%n%,d B, %d connections%s%n",
                    bytes, connections, byTls ? ", HTTPS in, HTTP out" : "");
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

    private Map<String, Proxy> proxies(
            Launcher launcher, NginxOrigin origin, Set<Integer> cores, int bytes)
            throws Exception {
        SpecimenStarter starter =
                new SpecimenStarter(
                        launcher,
                        work,
                        Endpoint.loopback(origin.port()),
                        HealthProbe.get("/byte/" + bytes, bytes),
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

    /** The proxies that end TLS: they show the origin's certificate. */
    private Map<String, Proxy> fronts(
            Launcher launcher, NginxOrigin origin, Set<Integer> cores, int bytes)
            throws Exception {
        Map<String, Proxy> proxies = new LinkedHashMap<>();
        for (TlsFront front : TlsFront.all(top, work, origin)) {
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
            String url = "https://127.0.0.1:" + front.port() + "/byte/" + bytes;
            proxies.put(front.name(), new Proxy(url, launcher.meter(process)));
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
