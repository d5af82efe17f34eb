package dev.tare.specimen.app.http;

import dev.tare.base.time.DelayQueue;
import dev.tare.base.time.NanoClock;
import dev.tare.io.net.Connection;
import dev.tare.io.net.ConnectionHandler;
import dev.tare.io.net.EventLoop;
import java.io.IOException;
import java.net.SocketAddress;

/**
 * One thread of a server: its loop, connections and service.
 *
 * <p>Thread-safety: everything but {@link #execute} and {@link #stop} belongs to the thread that
 * calls {@link #run}.
 */
public final class ServerLoop implements AutoCloseable {
    private final AppLoop loop;
    private final HttpServerOptions options;
    private final HttpService service;
    private int openConnections;

    ServerLoop(HttpServerOptions options, HttpService.Factory factory) throws IOException {
        this.options = options;
        loop = new AppLoop(options.loop());
        boolean made = false;
        try {
            service = factory.on(this);
            made = true;
        } finally {
            if (!made) {
                loop.close();
            }
        }
    }

    /** Listens; returns the address with its port. */
    SocketAddress listen(SocketAddress address) throws IOException {
        boolean shared = options.threads() > 1;
        return loop.listen(address, HttpServerOptions.BACKLOG, shared, this::onAccept);
    }

    private ConnectionHandler onAccept(Connection accepted) {
        if (openConnections == options.connectionsPerThread()) {
            accepted.close();
        } else {
            openConnections++;
        }
        return new ServerConnection(this, accepted);
    }

    void onClosed() {
        openConnections--;
    }

    HttpService service() {
        return service;
    }

    int maxBodyBytes() {
        return options.maxBodyBytes();
    }

    /** What this thread has besides HTTP, for services that speak more than that. */
    public AppLoop loop() {
        return loop;
    }

    /** The sockets of this thread. */
    public EventLoop events() {
        return loop.events();
    }

    /** The time by which {@link #waitFor} goes. */
    public NanoClock clock() {
        return loop.clock();
    }

    /** Runs a task on this loop's thread, soon. May be called by any thread. */
    public void execute(Runnable task) {
        loop.execute(task);
    }

    /** Calls {@link DelayQueue.Entry#onDue} when so much time has passed. */
    public void waitFor(DelayQueue.Entry entry, long durationNs) {
        loop.waitFor(entry, durationNs);
    }

    /** Forgets a wait, if there is one. */
    public void stopWaiting(DelayQueue.Entry entry) {
        loop.stopWaiting(entry);
    }

    /** Serves until {@link #stop}. */
    void run() {
        loop.run();
    }

    /** Makes {@link #run} return. May be called by any thread. */
    void stop() {
        loop.stop();
    }

    @Override
    public void close() {
        loop.close();
    }
}
