package dev.tare.specimen.proxy.client.http2;

import dev.tare.io.net.Connection;
import dev.tare.specimen.proxy.exchange.LoopRouting;
import dev.tare.specimen.proxy.log.AccessLog;
import dev.tare.specimen.proxy.loop.LoopListener;
import dev.tare.specimen.proxy.loop.ProxyLoop;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A loop's clients that speak HTTP/2, and what serves such clients and serves none now.
 *
 * <p>Thread-safety: its loop's thread. Allocation: none once there are as many connections as there
 * ever will be.
 */
public final class Http2Clients {
    private final ProxyLoop loop;
    private final LoopRouting routing;
    private final AccessLog.@Nullable Source access;
    private final List<Http2Downstream> clients = new ArrayList<>();
    private final ArrayDeque<Http2Downstream> freeClients = new ArrayDeque<>();

    /**
     * Without clients yet.
     *
     * @param routing where their requests go
     * @param access where a line is left for each request; null for nowhere
     */
    public Http2Clients(ProxyLoop loop, LoopRouting routing, AccessLog.@Nullable Source access) {
        this.loop = loop;
        this.routing = routing;
        this.access = access;
    }

    /** Where their requests go. */
    LoopRouting routing() {
        return routing;
    }

    /** Serves a client from now on; returns what is told of its connection. */
    public Http2Downstream serve(Connection connection, LoopListener listener) {
        Http2Downstream client = freeClients.poll();
        if (client == null) {
            client = new Http2Downstream(loop, this);
        }
        client.begin(connection, listener, clients.size(), access);
        clients.add(client);
        return client;
    }

    /** A client's connection is closed. */
    void onClosed(Http2Downstream client, int index) {
        Http2Downstream moved = clients.removeLast();
        if (moved != client) {
            clients.set(index, moved);
            moved.setIndex(index);
        }
        freeClients.push(client);
    }

    /** How many have a connection. */
    public int openClients() {
        return clients.size();
    }

    /** Requests in flight. */
    public int openStreams() {
        int sum = 0;
        for (int i = 0; i < clients.size(); i++) {
            sum += clients.get(i).session().openStreams();
        }
        return sum;
    }

    /** Tells all clients to go away, when what they have asked for is answered. */
    public void drain() {
        for (int i = 0; i < clients.size(); i++) {
            clients.get(i).drain();
        }
    }
}
