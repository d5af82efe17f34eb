package dev.tare.specimen.origin;

import dev.tare.io.net.LoopThreads;
import dev.tare.io.net.tls.TlsServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/**
 * A service that is known exactly: what it answers, how long it takes, when it stalls.
 *
 * <p>Thread-safety: every method may be called from any thread.
 */
public final class Origin implements AutoCloseable {
    /** What it speaks under TLS, the best first. */
    private static final List<String> ALPN = List.of("h2", "http/1.1");

    private final List<OriginLoop> loops = new ArrayList<>();
    private final LoopThreads threads;
    private final SocketAddress address;

    private Origin(OriginOptions options) throws IOException {
        TlsServer tls =
                options.tls().isPresent() ? TlsServer.of(options.tls().get().withAlpn(ALPN)) : null;
        SocketAddress bound = options.listen();
        try {
            for (int i = 0; i < options.threads(); i++) {
                OriginLoop loop = new OriginLoop(this, options);
                loops.add(loop);
                bound = loop.listen(bound, options, tls);
            }
        } catch (IOException e) {
            loops.forEach(OriginLoop::close);
            throw e;
        }
        address = bound;
        threads = LoopThreads.start("origin", loops, Origin::run, OriginLoop::stop);
    }

    /**
     * Starts an origin in threads of its own.
     *
     * @throws IOException when it cannot listen; the message names the address; or when a file for
     *     TLS is not what it should be; the message names that
     */
    public static Origin start(OriginOptions options) throws IOException {
        return new Origin(options);
    }

    /**
     * Runs an origin as a process of its own: says {@code listening on ADDRESS:PORT} when it is
     * ready, and returns when it was told to stop, by SIGTERM or by the end of {@code input}.
     *
     * @param input standard input; read only if the options ask for that
     * @param output standard output
     * @throws IOException when it cannot listen; the message names the address
     * @throws InterruptedException when the calling thread is interrupted
     */
    public static void run(OriginOptions options, InputStream input, PrintStream output)
            throws IOException, InterruptedException {
        try (Origin origin = start(options)) {
            Runtime.getRuntime().addShutdownHook(new Thread(origin::close));
            if (options.exitOnStdinEof()) {
                Thread.ofPlatform()
                        .daemon()
                        .name("origin-stdin")
                        .start(() -> origin.stopAtEndOf(input));
            }
            output.println("listening on " + text(origin.address));
            output.flush();
            origin.awaitEnd();
        }
    }

    /**
     * Where it listens.
     *
     * @throws IllegalStateException when that is a unix socket
     */
    public InetSocketAddress address() {
        if (address instanceof InetSocketAddress internet) {
            return internet;
        }
        throw new IllegalStateException("the origin listens on " + text(address));
    }

    /** What it has done so far. */
    public OriginStats stats() {
        return OriginStats.of(loops.stream().map(OriginLoop::counters).toList());
    }

    /** Asks it to stop; open connections are closed. */
    public void stop() {
        threads.stop();
    }

    /**
     * Waits until it has stopped.
     *
     * @throws IllegalStateException when it has failed; the cause says why
     */
    public void awaitEnd() throws InterruptedException {
        threads.awaitEnd();
    }

    /** Stops it and waits for its threads. */
    @Override
    public void close() {
        threads.close();
        removeSocketFile();
    }

    /** Makes every loop stand still until {@code endNs}. */
    synchronized void stallAll(long endNs) {
        loops.forEach(loop -> loop.stallFrom(endNs));
    }

    /** Makes every loop close the connections that have no request. */
    synchronized void closeAllIdle() {
        loops.forEach(OriginLoop::orderClosing);
    }

    private static void run(OriginLoop loop) {
        try (loop) {
            loop.run();
        }
    }

    private void stopAtEndOf(InputStream input) {
        try {
            while (input.read() >= 0) {
                // What is written there does not matter, only when it ends.
            }
        } catch (IOException e) {
            // Standard input that cannot be read has ended, too.
        } finally {
            stop();
        }
    }

    /** The file of a unix socket outlives the socket: the next origin could not listen there. */
    private void removeSocketFile() {
        if (address instanceof UnixDomainSocketAddress unix) {
            try {
                Files.deleteIfExists(unix.getPath());
            } catch (IOException e) {
                // Who listens there next is told that the file is in the way.
            }
        }
    }

    private static String text(SocketAddress address) {
        if (!(address instanceof InetSocketAddress internet)) {
            return address instanceof UnixDomainSocketAddress unix
                    ? "unix:" + unix.getPath()
                    : address.toString();
        }
        String host = internet.getAddress().getHostAddress();
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + internet.getPort();
    }
}
