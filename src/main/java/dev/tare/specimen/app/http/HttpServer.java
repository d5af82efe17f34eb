package dev.tare.specimen.app.http;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Serves an application over HTTP/1.1 in threads of its own.
 *
 * <p>Thread-safety: every method may be called from any thread.
 */
public final class HttpServer implements AutoCloseable {
    private final List<ServerLoop> loops = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final CountDownLatch ended;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final SocketAddress address;

    private HttpServer(HttpServerOptions options, HttpService.Factory factory) throws IOException {
        ended = new CountDownLatch(options.threads());
        SocketAddress bound = options.listen();
        boolean listening = false;
        try {
            for (int i = 0; i < options.threads(); i++) {
                ServerLoop loop = new ServerLoop(options, factory);
                loops.add(loop);
                bound = loop.listen(bound);
            }
            listening = true;
        } finally {
            if (!listening) {
                loops.forEach(ServerLoop::close);
            }
        }
        address = bound;
    }

    /**
     * Starts a server.
     *
     * @throws IOException when it cannot listen, or the service cannot be made; the message says
     *     why
     */
    public static HttpServer start(HttpServerOptions options, HttpService.Factory factory)
            throws IOException {
        HttpServer server = new HttpServer(options, factory);
        for (ServerLoop loop : server.loops) {
            String name = options.name() + "-" + server.threads.size();
            server.threads.add(Thread.ofPlatform().name(name).start(() -> server.run(loop)));
        }
        return server;
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return (InetSocketAddress) address;
    }

    /**
     * Says {@code listening on ADDRESS:PORT}, and returns when the process was told to stop.
     *
     * @throws InterruptedException when the calling thread is interrupted
     */
    public void serveUntilStopped(PrintStream output) throws InterruptedException {
        Runtime.getRuntime().addShutdownHook(new Thread(this::close));
        String host = address().getAddress().getHostAddress();
        String shown = host.indexOf(':') < 0 ? host : "[" + host + "]";
        output.println("listening on " + shown + ":" + address().getPort());
        output.flush();
        awaitEnd();
    }

    /** Asks it to stop; open connections are closed. */
    public void stop() {
        loops.forEach(ServerLoop::stop);
    }

    /**
     * Waits until it has stopped.
     *
     * @throws IllegalStateException when it has failed; the cause says why
     */
    public void awaitEnd() throws InterruptedException {
        ended.await();
        Throwable cause = failure.get();
        if (cause != null) {
            throw new IllegalStateException("the server has failed", cause);
        }
    }

    /** Stops it and waits for its threads. */
    @Override
    public void close() {
        stop();
        boolean interrupted = false;
        for (Thread thread : threads) {
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run(ServerLoop loop) {
        try (loop) {
            loop.run();
        } catch (RuntimeException | Error e) {
            failure.compareAndSet(null, e);
            stop();
        } finally {
            ended.countDown();
        }
    }
}
