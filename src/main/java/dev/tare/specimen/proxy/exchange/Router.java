package dev.tare.specimen.proxy.exchange;

import dev.tare.base.stats.SplitMix64;
import dev.tare.io.wire.FieldsView;
import dev.tare.io.wire.Http1Fields;
import dev.tare.io.wire.Http1Head;
import dev.tare.io.wire.http2.Http2Fields;
import dev.tare.specimen.proxy.cluster.Cluster;
import dev.tare.specimen.proxy.cluster.SharedCluster;
import dev.tare.specimen.proxy.filter.FilterChain;
import dev.tare.specimen.proxy.loop.ProxyLoop;
import dev.tare.specimen.proxy.route.PathRules;
import dev.tare.specimen.proxy.route.RequestView;
import dev.tare.specimen.proxy.route.Route;
import dev.tare.specimen.proxy.route.RouteTable;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One loop's way of applying a {@link RoutingPlan}: asked with the head of a request, it says which
 * route it takes.
 *
 * <p>When a plan takes over from another, the requests in flight end under the old one: each {@link
 * Exchange} says when it {@link #enters} and {@link #leaves}, and a router that is left by all is
 * done with.
 *
 * <p>Thread-safety: its loop's thread; {@link #clusters} may be read by any. Allocation: none after
 * construction.
 */
public final class Router {
    private final RoutingPlan plan;
    private final RouteTable table;
    private final RouteRules[] rules;
    private final Cluster[] clusters;
    private final FieldsView fields;
    private final RequestView view;
    private final SplitMix64 random;

    /** The rules of every request; null where requests have to be looked at. */
    private final @Nullable RouteRules only;

    private int exchanges;

    /**
     * A router.
     *
     * @param before whose clusters go on where they are configured alike; null for none
     * @param loop its index
     * @param head that requests are parsed with
     */
    Router(RoutingPlan plan, @Nullable Router before, int loop, Http1Head head, long tickNs) {
        this.plan = plan;
        table = plan.table();
        fields = new Http1Fields(head);
        view = new RequestView(fields);
        random = new SplitMix64(plan.seedOf(loop));
        clusters = new Cluster[plan.clusters().size()];
        for (int i = 0; i < clusters.length; i++) {
            SharedCluster shared = plan.clusters().get(i);
            Cluster kept = before == null ? null : before.clusterOf(shared);
            long seed = SplitMix64.derive(plan.seedOf(loop), shared.config().name());
            clusters[i] = kept != null ? kept : new Cluster(shared, seed, tickNs);
        }
        long filterSeed = SplitMix64.derive(plan.seedOf(loop), "filters");
        Map<String, FilterChain> chains = plan.filters().chains(filterSeed);
        rules = new RouteRules[table.size()];
        for (int i = 0; i < rules.length; i++) {
            Route route = table.route(i);
            String name = route.config().name();
            rules[i] = new RouteRules(route, plan.limits().get(name), chains.get(name), tickNs);
        }
        only = rules.length == 1 && rules[0].isPlain() ? rules[0] : null;
    }

    private @Nullable Cluster clusterOf(SharedCluster shared) {
        for (Cluster cluster : clusters) {
            if (cluster.shared().is(shared)) {
                return cluster;
            }
        }
        return null;
    }

    RoutingPlan plan() {
        return plan;
    }

    /**
     * The rules of the route that a request takes; null if none fits.
     *
     * @param head parsed without a fault, by the head that the router was made with
     * @param listener the position of that by which it has come
     */
    @Nullable RouteRules rulesFor(Http1Head head, int listener) {
        if (only != null) {
            return only;
        }
        Route route = table.match(view.read(head, fields).through(listener));
        return route == null ? null : rules[route.index()];
    }

    /**
     * The same for a request of HTTP/2.
     *
     * @param head without a fault, if {@link #looksAtHeads}
     * @param listener as above
     */
    @Nullable RouteRules rulesFor(Http2Fields head, int listener) {
        if (only != null) {
            return only;
        }
        Route route = table.match(view.read(head).through(listener));
        return route == null ? null : rules[route.index()];
    }

    /** Whether routes are told apart by what heads say. */
    boolean looksAtHeads() {
        return only == null;
    }

    /** Whether the path of the last request could be read as one of another route. */
    boolean isAmbiguous() {
        return only == null && !PathRules.isPlain(view);
    }

    /** The fields of whatever head of HTTP/1.1 was parsed last. */
    FieldsView fields() {
        return fields;
    }

    /** The cluster that a route's next request goes to. */
    Cluster clusterFor(RouteRules of) {
        return clusters[of.pickCluster(random)];
    }

    /** Random numbers of this loop. */
    SplitMix64 random() {
        return random;
    }

    /** The clusters in the order of the configuration; not to be changed. */
    public Cluster[] clusters() {
        return clusters;
    }

    void enters() {
        exchanges++;
    }

    void leaves() {
        exchanges--;
    }

    /** Ends all waits that have lasted long enough. */
    void expire(long tick, ProxyLoop loop) {
        for (RouteRules each : rules) {
            each.expire(tick);
        }
        for (Cluster cluster : clusters) {
            cluster.expire(tick, loop);
        }
    }

    /** Closes the connections that serve no request. */
    void closeIdle() {
        for (Cluster cluster : clusters) {
            cluster.closeIdle();
        }
    }

    /** Another router takes over: the clusters that it does not go on with get nothing new. */
    void giveWayTo(Router next) {
        for (Cluster cluster : clusters) {
            if (next.clusterOf(cluster.shared()) == null) {
                cluster.retire();
            }
        }
    }

    /** Whether nothing is left to be waited for here, after another router has taken over. */
    boolean isDone() {
        boolean done = exchanges == 0;
        for (RouteRules each : rules) {
            done &= !each.delaysSome();
        }
        for (Cluster cluster : clusters) {
            done &= !cluster.isRetired() || cluster.openConnections() == 0;
        }
        return done;
    }
}
