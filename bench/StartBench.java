import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * How long it takes from the command to the first request, as the origin sees it: bench/start
 * [ROUNDS]. See bench/README.md.
 */
public final class StartBench {
    private static final int DEFAULT_ROUNDS = 11;
    private static final int MAX_REQUEST_BYTES = 8192;
    private static final int LIMIT_MS = 30_000;
    private static final double NS_PER_MS = 1e6;
    private static final byte[] ANSWER =
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".getBytes(StandardCharsets.US_ASCII);

    private StartBench() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        Path top = Path.of(args[0]);
        int rounds = args.length > 1 ? Integer.parseInt(args[1]) : DEFAULT_ROUNDS;
        try (ServerSocket origin = new ServerSocket(0, 64, InetAddress.getLoopbackAddress())) {
            origin.setSoTimeout(LIMIT_MS);
            String url = "http://127.0.0.1:" + origin.getLocalPort() + "/";
            Map<String, List<String>> commands = commands(top, url);
            Map<String, List<Double>> times = new LinkedHashMap<>();
            for (int round = -1; round < rounds; round++) {
                for (Map.Entry<String, List<String>> command : commands.entrySet()) {
                    double ms = firstRequestMs(origin, command.getValue());
                    // The first round brings the files into memory.
                    if (round >= 0) {
                        times.computeIfAbsent(command.getKey(), _ -> new ArrayList<>()).add(ms);
                    }
                }
            }
            times.forEach(StartBench::print);
        }
    }

    private static Map<String, List<String>> commands(Path top, String url) {
        Map<String, List<String>> commands = new LinkedHashMap<>();
        String tare = top.resolve("tare").toString();
        commands.put("tare load", List.of(tare, "load", "-n", "1", "-c", "1", url));
        commands.put(
                "tare load --io epoll",
                List.of(tare, "load", "-n", "1", "-c", "1", "--io", "epoll", url));
        if (onPath("wrk")) {
            commands.put("wrk", List.of("wrk", "-t1", "-c1", "-d1s", url));
        }
        if (onPath("fortio")) {
            commands.put("fortio", List.of("fortio", "load", "-n", "1", "-c", "1", url));
        }
        return commands;
    }

    private static boolean onPath(String program) {
        return Arrays.stream(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    /** Until the origin has read the first byte of a request; the command then goes to its end. */
    private static double firstRequestMs(ServerSocket origin, List<String> command)
            throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.DISCARD);
        long startedNs = System.nanoTime();
        Process process = builder.start();
        try {
            while (true) {
                try (Socket socket = origin.accept()) {
                    socket.setSoTimeout(LIMIT_MS);
                    // wrk and fortio first try whether anybody listens, and send nothing.
                    if (socket.getInputStream().read(new byte[MAX_REQUEST_BYTES]) > 0) {
                        double ms = (System.nanoTime() - startedNs) / NS_PER_MS;
                        socket.getOutputStream().write(ANSWER);
                        return ms;
                    }
                }
            }
        } catch (SocketTimeoutException e) {
            throw new IOException("no request came from: " + String.join(" ", command), e);
        } finally {
            // A closed loop goes on against a closed port: it is not asked for more.
            process.destroy();
            if (!process.waitFor(LIMIT_MS, TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
            drain(origin);
        }
    }

    /** Takes what a command that has ended left behind, so that the next is not taken for it. */
    private static void drain(ServerSocket origin) throws IOException {
        origin.setSoTimeout(1);
        try {
            while (true) {
                origin.accept().close();
            }
        } catch (SocketTimeoutException e) {
            origin.setSoTimeout(LIMIT_MS);
        }
    }

    private static void print(String name, List<Double> times) {
        double[] sorted = times.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        System.out.printf(
                "%-22s median %4.0f ms, quartiles %.0f to %.0f, range %.0f to %.0f (%d starts)%n",
                name,
                sorted[sorted.length / 2],
                sorted[sorted.length / 4],
                sorted[sorted.length * 3 / 4],
                sorted[0],
                sorted[sorted.length - 1],
                sorted.length);
    }
}
