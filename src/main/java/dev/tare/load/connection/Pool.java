package dev.tare.load.connection;

import dev.tare.base.stats.SplitMix64;
import dev.tare.io.net.Connection;
import dev.tare.load.ledger.TransportRecorder;
import dev.tare.load.spec.ConnectionPolicy;
import dev.tare.load.spec.Protocol;
import dev.tare.load.spec.Target;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A loop's connections to one target.
 *
 * <p>Thread-safety: the loop's own thread only. Allocation: none but for opening connections.
 */
public final class Pool implements Connector.Listener {
    private final ConnectionKit kit;
    private final ConnectionOwner owner;
    private final int index;
    private final TargetPlan plan;
    private final ConnectionPolicy policy;
    private final Connector connector;
    private final @Nullable ClientConnection[] connections;
    private int made;
    private final LinkedQueue<Exchange> free = new LinkedQueue<>();
    private final long[] openedTo;
    private final SplitMix64 limits;
    private int openConnections;
    private int nextAddress;

    /**
     * A pool that has opened nothing yet.
     *
     * @param loopIndex of the loop among the load's
     * @param index of the target among the load's
     * @param size how many connections there can be; each is made when it is first wanted
     */
    public Pool(
            ConnectionKit kit,
            ConnectionOwner owner,
            int loopIndex,
            int index,
            TargetPlan plan,
            int size) {
        this.kit = kit;
        this.owner = owner;
        this.index = index;
        this.plan = plan;
        policy = kit.policy();
        limits = new SplitMix64(SplitMix64.at(loopIndex, index));
        openedTo = new long[plan.addresses().size()];
        // Loops begin with different addresses, or all would load the first one most.
        nextAddress = loopIndex % openedTo.length;
        connector = new Connector(kit.eventLoop(), kit.timeoutNs(), this);
        connections = new ClientConnection[size];
    }

    /** Plans to open all connections now, where the load wants that before it begins. */
    public void open(long nowNs) {
        if (policy.opening() == ConnectionPolicy.Opening.WARM) {
            connector.openAll(nowNs);
        }
    }

    @Override
    public boolean hasAnother() {
        return made < connections.length;
    }

    @Override
    public @Nullable ClientConnection another() {
        if (made == connections.length) {
            return null;
        }
        ClientConnection next = newConnection();
        connections[made++] = next;
        return next;
    }

    private ClientConnection newConnection() {
        return switch (plan.target().protocol()) {
            case HTTP1 -> new Http1Connection(kit, owner, this);
            case HTTP2, GRPC -> new Http2Connection(kit, owner, this);
        };
    }

    /** The name that the protocol has in ALPN. */
    String alpn() {
        return TargetPlan.alpn(plan.target());
    }

    /** Whether connections are encrypted. */
    boolean secure() {
        return plan.tls().isPresent();
    }

    /** Whether bodies are gRPC messages. */
    boolean grpc() {
        return plan.target().protocol() == Protocol.GRPC;
    }

    /** Which of the load's targets it leads to. */
    public int index() {
        return index;
    }

    /** Exchanges a connection. */
    int depth() {
        return policy.depth();
    }

    /** How many exchanges there are, over all connections. */
    public int exchangeCount() {
        return connections.length * policy.depth();
    }

    /** How many connections so many requests take. */
    public long connectionsFor(long requests) {
        return Math.ceilDiv(requests, policy.depth());
    }

    /** What opens its connections. */
    public Connector connector() {
        return connector;
    }

    /** The exchanges that are open and have nothing to do, the longest idle first. */
    public LinkedQueue<Exchange> free() {
        return free;
    }

    /** The exchange that has been free for longest, out of the queue; null if there is none. */
    public @Nullable Exchange takeFree() {
        Exchange exchange = free.removeFirst();
        while (exchange != null && !exchange.connection().hasRoom()) {
            exchange.connection().park(exchange);
            exchange = free.removeFirst();
        }
        return exchange;
    }

    /** Whether no connection is open, and the last that is known of connecting is a failure. */
    public boolean unreachable() {
        return openConnections == 0 && connector.failing();
    }

    /** One of its connections is open. */
    public void connected(ClientConnection connection) {
        connector.connected(connection);
        openConnections++;
        openedTo[connection.address()]++;
    }

    /** A connection that was open is lost. */
    public void lost() {
        openConnections--;
    }

    /** Closes the connections that are open, each as its protocol has it; the load is over. */
    public void close() {
        for (ClientConnection connection : connections) {
            if (connection != null) {
                connection.close();
            }
        }
    }

    /** What the kernel knows of some of the connections that are open. Allocates. */
    public void sampleTo(TransportRecorder facts) {
        for (int i = 0; i < made && facts.wantsAnother(); i++) {
            ClientConnection connection = connections[i];
            if (connection != null) {
                connection
                        .tcpInfo()
                        .ifPresent(info ->
                                facts.addConnection(
                                        info.roundTripNs(),
                                        info.minRoundTripNs(),
                                        info.segmentsSent(),
                                        info.segmentsRepeated()));
            }
        }
    }

    /** How many connections were opened to each of the addresses. */
    public void addTo(TransportRecorder facts) {
        List<SocketAddress> addresses = plan.addresses();
        for (int i = 0; i < openedTo.length; i++) {
            facts.addAddress(addresses.get(i), openedTo[i]);
        }
    }

    @Override
    public void connect(ClientConnection connection, long nowNs) throws IOException {
        int address = nextAddress;
        nextAddress = (nextAddress + 1) % openedTo.length;
        connection.connecting(
                connect(plan.addresses().get(address), connection), address, mostRequests(), nowNs);
    }

    private Connection connect(SocketAddress address, ClientConnection connection)
            throws IOException {
        Target target = plan.target();
        return plan.tls().isPresent()
                ? plan.tls()
                        .get()
                        .connect(kit.eventLoop(), address, target.host(), target.port(), connection)
                : kit.eventLoop().connect(address, connection);
    }

    private int mostRequests() {
        if (policy.reuseMax() == 0) {
            return ClientConnection.UNLIMITED;
        }
        int span = policy.reuseMax() - policy.reuseMin();
        return policy.reuseMin() + (span == 0 ? 0 : limits.nextInt(span + 1));
    }

    @Override
    public void onAttemptFailed(ClientConnection failed, String reason, long nowNs) {
        owner.onAttemptFailed(failed, reason, nowNs);
    }
}
