package dev.tare.specimen.proxy.route;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.tare.specimen.proxy.config.RouteMatch;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * For every host the routes that can fit it, in the order of the document.
 *
 * <p>A host is looked up whole, then by its endings from the longest to the shortest, then as any.
 * What is found first knows also the routes of the wider patterns that fit it, so one look-up is
 * enough.
 *
 * <p>Thread-safety: immutable. Allocation: none after construction.
 */
final class HostIndex {
    private static final String ANY = "*";

    private final Names exact;
    private final Names suffixes;
    private final int[] anywhere;

    /** An index of these, whose routes are their positions. */
    HostIndex(List<RouteMatch> matches) {
        Map<String, SortedSet<Integer>> exactRoutes = new LinkedHashMap<>();
        Map<String, SortedSet<Integer>> suffixRoutes = new LinkedHashMap<>();
        SortedSet<Integer> anyRoutes = new TreeSet<>();
        for (int i = 0; i < matches.size(); i++) {
            List<String> hosts = matches.get(i).hosts();
            for (String host : hosts.isEmpty() ? List.of(ANY) : hosts) {
                if (host.equals(ANY)) {
                    anyRoutes.add(i);
                } else if (host.startsWith("*.")) {
                    add(suffixRoutes, host.substring(1), i);
                } else {
                    add(exactRoutes, host, i);
                }
            }
        }
        // Wider patterns first, so that each suffix takes over what the shorter ones have.
        suffixRoutes.entrySet().stream()
                .sorted(Comparator.comparingInt(entry -> entry.getKey().length()))
                .forEach(entry ->
                        entry.getValue()
                                .addAll(widerThan(entry.getKey(), suffixRoutes, anyRoutes)));
        exactRoutes.forEach(
                (host, routes) -> routes.addAll(widerThan(host, suffixRoutes, anyRoutes)));
        exact = new Names(exactRoutes);
        suffixes = new Names(suffixRoutes);
        anywhere = toArray(anyRoutes);
    }

    private static void add(Map<String, SortedSet<Integer>> routes, String host, int route) {
        routes.computeIfAbsent(host, _ -> new TreeSet<>()).add(route);
    }

    /** The routes of the longest suffix that is shorter than the host, or else those of any. */
    private static SortedSet<Integer> widerThan(
            String host,
            Map<String, SortedSet<Integer>> suffixRoutes,
            SortedSet<Integer> anyRoutes) {
        int dot = host.indexOf('.', 1);
        while (dot > 0) {
            SortedSet<Integer> wider = suffixRoutes.get(host.substring(dot));
            if (wider != null) {
                return wider;
            }
            dot = host.indexOf('.', dot + 1);
        }
        return anyRoutes;
    }

    private static int[] toArray(SortedSet<Integer> routes) {
        return routes.stream().mapToInt(Integer::intValue).toArray();
    }

    /** The routes that can fit the request's host, ascending; not to be changed. */
    int[] routesOf(RequestView request) {
        int @Nullable [] found = exact.find(request, 0);
        int length = request.hostLength();
        // A suffix has something before its dot: *.a.b is not .a.b.
        for (int p = 1; found == null && p < length; p++) {
            if (Bytes.at(request.hostBytes(), request.hostOffset() + p) == '.') {
                found = suffixes.find(request, p);
            }
        }
        return found == null ? anywhere : found;
    }

    /**
     * A hash table from names to routes; its names are fixed, so no client can lengthen a chain.
     */
    private static final class Names {
        private static final int LOAD = 2;

        private final byte[][] names;
        private final int[][] routes;
        private final int mask;

        Names(Map<String, SortedSet<Integer>> entries) {
            int capacity = Integer.highestOneBit(LOAD * entries.size() + 1) << 1;
            names = new byte[capacity][];
            routes = new int[capacity][];
            mask = capacity - 1;
            entries.forEach((name, set) -> {
                int slot = name.hashCode() & mask;
                while (routes[slot] != null) {
                    slot = (slot + 1) & mask;
                }
                names[slot] = name.getBytes(US_ASCII);
                routes[slot] = toArray(set);
            });
        }

        int @Nullable [] find(RequestView request, int from) {
            long offset = request.hostOffset() + from;
            int length = request.hostLength() - from;
            int slot = Bytes.hashIgnoringCase(request.hostBytes(), offset, length) & mask;
            while (routes[slot] != null) {
                if (Bytes.equalIgnoringCase(request.hostBytes(), offset, length, names[slot])) {
                    return routes[slot];
                }
                slot = (slot + 1) & mask;
            }
            return null;
        }
    }
}
