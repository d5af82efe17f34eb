import dev.tare.base.time.NanoClock;
import dev.tare.base.time.Sleep;
import dev.tare.specimen.control.CpuMeter;
import dev.tare.specimen.control.Launch;
import dev.tare.specimen.control.Launcher;
import dev.tare.specimen.control.ResourceUse;
import dev.tare.specimen.control.RunningProcess;
import dev.tare.specimen.control.UsageSample;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
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

/**
 * Requests per CPU-second of a load generator, of ours and of its peers, side by side.
 *
 * <p>Four contests: {@code http} (wrk, and fortio and oha where they are on the PATH), {@code https}
 * (wrk), {@code h2c} (h2load, 10 streams a connection) and {@code grpc} (ghz; its answer is a file
 * that nginx serves with the trailer of gRPC).
 *
 * <p>All clients are started, warmed up and stopped (SIGSTOP); then they take turns of 0.8 s in a
 * seeded order that is reversed in every other block, each woken (SIGCONT) for its turn alone.
 * Requests are counted by the origin (nginx's stub_status), CPU time by the clients' own CPU clocks.
 */
public final class GeneratorBench {
    private static final long TURN_NS = 800_000_000L;
    private static final int WARM_UP_TURNS = 8;
    private static final int CONNECTIONS = 64;
    private static final int SIGSTOP = 19;
    private static final int SIGCONT = 18;
    private static final NanoClock CLOCK = NanoClock.system();

    private final HttpClient http = HttpClient.newHttpClient();
    private final Path top;
    private final Path work;
    private final int port;
    private final int blocks;
    private final String contest;

    private GeneratorBench(String contest, Path top, Path work, int port, int blocks) {
        this.contest = contest;
        this.top = top;
        this.work = work;
        this.port = port;
        this.blocks = blocks;
    }

