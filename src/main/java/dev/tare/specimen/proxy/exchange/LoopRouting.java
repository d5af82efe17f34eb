package dev.tare.specimen.proxy.exchange;

import dev.tare.io.net.Connection;
import dev.tare.io.net.tls.TlsConnection;
import dev.tare.specimen.proxy.cluster.HealthProbes;
import dev.tare.specimen.proxy.cluster.UpstreamConnections;
import dev.tare.specimen.proxy.head.Forwarded;
import dev.tare.specimen.proxy.loop.ProxyLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Which plan one loop follows, over which connections, and what is left to do by the plans before.
 *
 * <p>Thread-safety: its loop's thread, but for {@link #follow} and {@link #router}.
 */
public final class LoopRouting {
    private final ProxyLoop loop;
    private final UpstreamConnections upstreams;
    private final int index;

    /** Changed by the loop's thread, read by any. */
    private volatile Router router;

    /** Routers that have given way, while requests are in flight by them. */
    private final List<Router> oldRouters = new ArrayList<>();

    private final AtomicReference<@Nullable RoutingPlan> nextPlan = new AtomicReference<>();

    /** The first loop checks for all. */
    private final @Nullable HealthProbes probes;

    /**
     * The routing of a loop.
     *
     * @param upstreams the loop's connections to all endpoints
     * @param plan to follow at first
     * @param index of the loop, from 0
     */
    public LoopRouting(ProxyLoop loop, UpstreamConnections upstreams, RoutingPlan plan, int index) {
        this.loop = loop;
        this.upstreams = upstreams;
        this.index = index;
        router = new Router(plan, null, index, loop.requestHead(), loop.tickNs());
        probes = index == 0 && plan.byFile() ? new HealthProbes() : null;
    }

    /** The connections to all endpoints. */
    UpstreamConnections upstreams() {
        return upstreams;
    }

    /** What the requests of a connection are told of their way. */
    public Forwarded forwardedOf(Connection connection) {
        return router.plan().forwardedFields()
                ? Forwarded.of(connection.remoteAddress(), connection instanceof TlsConnection)
                : Forwarded.NOTHING;
    }

    /** Where requests go from now on. */
    public Router router() {
        return router;
    }

    /** The loop's thread begins. */
    public void start() {
        if (probes != null) {
            probes.follow(router.plan().clusters(), loop);
        }
    }

    /** Follows another plan as soon as the loop looks. May be called by any thread. */
    public void follow(RoutingPlan plan) {
        nextPlan.set(plan);
    }

    /** Takes up the next plan, if there is one. */
    public void turn() {
        if (nextPlan.getOpaque() == null || loop.isStopping()) {
            return;
        }
        RoutingPlan plan = nextPlan.getAndSet(null);
        if (plan == null) {
            return;
        }
        Router before = router;
        Router next = new Router(plan, before, index, loop.requestHead(), loop.tickNs());
        router = next;
        before.giveWayTo(next);
        oldRouters.add(before);
        if (probes != null) {
            probes.follow(plan.clusters(), loop);
        }
    }

    /** Whether there is something to do at every tick, even without a connection. */
    public boolean checks() {
        return probes != null && !probes.isEmpty();
    }

    /** Ends the waits that have lasted long enough, and makes the checks that are due. */
    public void expire() {
        long tick = loop.tick();
        router.expire(tick, loop);
        for (int i = oldRouters.size() - 1; i >= 0; i--) {
            Router old = oldRouters.get(i);
            old.expire(tick, loop);
            if (old.isDone()) {
                oldRouters.remove(i);
            }
        }
        if (probes != null) {
            probes.turn(loop.nowNs());
        }
    }

    /** Closes what serves no request. */
    public void stop() {
        if (probes != null) {
            probes.stop();
        }
        router.closeIdle();
    }
}
