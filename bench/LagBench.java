import dev.tare.base.time.NanoClock;
import dev.tare.specimen.control.process.Launch;
import dev.tare.specimen.control.process.Launcher;
import dev.tare.specimen.control.process.RunningProcess;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How punctual an open loop is, seen from outside: one connection, 5,000 requests a second, and a
 * server that spins and writes down when each request arrives.
 *
 * <p>The i-th request is due at {@code t0 + i * 200 us}; {@code t0} is taken from the most punctual
 * request of all, so that the way to the server, the same for everybody, cancels. No tool can look
 * better than it is: a request is never sent before its time. The first second is left out of the
 * figures, but not of the count.
 */
public final class LagBench {
    private static final int RATE_PER_SEC = 5_000;
    private static final int SECONDS = 12;
    private static final long PERIOD_NS = 1_000_000_000L / RATE_PER_SEC;
    private static final long LIMIT_NS = (SECONDS + 20) * 1_000_000_000L;
    private static final double[] QUANTILES = {0.5, 0.9, 0.99, 0.999, 1};
    private static final NanoClock CLOCK = NanoClock.system();
    private static final byte[] ANSWER =
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".getBytes(StandardCharsets.US_ASCII);

    private LagBench() {}

    public static void main(String[] args) throws Exception {
        Path top = Path.of(args[0]);
        int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 5;
        Path work = Files.createTempDirectory("tare-bench-");
        System.out.printf(
                "Lateness of requests at a server, one connection, %,d/s for %d s, %d rounds%n",
                RATE_PER_SEC, SECONDS, rounds);
        try (Launcher launcher = Launcher.open(CLOCK);
                ServerSocketChannel server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress("127.0.0.1", 0));
            int port = ((InetSocketAddress) server.getLocalAddress()).getPort();
            List<Integer> cores = List.copyOf(launcher.allowedCores());
            launcher.pin(ProcessHandle.current().pid(), Set.of(cores.getLast()));
            Map<String, List<String>> commands = commands(top, "http://127.0.0.1:" + port + "/");
            for (int round = 0; round < rounds; round++) {
                for (Map.Entry<String, List<String>> entry : commands.entrySet()) {
                    String name = entry.getKey();
                    RunningProcess client =
                            launcher.start(
                                    Launch.of(name, entry.getValue(), work.resolve(name + ".log"))
                                            .on(Set.of(cores.getFirst())));
                    print(name, lateness(arrivals(server, client)));
                    client.stop(2_000_000_000L);
                }
            }
        }
    }

    private static Map<String, List<String>> commands(Path top, String url) {
        String rate = Integer.toString(RATE_PER_SEC);
        String time = SECONDS + "s";
        Map<String, List<String>> commands = new LinkedHashMap<>();
        addIfThere(commands, "wrk2", "-t1", "-c1", "-d" + time, "-R" + rate, url);
        addIfThere(commands, "fortio", "load", "-qps", rate, "-c", "1", "-t", time, "-quiet", url);
        for (String backEnd : List.of("epoll", "io_uring")) {
            commands.put(
                    "tare-" + backEnd,
                    List.of(
                            top.resolve("tare").toString(), "load", "-t", "1", "-c", "1", "-d",
                            time, "-R", rate, "--io", backEnd, url));
        }
        return commands;
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

    /** When the requests of the connection that had most of them have arrived. */
    private static long[] arrivals(ServerSocketChannel server, RunningProcess client)
            throws IOException {
        long[] most = {};
        server.configureBlocking(false);
        long endNs = CLOCK.nowNs() + LIMIT_NS;
        while (client.isAlive() && CLOCK.nowNs() - endNs < 0) {
            SocketChannel connection = server.accept();
            if (connection != null) {
                long[] seen = serve(connection, endNs);
                most = seen.length > most.length ? seen : most;
            }
        }
        return most;
    }

    private static long[] serve(SocketChannel connection, long endNs) throws IOException {
        long[] arrivals = new long[RATE_PER_SEC * (SECONDS + 2)];
        int count = 0;
        ByteBuffer request = ByteBuffer.allocateDirect(64 * 1024);
        ByteBuffer answer = ByteBuffer.allocateDirect(ANSWER.length).put(ANSWER);
        int ends = 0;
        try (connection) {
            connection.configureBlocking(false);
            connection.setOption(StandardSocketOptions.TCP_NODELAY, true);
            while (CLOCK.nowNs() - endNs < 0) {
                request.clear();
                int length = connection.read(request);
                long nowNs = CLOCK.nowNs();
                if (length < 0) {
                    break;
                }
                for (int i = 0; i < length; i++) {
                    byte next = request.get(i);
                    ends = next == '\n' ? ends + 1 : next == '\r' ? ends : 0;
                    if (ends == 2 && count < arrivals.length) {
                        ends = 0;
                        arrivals[count++] = nowNs;
                        answer.flip().position(0).limit(ANSWER.length);
                        while (answer.hasRemaining()) {
                            connection.write(answer);
                        }
                    }
                }
            }
        } catch (IOException e) {
            // The client has gone: what has arrived has arrived.
            assert count >= 0;
        }
        return Arrays.copyOf(arrivals, count);
    }

    private static double[] lateness(long[] arrivals) {
        if (arrivals.length < RATE_PER_SEC * 2) {
            return new double[0];
        }
        long bestNs = Long.MAX_VALUE;
        for (int i = 0; i < arrivals.length; i++) {
            bestNs = Math.min(bestNs, arrivals[i] - arrivals[0] - i * PERIOD_NS);
        }
        double[] lateUs = new double[arrivals.length - RATE_PER_SEC];
        for (int i = 0; i < lateUs.length; i++) {
            int index = i + RATE_PER_SEC;
            lateUs[i] = (arrivals[index] - arrivals[0] - index * PERIOD_NS - bestNs) / 1e3;
        }
        Arrays.sort(lateUs);
        return lateUs;
    }

    private static void print(String name, double[] lateUs) {
        StringBuilder line = new StringBuilder("  %-14s".formatted(name));
        if (lateUs.length == 0) {
            line.append(" too few requests have arrived");
        }
        for (double q : QUANTILES) {
            if (lateUs.length > 0) {
                double late = lateUs[(int) Math.min(q * lateUs.length, lateUs.length - 1)];
                line.append("  p%s %.1f us".formatted(Double.toString(q * 100), late));
            }
        }
        System.out.println(line);
    }
}
