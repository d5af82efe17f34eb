package dev.tare.specimen.proxy.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * What differs between the configuration that is running and another one.
 *
 * <p>What sockets listen, how many threads there are and what memory they have is settled at the
 * start; the rest may change while minivoy runs: requests in flight end under the old rules.
 *
 * @param changes in the order of the document
 * @param keptClusters names of those that did not change at all: their connections, health and
 *     counters live on
 */
public record ConfigDifference(List<Change> changes, Set<String> keptClusters) {
    /**
     * One thing that differs.
     *
     * @param place in the document, such as {@code clusters.api}
     * @param what happened to it, in words
     * @param restart whether it takes effect only when minivoy starts anew
     */
    public record Change(String place, String what, boolean restart) {
        /** One line for a log. */
        public String text() {
            return place + " " + what + (restart ? ": needs a restart" : "");
        }
    }

    public ConfigDifference {
        changes = List.copyOf(changes);
        keptClusters = Set.copyOf(keptClusters);
    }

    /** What would have to happen to get from one to the other. */
    public static ConfigDifference between(ProxyConfig running, ProxyConfig wanted) {
        List<Change> changes = new ArrayList<>();
        listeners(running, wanted, changes);
        routes(running, wanted, changes);
        Set<String> kept = new TreeSet<>();
        Map<String, ClusterConfig> old = byName(running.clusters(), ClusterConfig::name);
        Map<String, ClusterConfig> next = byName(wanted.clusters(), ClusterConfig::name);
        compare("clusters.", old, next, false, changes);
        next.forEach((name, cluster) -> {
            if (cluster.equals(old.get(name))) {
                kept.add(name);
            }
        });
        whole("admin", running.admin(), wanted.admin(), true, changes);
        whole("threads", running.threads(), wanted.threads(), true, changes);
        whole("limits", running.limits(), wanted.limits(), true, changes);
        whole("timeouts", running.timeouts(), wanted.timeouts(), true, changes);
        whole("copy", running.copy(), wanted.copy(), true, changes);
        whole("forwarded", running.forwardedFields(), wanted.forwardedFields(), false, changes);
        whole("access_log", running.accessLog(), wanted.accessLog(), true, changes);
        whole("filters", running.filters(), wanted.filters(), false, changes);
        whole("seed", running.seed(), wanted.seed(), false, changes);
        return new ConfigDifference(changes, kept);
    }

    /** Whether nothing differs. */
    public boolean isEmpty() {
        return changes.isEmpty();
    }

    /** Whether all of it can take effect at once. */
    public boolean canReload() {
        return changes.stream().noneMatch(Change::restart);
    }

    private static void listeners(ProxyConfig running, ProxyConfig wanted, List<Change> changes) {
        Map<String, ListenerConfig> old = byName(running.listeners(), ListenerConfig::name);
        Map<String, ListenerConfig> next = byName(wanted.listeners(), ListenerConfig::name);
        // Compared by what is settled at the start, so that a change of both is told once.
        compare(
                "listeners.",
                mapped(old, ConfigDifference::socketOf),
                mapped(next, ConfigDifference::socketOf),
                true,
                changes);
        next.forEach((name, listener) -> {
            ListenerConfig before = old.get(name);
            if (before != null) {
                String place = "listeners." + name;
                boolean bothTls = before.tls().isPresent() && listener.tls().isPresent();
                if (bothTls) {
                    whole(place + ".tls", before.tls(), listener.tls(), true, changes);
                }
            }
        });
    }

    /** What of a listener its socket was opened with. */
    private record Socket(HostPort listen, ListenerProtocol protocol, boolean tls) {}

    private static Socket socketOf(ListenerConfig listener) {
        return new Socket(listener.listen(), listener.protocol(), listener.tls().isPresent());
    }

    private static void routes(ProxyConfig running, ProxyConfig wanted, List<Change> changes) {
        Map<String, RouteConfig> old = byName(running.routes(), RouteConfig::name);
        Map<String, RouteConfig> next = byName(wanted.routes(), RouteConfig::name);
        compare("routes.", old, next, false, changes);
        List<String> oldOrder = new ArrayList<>(old.keySet());
        List<String> nextOrder = new ArrayList<>(next.keySet());
        oldOrder.retainAll(next.keySet());
        nextOrder.retainAll(old.keySet());
        if (!oldOrder.equals(nextOrder)) {
            changes.add(new Change("routes", "stand in another order", false));
        }
    }

    private static <T> void compare(
            String place,
            Map<String, T> old,
            Map<String, T> next,
            boolean restart,
            List<Change> changes) {
        old.keySet().stream()
                .filter(name -> !next.containsKey(name))
                .forEach(name -> changes.add(new Change(place + name, "is gone", restart)));
        next.forEach((name, value) -> {
            if (!old.containsKey(name)) {
                changes.add(new Change(place + name, "is new", restart));
            } else {
                whole(place + name, old.get(name), value, restart, changes);
            }
        });
    }

    private static void whole(
            String place, Object old, Object next, boolean restart, List<Change> changes) {
        if (!Objects.equals(old, next)) {
            changes.add(new Change(place, "has changed", restart));
        }
    }

    private static <T> Map<String, T> byName(List<T> items, Function<T, String> name) {
        Map<String, T> byName = new LinkedHashMap<>();
        items.forEach(item -> byName.put(name.apply(item), item));
        return byName;
    }

    private static <T, R> Map<String, R> mapped(Map<String, T> map, Function<T, R> part) {
        Map<String, R> mapped = new LinkedHashMap<>();
        map.forEach((name, value) -> mapped.put(name, part.apply(value)));
        return mapped;
    }
}
