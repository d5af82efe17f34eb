package dev.tare.specimen.proxy.setup;

import dev.tare.io.net.LoopOptions;
import dev.tare.io.net.tls.TlsClientOptions;
import dev.tare.io.net.tls.TlsServerOptions;
import dev.tare.specimen.proxy.config.ProxyConfig;
import dev.tare.specimen.proxy.copy.CopyOptions;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * How {@code Minivoy} is to run.
 *
 * @param listen where clients connect; port 0 lets the system choose
 * @param upstream the service that requests are passed on to
 * @param adminListen where {@code /stats} and {@code /ready} are; port 0 lets the system choose
 * @param threads event loops, 1 to {@link #MAX_THREADS}; more than one share the port by
 *     SO_REUSEPORT
 * @param limits what it takes at most
 * @param timeouts how long it waits
 * @param loop how each event loop waits
 * @param copy by what means the bytes of bodies pass
 * @param tls how clients are spoken with by TLS; empty: in clear
 * @param upstreamTls how the upstream is spoken with by TLS; empty: in clear
 * @param upstreamHttp2 whether the upstream is spoken with by HTTP/2: by TLS it must agree to that
 *     (ALPN), in clear it must know it (prior knowledge)
 * @param forwardedFields whether requests get X-Forwarded-For, X-Forwarded-Proto and, if they have
 *     none, X-Request-Id
 * @param logs what it writes down
 * @param config routes, clusters and listeners; empty: everything goes to {@code upstream}
 * @param exitOnStdinEof whether {@code Minivoy.run} ends when standard input does
 */
public record ProxyOptions(
        InetSocketAddress listen,
        InetSocketAddress upstream,
        InetSocketAddress adminListen,
        int threads,
        ProxyLimits limits,
        ProxyTimeouts timeouts,
        LoopOptions loop,
        CopyOptions copy,
        Optional<TlsServerOptions> tls,
        Optional<TlsClientOptions> upstreamTls,
        boolean upstreamHttp2,
        boolean forwardedFields,
        ProxyLogs logs,
        Optional<ProxyConfig> config,
        boolean exitOnStdinEof) {
    public static final int MAX_THREADS = 256;

    /**
     * The longest queue of client connections not yet accepted, for each thread. The kernel takes
     * it down to its own limit, net.core.somaxconn: so that alone is what there is to be set.
     */
    public static final int BACKLOG = 65_535;

    public ProxyOptions {
        if (threads < 1 || threads > MAX_THREADS) {
            throw new IllegalArgumentException(
                    "threads: %d must be 1 to %d".formatted(threads, MAX_THREADS));
        }
        requireResolved("listen address", listen);
        requireResolved("upstream", upstream);
        requireResolved("admin address", adminListen);
        if (upstream.getPort() == 0) {
            throw new IllegalArgumentException("upstream " + upstream + " must name a port");
        }
        if (limits.maxConnections() < threads) {
            throw new IllegalArgumentException(
                    "connections at most: %d must be at least the %d threads"
                            .formatted(limits.maxConnections(), threads));
        }
    }

    /** One thread from free ports of 127.0.0.1 to {@code upstream}. */
    public static ProxyOptions to(InetSocketAddress upstream) {
        return new Parts(upstream).assembled();
    }

    /** The same, listening on {@code address}. */
    public ProxyOptions withListen(InetSocketAddress address) {
        Parts parts = new Parts(this);
        parts.listen = address;
        return parts.assembled();
    }

    /** The same with its admin port on {@code address}. */
    public ProxyOptions withAdminListen(InetSocketAddress address) {
        Parts parts = new Parts(this);
        parts.adminListen = address;
        return parts.assembled();
    }

    /** The same with {@code count} threads. */
    public ProxyOptions withThreads(int count) {
        Parts parts = new Parts(this);
        parts.threads = count;
        return parts.assembled();
    }

    /** The same with other limits. */
    public ProxyOptions withLimits(ProxyLimits others) {
        Parts parts = new Parts(this);
        parts.limits = others;
        return parts.assembled();
    }

    /** The same with other timeouts. */
    public ProxyOptions withTimeouts(ProxyTimeouts others) {
        Parts parts = new Parts(this);
        parts.timeouts = others;
        return parts.assembled();
    }

    /** The same with loops as {@code options} say. */
    public ProxyOptions withLoop(LoopOptions options) {
        Parts parts = new Parts(this);
        parts.loop = options;
        return parts.assembled();
    }

    /** The same with the bytes of bodies passing as {@code options} say. */
    public ProxyOptions withCopy(CopyOptions options) {
        Parts parts = new Parts(this);
        parts.copy = options;
        return parts.assembled();
    }

    /** The same, speaking with clients by TLS. */
    public ProxyOptions withTls(TlsServerOptions options) {
        Parts parts = new Parts(this);
        parts.tls = Optional.of(options);
        return parts.assembled();
    }

    /** The same, speaking with the upstream by TLS; its name is the address's host. */
    public ProxyOptions withUpstreamTls(TlsClientOptions options) {
        Parts parts = new Parts(this);
        parts.upstreamTls = Optional.of(options);
        return parts.assembled();
    }

    /** The same, speaking HTTP/2 with the upstream or not. */
    public ProxyOptions withUpstreamHttp2(boolean spoken) {
        Parts parts = new Parts(this);
        parts.upstreamHttp2 = spoken;
        return parts.assembled();
    }

    /** The same, telling requests of their way or not. */
    public ProxyOptions withForwardedFields(boolean added) {
        Parts parts = new Parts(this);
        parts.forwardedFields = added;
        return parts.assembled();
    }

    /** The same by a configuration. */
    ProxyOptions withConfig(ProxyConfig wanted) {
        Parts parts = new Parts(this);
        parts.config = Optional.of(wanted);
        return parts.assembled();
    }

    /** The same with other logs. */
    public ProxyOptions withLogs(ProxyLogs others) {
        Parts parts = new Parts(this);
        parts.logs = others;
        return parts.assembled();
    }

    /** The same, ending or not at the end of standard input. */
    public ProxyOptions withExitOnStdinEof(boolean exit) {
        Parts parts = new Parts(this);
        parts.exitOnStdinEof = exit;
        return parts.assembled();
    }

    private static void requireResolved(String name, InetSocketAddress address) {
        if (address.isUnresolved()) {
            throw new IllegalArgumentException(
                    "%s %s: no such host".formatted(name, address.getHostString()));
        }
    }

    /** The components, one of which is about to be another. */
    private static final class Parts {
        private InetSocketAddress listen =
                new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
        private final InetSocketAddress upstream;
        private InetSocketAddress adminListen = listen;
        private int threads = 1;
        private ProxyLimits limits = ProxyLimits.standard();
        private ProxyTimeouts timeouts = ProxyTimeouts.standard();
        private LoopOptions loop = LoopOptions.standard();
        private CopyOptions copy = CopyOptions.standard();
        private Optional<TlsServerOptions> tls = Optional.empty();
        private Optional<TlsClientOptions> upstreamTls = Optional.empty();
        private boolean upstreamHttp2;
        private boolean forwardedFields = true;
        private ProxyLogs logs = ProxyLogs.standard();
        private Optional<ProxyConfig> config = Optional.empty();
        private boolean exitOnStdinEof;

        Parts(InetSocketAddress upstream) {
            this.upstream = upstream;
        }

        Parts(ProxyOptions options) {
            this(options.upstream);
            listen = options.listen;
            adminListen = options.adminListen;
            threads = options.threads;
            limits = options.limits;
            timeouts = options.timeouts;
            loop = options.loop;
            copy = options.copy;
            tls = options.tls;
            upstreamTls = options.upstreamTls;
            upstreamHttp2 = options.upstreamHttp2;
            forwardedFields = options.forwardedFields;
            logs = options.logs;
            config = options.config;
            exitOnStdinEof = options.exitOnStdinEof;
        }

        ProxyOptions assembled() {
            return new ProxyOptions(
                    listen,
                    upstream,
                    adminListen,
                    threads,
                    limits,
                    timeouts,
                    loop,
                    copy,
                    tls,
                    upstreamTls,
                    upstreamHttp2,
                    forwardedFields,
                    logs,
                    config,
                    exitOnStdinEof);
        }
    }
}
