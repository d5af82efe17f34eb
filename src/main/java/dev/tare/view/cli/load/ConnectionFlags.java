package dev.tare.view.cli.load;

import static dev.tare.view.cli.shell.FlagText.read;

import dev.tare.base.core.QuantityText;
import dev.tare.load.spec.ConnectionPolicy;
import dev.tare.load.spec.LoadSpec;
import dev.tare.view.cli.shell.UsageException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags that say over how many connections a load goes, and how they are kept. */
final class ConnectionFlags {
    @Option(
            names = {"-c", "--connections"},
            paramLabel = "N",
            defaultValue = "10",
            description = "Connections to keep open (default: ${DEFAULT-VALUE}).")
    private String connections = "";

    @Option(
            names = {"-t", "--threads"},
            paramLabel = "N",
            defaultValue = "1",
            description = "Event loops, one a thread (default: ${DEFAULT-VALUE}).")
    private String threads = "";

    @Option(
            names = {"-m", "--depth"},
            paramLabel = "N",
            defaultValue = "1",
            description =
                    "Requests in flight on a connection: HTTP/1.1 pipelining, HTTP/2 streams"
                            + " (default: ${DEFAULT-VALUE}).")
    private String depth = "";

    @Option(
            names = "--reuse",
            paramLabel = "MIN[:MAX]",
            description = "Requests after which a connection is closed and opened anew.")
    private @Nullable String reuse;

    @Option(
            names = "--no-keepalive",
            description = "A new connection for every request, as --reuse 1.")
    private boolean noKeepAlive;

    @Option(
            names = "--on-demand",
            description = "Open connections when requests need them, not before the load.")
    private boolean onDemand;

    @Option(
            names = "--unix-socket",
            paramLabel = "PATH",
            description = "Connect to this unix domain socket instead of the URL's host.")
    private String unixSocket = "";

    @Option(names = "--cookies", description = "Each client sends back the cookies it was given.")
    private boolean cookies;

    ConnectionFlags() {}

    int threads() throws UsageException {
        return read("-t", threads, t -> QuantityText.count(t, 1, LoadSpec.MAX_THREADS));
    }

    /** A path, or empty. */
    String unixSocket() {
        return unixSocket;
    }

    boolean cookies() {
        return cookies;
    }

    /**
     * Refuses what a script sees to itself.
     *
     * @throws UsageException that names the flag
     */
    void refuseBesideScript() throws UsageException {
        if (cookies) {
            throw new UsageException(
                    "-s and --cookies exclude each other: a script gives each request its fields");
        }
        if (policy().depth() > 1) {
            throw new UsageException(
                    "-s and --depth exclude each other: a script that gives several requests at"
                            + " once has them pipelined");
        }
    }

    /**
     * How connections are kept.
     *
     * @throws UsageException when flags exclude each other, or one cannot be read
     */
    ConnectionPolicy policy() throws UsageException {
        int count =
                read(
                        "-c",
                        connections,
                        t -> QuantityText.count(t, 1, ConnectionPolicy.MAX_CONNECTIONS));
        int inFlight =
                read("--depth", depth, t -> QuantityText.count(t, 1, ConnectionPolicy.MAX_DEPTH));
        if (noKeepAlive && reuse != null) {
            throw new UsageException("--no-keepalive and --reuse exclude each other");
        }
        int[] limits = noKeepAlive ? new int[] {1, 1} : limits();
        ConnectionPolicy.Opening opening =
                onDemand ? ConnectionPolicy.Opening.ON_DEMAND : ConnectionPolicy.Opening.WARM;
        return new ConnectionPolicy(count, inFlight, opening, limits[0], limits[1]);
    }

    private int[] limits() throws UsageException {
        if (reuse == null) {
            return new int[] {0, 0};
        }
        int colon = reuse.indexOf(':');
        int least = limit(colon < 0 ? reuse : reuse.substring(0, colon), 1);
        int most = colon < 0 ? least : limit(reuse.substring(colon + 1), least);
        return new int[] {least, most};
    }

    private static int limit(String text, int least) throws UsageException {
        return read("--reuse", text, t -> QuantityText.count(t, least, Integer.MAX_VALUE));
    }
}
