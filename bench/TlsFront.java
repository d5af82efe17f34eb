import dev.tare.base.time.NanoClock;
import dev.tare.base.time.Sleep;
import dev.tare.specimen.control.ProxyCatalog;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A proxy that takes HTTPS and passes plain HTTP on, with one worker. All of them speak TLS 1.3
 * with AES-128-GCM, show the same RSA certificate and give out tickets.
 *
 * @param name of the contestant
 * @param port where it listens on loopback
 * @param command that starts it in the foreground
 */
record TlsFront(String name, int port, List<String> command) {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    /** Those that are installed, and ours by each back end. */
    static List<TlsFront> all(Path top, Path work, NginxOrigin origin) throws IOException {
        List<TlsFront> fronts = new ArrayList<>();
        for (String kind : List.of("haproxy", "nginx", "envoy")) {
            Optional<Path> program =
                    ProxyCatalog.load().named(kind).flatMap(ProxyCatalog.Entry::find);
            if (program.isEmpty()) {
                System.out.println(kind + " is not installed, and is left out");
                continue;
            }
            int port = freePort();
            fronts.add(
                    new TlsFront(
                            kind,
                            port,
                            List.of(
                                    top.resolve("bench/tls-front").toString(),
                                    kind,
                                    program.get().toString(),
                                    Integer.toString(port),
                                    Integer.toString(origin.port()),
                                    work.toString())));
        }
        for (String backEnd : List.of("epoll", "io_uring")) {
            fronts.add(minivoy(top, origin, backEnd));
        }
        return fronts;
    }

    private static TlsFront minivoy(Path top, NginxOrigin origin, String backEnd)
            throws IOException {
        int port = freePort();
        String java = ProcessHandle.current().info().command().orElseThrow();
        return new TlsFront(
                "minivoy-" + backEnd,
                port,
                List.of(java, "-XX:+UseSerialGC", "-Xmx256m",
                        "--enable-native-access=ALL-UNNAMED", "-jar",
                        top.resolve("target/tare.jar").toString(), "proxy", "127.0.0.1:" + port,
                        "127.0.0.1:" + origin.port(), "--threads", "1", "--io", backEnd,
                        "--no-forwarded", "--tls-certificate", origin.certificate().toString(),
                        "--tls-key", origin.key().toString()));
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, LOOPBACK)) {
            return free.getLocalPort();
        }
    }

    /** Waits until it can be connected to. */
    void awaitListening(long limitNs) throws IOException, InterruptedException {
        NanoClock clock = NanoClock.system();
        long endNs = clock.nowNs() + limitNs;
        while (true) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(LOOPBACK, port), 1000);
                return;
            } catch (IOException e) {
                if (clock.nowNs() - endNs > 0) {
                    throw new IOException(name + " does not listen on port " + port, e);
                }
            }
            Sleep.forNs(20_000_000L);
        }
    }
}