    public static void main(String[] args) throws Exception {
        int blocks = args.length > 1 ? Integer.parseInt(args[1]) : 20;
        String contest = args.length > 2 ? args[2] : "http";
        if (!List.of("http", "https", "h2c", "grpc").contains(contest)) {
            throw new IllegalArgumentException(
                    "the contest \"" + contest + "\" is none of http, https, h2c, grpc");
        }
        Path work = Files.createTempDirectory("tare-bench-");
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        System.out.printf(
                "Client requests per CPU-second, %s, %d connections, closed loop, nginx"
                        + " (sendfile off) as origin, %d blocks of %.1f s turns%n",
                contest, CONNECTIONS, blocks, TURN_NS / 1e9);
        GeneratorBench bench =
                new GeneratorBench(contest, Path.of(args[0]), work, port, blocks);
        boolean bothSizes = contest.startsWith("http");
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
            origin(launcher, bytes, originCore);
            Map<String, RunningProcess> clients = new LinkedHashMap<>();
            commands(bytes)
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
            List<String> names = new ArrayList<>(clients.keySet());
            for (int i = 0; i < WARM_UP_TURNS; i++) {
                for (String name : names) {
                    turn(launcher, clients.get(name));
                }
            }
            Map<String, List<Double>> perCpuSecond = new LinkedHashMap<>();
            names.forEach(name -> perCpuSecond.put(name, new ArrayList<>()));
            Random random = new Random(1);
            for (int block = 0; block < blocks; block++) {
                List<String> turns = new ArrayList<>(names);
                Collections.shuffle(turns, random);
                turns.addAll(turns.reversed());
                Map<String, double[]> sums = new LinkedHashMap<>();
                for (String name : turns) {
                    double[] turn = turn(launcher, clients.get(name));
                    double[] sum = sums.computeIfAbsent(name, n -> new double[2]);
                    sum[0] += turn[0];
                    sum[1] += turn[1];
                }
                sums.forEach((name, sum) -> perCpuSecond.get(name).add(sum[0] / sum[1]));
            }
            print(bytes, perCpuSecond);
        }
    }

    /** The peer comes first: ratios are to it. */
    private Map<String, List<String>> commands(int bytes) {
        String connections = Integer.toString(CONNECTIONS);
        Map<String, List<String>> commands = new LinkedHashMap<>();
        switch (contest) {
            case "http", "https" -> {
                String url = url(bytes);
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
            case "h2c" -> {
                String url = url(bytes);
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
                String address = "127.0.0.1:" + (port + 2);
                commands.put(
                        "ghz",
                        List.of("ghz", "--insecure", "--proto", work.resolve("health.proto")
                                .toString(), "--call", "grpc.health.v1.Health/Check", "-c",
                                connections, "--connections", connections, "-z", "1h", address));
                addOurs(commands, List.of("--grpc", "health", "http://" + address));
            }
        }
        return commands;
    }

    private String url(int bytes) {
        return switch (contest) {
            case "https" -> "https://127.0.0.1:" + (port + 1) + "/byte/" + bytes;
            case "h2c" -> "http://127.0.0.1:" + (port + 2) + "/byte/" + bytes;
            default -> "http://127.0.0.1:" + port + "/byte/" + bytes;
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
        String java = ProcessHandle.current().info().command().orElseThrow();
        List<String> tare =
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
                        "60s");
        boolean clear = contest.equals("http");
        for (String backEnd :
                clear ? List.of("io_uring", "epoll", "nio") : List.of("io_uring", "epoll")) {
            List<String> words = new ArrayList<>(tare);
            words.addAll(List.of("--io", backEnd));
            particular.stream()
                    .filter(word -> !word.equals("-k") || contest.equals("https"))
                    .forEach(words::add);
            commands.put("tare-" + backEnd, words);
        }
    }

    /** What the contests beyond plain HTTP need: a certificate, and an answer of gRPC's. */
    private void makeFiles(Path files) throws Exception {
        Path health = Files.createDirectories(files.resolve("grpc.health.v1.Health"));
        Files.write(health.resolve("Check"), new byte[] {0, 0, 0, 0, 2, 8, 1});
        Files.writeString(
                work.resolve("health.proto"),
                """
                syntax = "proto3";
                package grpc.health.v1;
                message HealthCheckRequest { string service = 1; }
                message HealthCheckResponse { int32 status = 1; }
                service Health { rpc Check(HealthCheckRequest) returns (HealthCheckResponse); }
                """);
        int made =
                new ProcessBuilder(
                                "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes",
                                "-keyout", work + "/key.pem", "-out", work + "/cert.pem", "-days",
                                "2", "-subj", "/CN=localhost")
                        .redirectErrorStream(true)
                        .redirectOutput(work.resolve("openssl.log").toFile())
                        .start()
                        .waitFor();
        if (made != 0) {
            throw new IOException("openssl made no certificate; see " + work);
        }
    }

    private void origin(Launcher launcher, int bytes, Set<Integer> cores) throws Exception {
        Path files = Files.createDirectories(work.resolve("files/byte"));
        byte[] body = new byte[bytes];
        Arrays.fill(body, (byte) 'x');
        Files.write(files.resolve(Integer.toString(bytes)), body);
        makeFiles(work.resolve("files"));
        Path configuration = work.resolve("nginx.conf");
        Files.writeString(
                configuration,
                """
                daemon off; master_process off; worker_processes 1;
                pid %1$s/nginx.pid; error_log %1$s/nginx-error.log;
                events { worker_connections 8192; }
                http {
                  access_log off; sendfile off; keepalive_requests 1000000000; keepalive_timeout 1h;
                  tcp_nodelay on; open_file_cache max=10; output_buffers 1 64k;
                  client_body_temp_path %1$s/b; proxy_temp_path %1$s/p; fastcgi_temp_path %1$s/f;
                  uwsgi_temp_path %1$s/u; scgi_temp_path %1$s/s;
                  server { listen 127.0.0.1:%2$d backlog=4096; root %1$s/files;
                    location = /stub_status { stub_status; } }
                  server { listen 127.0.0.1:%3$d ssl backlog=4096; root %1$s/files;
                    ssl_certificate %1$s/cert.pem; ssl_certificate_key %1$s/key.pem;
                    ssl_protocols TLSv1.3; ssl_conf_command Ciphersuites TLS_AES_128_GCM_SHA256; }
                  server { listen 127.0.0.1:%4$d http2 backlog=4096; root %1$s/files;
                    location /grpc.health.v1.Health/ { default_type application/grpc;
                      error_page 405 =200 $uri; add_trailer grpc-status 0 always; } }
                }
                """
                        .formatted(work, port, port + 1, port + 2));
        launcher.start(
                Launch.of(
                                "nginx",
                                List.of("nginx", "-c", configuration.toString()),
                                work.resolve("nginx.log"))
                        .on(cores));
        for (int i = 0; i < 100; i++) {
            try {
                requests();
                return;
            } catch (IOException e) {
                Sleep.forNs(50_000_000L);
            }
        }
        throw new IOException("nginx does not answer; see " + work);
    }

    private long requests() throws IOException, InterruptedException {
        String status =
                http.send(
                                HttpRequest.newBuilder(
                                                URI.create(
                                                        "http://127.0.0.1:"
                                                                + port
                                                                + "/stub_status"))
                                        .build(),
                                HttpResponse.BodyHandlers.ofString())
                        .body();
        return Long.parseLong(status.lines().toList().get(2).trim().split("\\s+")[2]);
    }

    /** Requests and CPU seconds of one turn. */
    private double[] turn(Launcher launcher, RunningProcess client) throws Exception {
        if (!client.isAlive()) {
            throw new IOException(client.name() + ": " + client.epitaph());
        }
        CpuMeter meter = launcher.meter(client);
        UsageSample before = meter.sample();
        long requestsBefore = requests();
        client.signal(SIGCONT);
        Sleep.forNs(TURN_NS);
        client.signal(SIGSTOP);
        Sleep.forNs(20_000_000L);
        UsageSample after = meter.sample();
        long requestsAfter = requests();
        return new double[] {
            requestsAfter - requestsBefore - 1, ResourceUse.between(before, after).cpuNs() / 1e9
        };
    }

    private static void print(int bytes, Map<String, List<Double>> perCpuSecond) {
        String peer = perCpuSecond.keySet().iterator().next();
        List<Double> base = perCpuSecond.get(peer);
        System.out.printf("%n%d B%n", bytes);
        perCpuSecond.forEach(
                (name, rates) -> {
                    List<Double> ratios = new ArrayList<>();
                    for (int i = 0; i < rates.size(); i++) {
                        ratios.add(rates.get(i) / base.get(i));
                    }
                    System.out.printf(
                            "  %-12s %9.0f a CPU-second (%5.2f us), ratio to %s: median %.3f"
                                    + " [quartiles %.3f-%.3f, range %.3f-%.3f]%n",
                            name,
                            quantile(rates, 0.5),
                            1e6 / quantile(rates, 0.5),
                            peer,
                            quantile(ratios, 0.5),
                            quantile(ratios, 0.25),
                            quantile(ratios, 0.75),
                            quantile(ratios, 0),
                            quantile(ratios, 1));
                });
    }

    private static double quantile(List<Double> values, double q) {
        List<Double> sorted = values.stream().sorted().toList();
        double at = q * (sorted.size() - 1);
        int low = (int) at;
        int high = Math.min(low + 1, sorted.size() - 1);
        return sorted.get(low) + (at - low) * (sorted.get(high) - sorted.get(low));
    }
}
