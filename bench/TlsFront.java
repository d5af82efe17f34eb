import dev.tare.specimen.control.proxy.ProxyCatalog;
import java.io.IOException;
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
record TlsFront(String name, int port, List<String> command) implements Front {

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
            int port = Front.freePort();
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
        int port = Front.freePort();
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
}
