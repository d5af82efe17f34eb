package dev.tare.specimen.proxy;

import dev.tare.io.wire.Http1Head;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Which plan one loop follows, and what is left to do by those before it.
 *
 * <p>Thread-safety: its loop's thread, but for {@link #follow} and {@link #router}.
 */
final class LoopRouting {
    private final int index;
    private final Http1Head head;
    private final long tickNs;

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
     * @param index of the loop, from 0
     * @param head that it parses requests with
     * @param tickNs of its waits
     */
    LoopRouting(RoutingPlan plan, int index, Http1Head head, long tickNs) {
        this.index = index;
        this.head = head;
        this.tickNs = tickNs;
        router = new Router(plan, null, index, head, tickNs);
        probes = index == 0 && plan.byFile() ? new HealthProbes() : null;
    }

    /** Where requests go from now on. */
    Router router() {
        return router;
    }

    /** The loop's thread begins. */
    void start(ProxyLoop loop) {
        if (probes != null) {
            probes.follow(router.plan(), loop);
        }
    }

    /** Follows another plan as soon as the loop looks. May be called by any thread. */
    void follow(RoutingPlan plan) {
        nextPlan.set(plan);
    }

    /** Takes up the next plan, if there is one. */
    void turn(ProxyLoop loop) {
        if (nextPlan.getOpaque() == null || loop.isStopping()) {
            return;
        }
        RoutingPlan plan = nextPlan.getAndSet(null);
        if (plan == null) {
            return;
        }
        Router before = router;
        Router next = new Router(plan, before, index, head, tickNs);
        router = next;
        before.giveWayTo(next);
        oldRouters.add(before);
        if (probes != null) {
            probes.follow(plan, loop);
        }
    }

    /** Whether there is something to do at every tick, even without a connection. */
    boolean checks() {
        return probes != null && !probes.isEmpty();
    }

    /** Ends the waits that have lasted long enough, and makes the checks that are due. */
    void expire(long tick, ProxyLoop loop) {
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
    void stop() {
        if (probes != null) {
            probes.stop();
        }
        router.closeIdle();
    }
}
