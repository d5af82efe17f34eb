package dev.tare.specimen.origin;

import dev.tare.io.net.LoopOptions;
import dev.tare.io.net.tls.TlsServerOptions;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.Optional;

/**
 * How an {@link Origin} is to run.
 *
 * @param listen the address to listen on; port 0 lets the system choose. A unix socket's file must
 *     not be there yet, and is removed at the end
 * @param threads event loops, 1 to {@link #MAX_THREADS}; more than one share the port by
 *     SO_REUSEPORT
 * @param backlog the longest queue of connections not yet accepted, 1 to 65,535
 * @param maxConnections open connections at most, over all threads; more are closed at once
 * @param closeAfter requests after which a connection is closed, 1 or more, or {@link #NEVER}
 * @param loop how each event loop waits
 * @param exitOnStdinEof whether {@link Origin#run} ends when standard input does
 * @param tls how to encrypt; empty: plain text
 */
public record OriginOptions(
        SocketAddress listen,
        int threads,
        int backlog,
        int maxConnections,
        long closeAfter,
        LoopOptions loop,
        boolean exitOnStdinEof,
        Optional<TlsServerOptions> tls) {
    public static final int MAX_THREADS = 256;
    public static final int DEFAULT_BACKLOG = 4096;
    public static final int DEFAULT_MAX_CONNECTIONS = 100_000;

    /** {@link #closeAfter()} of an origin that keeps its connections for ever. */
    public static final long NEVER = Long.MAX_VALUE;

    private static final int MAX_BACKLOG = 65_535;

    public OriginOptions {
        if (listen instanceof InetSocketAddress internet && internet.isUnresolved()) {
            throw new IllegalArgumentException(
                    "listen address %s: no such host".formatted(internet.getHostString()));
        }
        if (listen instanceof UnixDomainSocketAddress && threads > 1) {
            throw new IllegalArgumentException(
                    "threads: %d must be 1 on a unix socket, which cannot be shared"
                            .formatted(threads));
        }
        requireBetween("threads", threads, 1, MAX_THREADS);
        requireBetween("backlog", backlog, 1, MAX_BACKLOG);
        requireBetween("connections at most", maxConnections, threads, Integer.MAX_VALUE);
        requireBetween("requests before a close", closeAfter, 1, NEVER);
    }

    /** One thread on a free port of 127.0.0.1. */
    public static OriginOptions standard() {
        return new OriginOptions(
                new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0),
                1,
                DEFAULT_BACKLOG,
                DEFAULT_MAX_CONNECTIONS,
                NEVER,
                LoopOptions.standard(),
                false,
                Optional.empty());
    }

    /** The same, listening on {@code address}. */
    public OriginOptions withListen(SocketAddress address) {
        return new OriginOptions(
                address, threads, backlog, maxConnections, closeAfter, loop, exitOnStdinEof, tls);
    }

    /** The same with {@code count} threads. */
    public OriginOptions withThreads(int count) {
        return new OriginOptions(
                listen, count, backlog, maxConnections, closeAfter, loop, exitOnStdinEof, tls);
    }

    /** The same with loops as {@code options} say. */
    public OriginOptions withLoop(LoopOptions options) {
        return new OriginOptions(
                listen, threads, backlog, maxConnections, closeAfter, options, exitOnStdinEof, tls);
    }

    /** The same, closing every connection after {@code requests}. */
    public OriginOptions withCloseAfter(long requests) {
        return new OriginOptions(
                listen, threads, backlog, maxConnections, requests, loop, exitOnStdinEof, tls);
    }

    /** The same, ending or not at the end of standard input. */
    public OriginOptions withExitOnStdinEof(boolean exit) {
        return new OriginOptions(
                listen, threads, backlog, maxConnections, closeAfter, loop, exit, tls);
    }

    /** The same, encrypted. */
    public OriginOptions withTls(TlsServerOptions options) {
        return new OriginOptions(
                listen,
                threads,
                backlog,
                maxConnections,
                closeAfter,
                loop,
                exitOnStdinEof,
                Optional.of(options));
    }

    private static void requireBetween(String name, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(
                    "%s: %d must be %d to %d".formatted(name, value, min, max));
        }
    }
}
