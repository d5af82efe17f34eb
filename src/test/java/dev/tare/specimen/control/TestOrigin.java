package dev.tare.specimen.control;

import com.sun.net.httpserver.HttpServer;
import dev.tare.specimen.control.process.Endpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/** A service of {@code /byte/100}, on a free port of loopback, that counts its requests. */
public final class TestOrigin implements AutoCloseable {
    public static final int BYTES = 100;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;
    private final AtomicLong requests = new AtomicLong();

    public TestOrigin() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        server.setExecutor(threads);
        server.createContext(
                "/byte/100",
                exchange -> {
                    requests.incrementAndGet();
                    exchange.sendResponseHeaders(200, BYTES);
                    exchange.getResponseBody().write(new byte[BYTES]);
                    exchange.close();
                });
        server.start();
    }

    public Endpoint endpoint() {
        return Endpoint.loopback(server.getAddress().getPort());
    }

    public long requests() {
        return requests.get();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
