package dev.tare.specimen.app.http;

import dev.tare.io.net.LoopThreads;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * Serves an application over HTTP/1.1 in threads of its own.
 *
 * <p>Thread-safety: every method may be called from any thread.
 */
public final class HttpServer implements AutoCloseable {
    private final LoopThreads threads;
    private final SocketAddress address;

    private HttpServer(HttpServerOptions options, HttpService.Factory factory) throws IOException {
        List<ServerLoop> loops = new ArrayList<>();
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
        threads = LoopThreads.start(options.name(), loops, HttpServer::run, ServerLoop::stop);
    }

    /**
     * Starts a server.
     *
     * @throws IOException when it cannot listen, or the service cannot be made; the message says
     *     why
     */
    public static HttpServer start(HttpServerOptions options, HttpService.Factory factory)
            throws IOException {
        return new HttpServer(options, factory);
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
        output.println("listening on " + text(address()));
        output.flush();
        awaitEnd();
    }

    /** An address as people type it: {@code 127.0.0.1:80}, {@code [::1]:80}. */
    public static String text(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + address.getPort();
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
    }

    private static void run(ServerLoop loop) {
        try (loop) {
            loop.run();
        }
    }
}
