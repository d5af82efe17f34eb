import dev.tare.base.time.NanoClock;
import dev.tare.base.time.Sleep;
import dev.tare.specimen.control.process.CpuMeter;
import dev.tare.specimen.control.process.Launch;
import dev.tare.specimen.control.process.Launcher;
import dev.tare.specimen.control.process.ResourceUse;
import dev.tare.specimen.control.process.RunningProcess;
import dev.tare.specimen.control.process.UsageSample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;

/**
 * Requests per CPU-second of a load generator, of ours and of its peers, side by side.
 *
 * <p>Five contests: {@code http} (wrk, and fortio and oha where they are on the PATH), {@code https}
 * (wrk), {@code h2c} (h2load, 10 streams a connection) and {@code grpc} (ghz; its answer is a file
 * that nginx serves with the trailer of gRPC); {@code checks} has no peer, and tells what ours cost.
 *
 * <p>All clients are started, warmed up and stopped (SIGSTOP); then they take turns of 0.8 s in a
 * seeded order that is reversed in every other block, each woken (SIGCONT) for its turn alone.
 * Requests are counted by the origin (nginx's stub_status), CPU time by the clients' own CPU clocks.
 */
public final class GeneratorBench {
    private static final long TURN_NS = 800_000_000L;
    private static final int CONNECTIONS = 64;
    private static final int SIGSTOP = 19;
    private static final int SIGCONT = 18;
    private static final List<String> CONTESTS = List.of("http", "https", "h2c", "grpc", "checks");
    private static final NanoClock CLOCK = NanoClock.system();

    private final Path top;
    private final Path work;
    private final int blocks;
    private final String contest;

    private GeneratorBench(String contest, Path top, Path work, int blocks) {
        this.contest = contest;
        this.top = top;
        this.work = work;
        this.blocks = blocks;
    }

    public static void main(String[] args) throws Exception {
        int blocks = args.length > 1 ? Integer.parseInt(args[1]) : 20;
        String contest = args.length > 2 ? args[2] : "http";
        if (!CONTESTS.contains(contest)) {
            throw new IllegalArgumentException(
                    "the contest \"" + contest + "\" is none of " + String.join(", ", CONTESTS));
        }
        Path work = Files.createTempDirectory("tare-bench-");
        System.out.printf(
                "Client requests per CPU-second, %s, %d connections, closed loop, nginx"
                        + " (sendfile off) as origin, %d blocks of %.1f s turns%n",
                contest, CONNECTIONS, blocks, TURN_NS / 1e9);
        GeneratorBench bench =
                new GeneratorBench(contest, Path.of(args[0]), work, blocks);
        boolean bothSizes = contest.startsWith("http") || contest.equals("checks");
        for (int bytes : bothSizes ? new int[] {100, 16_384} : new int[] {100}) {
            bench.weigh(bytes);
        }
    }

    private void weigh(int bytes) throws Exception {
        try (Launcher launcher = Launcher.open(CLOCK)) {
            Set<Integer> cores = launcher.allowedCores();
            List<Integer> order = new ArrayList<>(cores);
            Set<Integer> clientCore = Set.of(order.getFirst());
            Set<Integer> originCore = Set.of(order.getLast());
            NginxOrigin origin = NginxOrigin.start(launcher, work, originCore, bytes);
            Map<String, RunningProcess> clients = new LinkedHashMap<>();
            commands(origin, bytes)
                    .forEach(
                            (name, command) -> {
                                try {
                                    clients.put(
                                            name,
                                            launcher.start(
                                                    Launch.of(
                                                                    name,
                                                                    command,
                                                                    work.resolve(name + ".log"))
                                                            .on(clientCore)));
                                } catch (IOException e) {
                                    throw new IllegalStateException(e.getMessage(), e);
                                }
                            });
            Sleep.forNs(1_500_000_000L);
            clients.values().forEach(client -> client.signal(SIGSTOP));
            Map<String, List<Double>> perCpuSecond =
                    Turns.play(
                            List.copyOf(clients.keySet()),
                            blocks,
                            name -> turn(launcher, origin, clients.get(name)));
            System.out.printf("%n%d B%n", bytes);
            List<String> peers = new ArrayList<>(clients.keySet());
            peers.removeIf(name -> name.startsWith("tare"));
            if (contest.equals("checks")) {
                peers.removeIf(name -> !name.equals("status"));
            }
            Turns.print(perCpuSecond, peers, "requests");
        }
    }

