package dev.tare.specimen.proxy;

import dev.tare.io.net.LoopOptions;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * How {@link Minivoy} is to run.
 *
 * @param listen where clients connect; port 0 lets the system choose
 * @param upstream the service that requests are passed on to
 * @param adminListen where {@code /stats} and {@code /ready} are; port 0 lets the system choose
 * @param threads event loops, 1 to {@link #MAX_THREADS}; more than one share the port by
 *     SO_REUSEPORT
 * @param limits what it takes at most
 * @param timeouts how long it waits
 * @param loop how each event loop waits
 * @param forwardedFields whether requests get X-Forwarded-For, X-Forwarded-Proto and, if they have
 *     none, X-Request-Id
 * @param exitOnStdinEof whether {@link Minivoy#run} ends when standard input does
 */
public record ProxyOptions(
        InetSocketAddress listen,
        InetSocketAddress upstream,
        InetSocketAddress adminListen,
        int threads,
        ProxyLimits limits,
        ProxyTimeouts timeouts,
        LoopOptions loop,
        boolean forwardedFields,
        boolean exitOnStdinEof) {
    public static final int MAX_THREADS = 256;

    /** The longest queue of client connections not yet accepted. */
    public static final int BACKLOG = 4096;

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
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
        return new ProxyOptions(
                anyPort,
                upstream,
                anyPort,
                1,
                ProxyLimits.standard(),
                ProxyTimeouts.standard(),
                LoopOptions.standard(),
                true,
                false);
    }

    /** The same, listening on {@code address}. */
    public ProxyOptions withListen(InetSocketAddress address) {
        return new ProxyOptions(
                address,
                upstream,
                adminListen,
                threads,
                limits,
                timeouts,
                loop,
                forwardedFields,
                exitOnStdinEof);
    }

    /** The same with its admin port on {@code address}. */
    public ProxyOptions withAdminListen(InetSocketAddress address) {
        return new ProxyOptions(
                listen,
                upstream,
                address,
                threads,
                limits,
                timeouts,
                loop,
                forwardedFields,
                exitOnStdinEof);
    }

    /** The same with {@code count} threads. */
    public ProxyOptions withThreads(int count) {
        return new ProxyOptions(
                listen,
                upstream,
                adminListen,
                count,
                limits,
                timeouts,
                loop,
                forwardedFields,
                exitOnStdinEof);
    }

    /** The same with other limits. */
    public ProxyOptions withLimits(ProxyLimits others) {
        return new ProxyOptions(
                listen,
                upstream,
                adminListen,
                threads,
                others,
                timeouts,
                loop,
                forwardedFields,
                exitOnStdinEof);
    }

    /** The same with other timeouts. */
    public ProxyOptions withTimeouts(ProxyTimeouts others) {
        return new ProxyOptions(
                listen,
                upstream,
                adminListen,
                threads,
                limits,
                others,
                loop,
                forwardedFields,
                exitOnStdinEof);
    }

    /** The same with loops as {@code options} say. */
    public ProxyOptions withLoop(LoopOptions options) {
        return new ProxyOptions(
                listen,
                upstream,
                adminListen,
                threads,
                limits,
                timeouts,
                options,
                forwardedFields,
                exitOnStdinEof);
    }

    /** The same, telling requests of their way or not. */
    public ProxyOptions withForwardedFields(boolean added) {
        return new ProxyOptions(
                listen,
                upstream,
                adminListen,
                threads,
                limits,
                timeouts,
                loop,
                added,
                exitOnStdinEof);
    }

    /** The same, ending or not at the end of standard input. */
    public ProxyOptions withExitOnStdinEof(boolean exit) {
        return new ProxyOptions(
                listen,
                upstream,
                adminListen,
                threads,
                limits,
                timeouts,
                loop,
                forwardedFields,
                exit);
    }

    private static void requireResolved(String name, InetSocketAddress address) {
        if (address.isUnresolved()) {
            throw new IllegalArgumentException(
                    "%s %s: no such host".formatted(name, address.getHostString()));
        }
    }
}
