package dev.tare.specimen.app.wamp;

import dev.tare.specimen.app.http.AppLoop;
import dev.tare.specimen.app.http.HttpServer;
import dev.tare.specimen.app.http.HttpServerOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The router as a server.
 *
 * <p>Thread-safety: every method may be called from any thread.
 */
public final class WampServer implements AutoCloseable {
    /** How long sessions may take to go when the server stops. */
    private static final long GOODBYE_NS = 1_000_000_000L;

    private final HttpServer http;
    private final WampService service;
    private final AppLoop loop;
    private boolean closed;

    private WampServer(HttpServerOptions server, WampOptions options) throws IOException {
        if (server.threads() != 1) {
            throw new IllegalArgumentException("a router has one thread");
        }
        Made made = new Made();
        http =
                HttpServer.start(
                        server,
                        serverLoop -> {
                            made.loop = serverLoop.loop();
                            made.service = new WampService(serverLoop.loop(), options);
                            return made.service;
                        });
        WampService madeService = made.service;
        AppLoop madeLoop = made.loop;
        if (madeService == null || madeLoop == null) {
            throw new IllegalStateException("a server without service");
        }
        service = madeService;
        loop = madeLoop;
    }

    /** What the server's factory has made. */
    private static final class Made {
        private @Nullable WampService service;
        private @Nullable AppLoop loop;
    }

    /**
     * Starts a router.
     *
     * @param server where it listens for HTTP and WebSockets; one thread
     * @throws IOException when it cannot listen; the message names the address
     */
    public static WampServer start(HttpServerOptions server, WampOptions options)
            throws IOException {
        return new WampServer(server, options);
    }

    /** Where it listens for HTTP and WebSockets. */
    public InetSocketAddress address() {
        return http.address();
    }

    /** Where it listens for RawSockets, with ports, in the order of the options. */
    public List<SocketAddress> rawSockets() {
        return List.copyOf(service.rawSockets());
    }

    /**
     * Says where it listens, and returns when the process was told to stop.
     *
     * @throws InterruptedException when the calling thread is interrupted
     */
    public void serveUntilStopped(PrintStream output) throws InterruptedException {
        // Hooks run at once: this one says goodbye, then closes what the server's own closes.
        Runtime.getRuntime().addShutdownHook(new Thread(this::close));
        rawSockets().forEach(address -> output.println("RawSocket on " + shown(address)));
        output.println("listening on " + shown(http.address()));
        output.flush();
        http.awaitEnd();
    }

    private static String shown(SocketAddress address) {
        if (!(address instanceof InetSocketAddress internet)) {
            return "unix:" + address;
        }
        String host = internet.getAddress().getHostAddress();
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + internet.getPort();
    }

    /** Says goodbye to all sessions, stops, and waits for the thread. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        CountDownLatch gone = new CountDownLatch(1);
        loop.execute(() -> service.shutDown(GOODBYE_NS, gone::countDown));
        try {
            if (!gone.await(2 * GOODBYE_NS, TimeUnit.NANOSECONDS)) {
                http.stop();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        http.close();
    }
}
