package dev.tare.specimen.proxy.cluster;

import static dev.tare.specimen.proxy.head.Additions.ascii;

import dev.tare.io.net.Connection;
import dev.tare.io.net.ConnectionHandler;
import dev.tare.io.net.IoFailure;
import dev.tare.io.wire.Http1Head;
import dev.tare.specimen.proxy.config.HealthCheckPolicy;
import dev.tare.specimen.proxy.config.HostPort;
import dev.tare.specimen.proxy.config.HttpProtocol;
import dev.tare.specimen.proxy.log.EventKind;
import dev.tare.specimen.proxy.loop.ProxyLoop;
import dev.tare.specimen.proxy.upstream.HealthCheck;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Asks one endpoint again and again whether it can serve, in the HTTP that its cluster speaks, each
 * time over a connection of its own: one that is kept would not show that no new ones can be
 * opened.
 *
 * <p>Thread-safety: the thread of the loop that checks, one for all. Allocation: for each check.
 */
final class HealthProbe implements ConnectionHandler {
    private static final int MAX_HEAD_BYTES = 16 * 1024;
    private static final int FIRST_GOOD = 200;
    private static final int FIRST_BAD = 300;

    private final ProxyLoop loop;
    private final SharedCluster cluster;
    private final int endpoint;
    private final HealthCheck check;
    private final byte[] request;
    private final MemorySegment head = Arena.ofAuto().allocate(MAX_HEAD_BYTES);
    private final Http1Head parser = new Http1Head();
    private final @Nullable Http2Question http2;
    private int headLength;
    private @Nullable Connection connection;

    HealthProbe(ProxyLoop loop, SharedCluster cluster, HealthCheckPolicy policy, int endpoint) {
        this.loop = loop;
        this.cluster = cluster;
        this.endpoint = endpoint;
        long seed = System.identityHashCode(this);
        check = new HealthCheck(policy, cluster.state().health(), endpoint, seed, loop.nowNs());
        String host = policy.host().isEmpty() ? addressText() : policy.host();
        http2 =
                cluster.config().protocol() == HttpProtocol.HTTP2
                        ? new Http2Question(cluster.tls().securesUpstreams(), host, policy.path())
                        : null;
        request =
                ascii(
                        "GET %s HTTP/1.1\r\nHost: %s\r\nUser-Agent: minivoy\r\nConnection: close\r\n\r\n"
                                .formatted(policy.path(), host));
    }

    private String addressText() {
        return HostPort.textOf(cluster.addresses().get(endpoint));
    }

    /** Does what is due; to be called at every tick. */
    void turn(long nowNs) {
        if (check.isLate(nowNs)) {
            finish(false);
        }
        if (!check.isDue(nowNs)) {
            return;
        }
        check.begun(nowNs);
        headLength = 0;
        try {
            connection =
                    cluster.tls().connect(loop.events(), cluster.addresses().get(endpoint), this);
        } catch (IOException e) {
            // Descriptors are short, perhaps: that is no proof, but neither is it a pass.
            finish(false);
        }
    }

    /** Whether a connection is that of the check under way. */
    @SuppressWarnings("ReferenceEquality") // Connections have no other identity.
    private boolean isCurrent(Connection self) {
        return self == connection;
    }

    @Override
    public void onConnected(Connection self) {
        if (http2 != null) {
            if (!http2.ask(self)) {
                finish(false);
            }
            return;
        }
        MemorySegment bytes = MemorySegment.ofArray(request);
        MemorySegment.copy(bytes, 0, head, 0, request.length);
        if (self.send(head, 0, request.length) != request.length) {
            finish(false);
        }
    }

    @Override
    public void onData(Connection self, MemorySegment buffer, long offset, int length) {
        if (!isCurrent(self)) {
            return;
        }
        if (http2 != null) {
            readHttp2(http2, self, buffer, offset, length);
            return;
        }
        int taken = Math.min(length, MAX_HEAD_BYTES - headLength);
        MemorySegment.copy(buffer, offset, head, headLength, taken);
        headLength += taken;
        int start = 0;
        int parsed = parser.parseResponse(head, 0, headLength);
        while (parsed >= 0 && parser.status() < FIRST_GOOD) {
            start += parsed;
            parsed = parser.parseResponse(head, start, headLength - start);
        }
        if (parsed >= 0) {
            finish(parser.status() < FIRST_BAD);
        } else if (parsed != Http1Head.NEED_MORE || headLength == MAX_HEAD_BYTES) {
            finish(false);
        }
    }

    private void readHttp2(
            Http2Question question,
            Connection self,
            MemorySegment buffer,
            long offset,
            int length) {
        question.read(self, buffer, offset, length);
        if (question.status() > 0 || question.hasFailed()) {
            finish(question.status() >= FIRST_GOOD && question.status() < FIRST_BAD);
        }
    }

    @Override
    public void onWritable(Connection self) {}

    @Override
    public void onEnd(Connection self) {
        if (isCurrent(self)) {
            finish(false);
        }
    }

    @Override
    public void onFailure(Connection self, IoFailure failure) {
        if (isCurrent(self)) {
            connection = null;
            finish(false);
        }
    }

    private void finish(boolean pass) {
        stop();
        boolean before = cluster.state().health().isHealthy(endpoint);
        if (pass) {
            check.passed(loop.nowNs());
        } else {
            check.failed(loop.nowNs());
        }
        boolean healthy = cluster.state().health().isHealthy(endpoint);
        if (healthy != before) {
            loop.say(
                    EventKind.HEALTH_CHANGED,
                    "%s of %s is %s"
                            .formatted(
                                    addressText(),
                                    cluster.config().name(),
                                    healthy ? "healthy again" : "unhealthy"));
        }
    }

    /** Closes the connection of a check that is under way, if one is. */
    void stop() {
        Connection open = connection;
        connection = null;
        if (open != null) {
            open.close();
        }
    }
}
