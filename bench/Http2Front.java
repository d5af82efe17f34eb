import dev.tare.specimen.control.proxy.ProxyCatalog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A proxy that takes h2c and passes h2c on, with one worker.
 *
 * @param name of the contestant
 * @param port where it listens on loopback
 * @param command that starts it in the foreground
 */
record Http2Front(String name, int port, List<String> command) implements Front {

    /** Envoy if it is installed, and ours by each back end. */
    static List<Http2Front> all(Path top, Path work, NginxOrigin origin) throws IOException {
        List<Http2Front> fronts = new ArrayList<>();
        Optional<Path> envoy =
                ProxyCatalog.load().named("envoy").flatMap(ProxyCatalog.Entry::find);
        if (envoy.isPresent()) {
            int port = Front.freePort();
            fronts.add(
                    new Http2Front(
                            "envoy",
                            port,
                            List.of(
                                    top.resolve("bench/h2c-front").toString(),
                                    envoy.get().toString(),
                                    Integer.toString(port),
                                    Integer.toString(origin.h2cPort()),
                                    work.toString())));
        } else {
            System.out.println("envoy is not installed, and is left out");
        }
        for (String backEnd : List.of("epoll", "io_uring")) {
            fronts.add(minivoy(top, origin, backEnd));
        }
        return fronts;
    }

    private static Http2Front minivoy(Path top, NginxOrigin origin, String backEnd)
            throws IOException {
        int port = Front.freePort();
        String java = ProcessHandle.current().info().command().orElseThrow();
        return new Http2Front(
                "minivoy-" + backEnd,
                port,
                List.of(java, "-XX:+UseSerialGC", "-Xmx256m",
                        "--enable-native-access=ALL-UNNAMED", "-jar",
                        top.resolve("target/tare.jar").toString(), "proxy", "127.0.0.1:" + port,
                        "127.0.0.1:" + origin.h2cPort(), "--threads", "1", "--io", backEnd,
                        "--no-forwarded", "--upstream-http2"));
    }
}