    /** The peer comes first: ratios are to it. */
    private Map<String, List<String>> commands(NginxOrigin origin, int bytes) {
        String connections = Integer.toString(CONNECTIONS);
        Map<String, List<String>> commands = new LinkedHashMap<>();
        switch (contest) {
            case "http", "https" -> {
                String url = url(origin, bytes);
                commands.put(
                        "wrk",
                        List.of("wrk", "-t1", "-c" + connections, "-d1h", "--timeout", "60s", url));
                if (contest.equals("http")) {
                    addIfThere(commands, "fortio", "load", "-qps", "0", "-c", connections, "-t",
                            "1h", "-timeout", "60s", "-quiet", url);
                    addIfThere(commands, "oha", "-z", "1h", "-c", connections, "--no-tui", url);
                }
                addOurs(commands, List.of("-k", "--check-length", Integer.toString(bytes), url));
            }
            case "checks" -> {
                String url = url(origin, bytes);
                addOurs(commands, "status", "epoll", List.of(url));
                addOurs(
                        commands,
                        "length",
                        "epoll",
                        List.of("--check-length", Integer.toString(bytes), url));
                addOurs(commands, "contains", "epoll", List.of("--check-contains", "xxx", url));
                addOurs(
                        commands,
                        "crc32",
                        "epoll",
                        List.of("--check-crc32", crc32(bytes), url));
            }
            case "h2c" -> {
                String url = url(origin, bytes);
                commands.put(
                        "h2load",
                        List.of("h2load", "-t1", "-c" + connections, "-m10", "-D", "3600", url));
                addOurs(
                        commands,
                        List.of(
                                "--http2",
                                "--depth",
                                "10",
                                "--check-length",
                                Integer.toString(bytes),
                                url));
            }
            default -> {
                String address = "127.0.0.1:" + origin.h2cPort();
                commands.put(
                        "ghz",
                        List.of("ghz", "--insecure", "--proto", origin.proto().toString(), "--call", "grpc.health.v1.Health/Check", "-c",
                                connections, "--connections", connections, "-z", "1h", address));
                addOurs(commands, List.of("--grpc", "health", "http://" + address));
            }
        }
        return commands;
    }

    private String url(NginxOrigin origin, int bytes) {
        return switch (contest) {
            case "https" -> "https://127.0.0.1:" + origin.tlsPort() + "/byte/" + bytes;
            case "h2c" -> "http://127.0.0.1:" + origin.h2cPort() + "/byte/" + bytes;
            default -> "http://127.0.0.1:" + origin.port() + "/byte/" + bytes;
        };
    }

    private static void addIfThere(Map<String, List<String>> commands, String... command) {
        for (String folder : System.getenv("PATH").split(":")) {
            if (Files.isExecutable(Path.of(folder, command[0]))) {
                commands.put(command[0], List.of(command));
                return;
            }
        }
        System.out.println(command[0] + " is not on the PATH, and is left out");
    }

    private void addOurs(Map<String, List<String>> commands, List<String> particular) {
        boolean clear = contest.equals("http");
        for (String backEnd :
                clear ? List.of("io_uring", "epoll", "nio") : List.of("io_uring", "epoll")) {
            addOurs(commands, "tare-" + backEnd, backEnd, particular);
        }
    }

    private void addOurs(
            Map<String, List<String>> commands,
            String name,
            String backEnd,
            List<String> particular) {
        String java = ProcessHandle.current().info().command().orElseThrow();
        List<String> words = new ArrayList<>(
                List.of(
                        java,
                        "-XX:+UseSerialGC",
                        "-Xmx256m",
                        "--enable-native-access=ALL-UNNAMED",
                        "-jar",
                        top.resolve("target/tare.jar").toString(),
                        "load",
                        "-c",
                        Integer.toString(CONNECTIONS),
                        "-d",
                        "1h",
                        "--timeout",
                        "60s",
                        "--io",
                        backEnd));
        particular.stream()
                .filter(word -> !word.equals("-k") || contest.equals("https"))
                .forEach(words::add);
        commands.put(name, words);
    }

    /** Of the body that the origin has, as {@code --check-crc32} takes it. */
    private static String crc32(int bytes) {
        byte[] body = new byte[bytes];
        Arrays.fill(body, (byte) 'x');
        CRC32 sum = new CRC32();
        sum.update(body);
        return "%08x".formatted(sum.getValue());
    }

    /** Requests and CPU seconds of one turn. */
    private static Turns.Done turn(
            Launcher launcher, NginxOrigin origin, RunningProcess client) throws Exception {
        if (!client.isAlive()) {
            throw new IOException(client.name() + ": " + client.epitaph());
        }
        CpuMeter meter = launcher.meter(client);
        UsageSample before = meter.sample();
        long requestsBefore = origin.requests();
        client.signal(SIGCONT);
        Sleep.forNs(TURN_NS);
        client.signal(SIGSTOP);
        Sleep.forNs(20_000_000L);
        UsageSample after = meter.sample();
        long requestsAfter = origin.requests();
        return new Turns.Done(
                requestsAfter - requestsBefore - 1,
                ResourceUse.between(before, after).cpuNs() / 1e9);
    }
}
