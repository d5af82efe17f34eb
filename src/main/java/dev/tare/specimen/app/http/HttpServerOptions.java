package dev.tare.specimen.app.http;

import dev.tare.io.net.LoopOptions;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/**
 * How an {@link HttpServer} is to run.
 *
 * @param name of its threads
 * @param listen where; port 0 lets the system choose
 * @param threads event loops, 1 to {@link #MAX_THREADS}; more than one share the port
 * @param maxBodyBytes of a request, 0 to {@link #MAX_BODY_BYTES}; longer ones are answered 413
 * @param loop how each event loop waits
 */
public record HttpServerOptions(
        String name, SocketAddress listen, int threads, int maxBodyBytes, LoopOptions loop) {
    public static final int MAX_THREADS = 256;
    public static final int MAX_BODY_BYTES = 64 << 20;

    /** The longest queue of connections not yet accepted. */
    static final int BACKLOG = 4096;

    private static final int MAX_CONNECTIONS = 100_000;
    private static final int STANDARD_BODY_BYTES = 1 << 20;

    public HttpServerOptions {
        if (listen instanceof InetSocketAddress internet && internet.isUnresolved()) {
            throw new IllegalArgumentException(
                    "listen address %s: no such host".formatted(internet.getHostString()));
        }
        requireBetween("threads", threads, 1, MAX_THREADS);
        requireBetween("bytes of a body", maxBodyBytes, 0, MAX_BODY_BYTES);
    }

    /** One thread on a free port of 127.0.0.1, for bodies of 1 MiB. */
    public static HttpServerOptions standard(String name) {
        return new HttpServerOptions(
                name,
                new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0),
                1,
                STANDARD_BODY_BYTES,
                LoopOptions.standard());
    }

    /** The same, listening on {@code address}. */
    public HttpServerOptions withListen(SocketAddress address) {
        return new HttpServerOptions(name, address, threads, maxBodyBytes, loop);
    }

    /** The same with {@code count} threads. */
    public HttpServerOptions withThreads(int count) {
        return new HttpServerOptions(name, listen, count, maxBodyBytes, loop);
    }

    /** The same with another limit for bodies. */
    public HttpServerOptions withMaxBodyBytes(int bytes) {
        return new HttpServerOptions(name, listen, threads, bytes, loop);
    }

    /** The same with loops as {@code loops} say. */
    public HttpServerOptions withLoop(LoopOptions loops) {
        return new HttpServerOptions(name, listen, threads, maxBodyBytes, loops);
    }

    int connectionsPerThread() {
        return MAX_CONNECTIONS / threads;
    }

    private static void requireBetween(String what, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(
                    "%s: %d must be %d to %d".formatted(what, value, min, max));
        }
    }
}
