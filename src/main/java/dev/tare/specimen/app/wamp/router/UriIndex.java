package dev.tare.specimen.app.wamp.router;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Things by URI and by how that URI matches.
 *
 * <p>Prefixes lie by their lengths, so that a look-up asks once for each length that there is, the
 * longest first. Wildcard patterns are a tree of components, in which a component that is written
 * out goes before a wildcard: the first match found this way is the one that the specification
 * wants, whose portion before each wildcard is longest.
 *
 * <p>Thread-safety: one thread.
 */
final class UriIndex<T> {
    private static final class Node<T> {
        final Map<String, Node<T>> children = new HashMap<>();
        @Nullable T value;

        boolean isEmpty() {
            return children.isEmpty() && value == null;
        }
    }

    private static final String ANY = "";

    private final Map<String, T> exact = new HashMap<>();
    private final TreeMap<Integer, Map<String, T>> prefixes =
            new TreeMap<>(Comparator.reverseOrder());
    private final Node<T> wildcards = new Node<>();

    /** What is there under this very URI and policy. */
    @Nullable T at(MatchPolicy match, String uri) {
        return switch (match) {
            case EXACT -> exact.get(uri);
            case PREFIX -> {
                Map<String, T> sameLength = prefixes.get(uri.length());
                yield sameLength == null ? null : sameLength.get(uri);
            }
            case WILDCARD -> {
                Node<T> node = wildcards;
                for (String component : components(uri)) {
                    node = node == null ? null : node.children.get(component);
                }
                yield node == null ? null : node.value;
            }
        };
    }

    void put(MatchPolicy match, String uri, T value) {
        switch (match) {
            case EXACT -> exact.put(uri, value);
            case PREFIX ->
                    prefixes.computeIfAbsent(uri.length(), _ -> new HashMap<>()).put(uri, value);
            case WILDCARD -> {
                Node<T> node = wildcards;
                for (String component : components(uri)) {
                    node = node.children.computeIfAbsent(component, _ -> new Node<>());
                }
                node.value = value;
            }
        }
    }

    void remove(MatchPolicy match, String uri) {
        switch (match) {
            case EXACT -> exact.remove(uri);
            case PREFIX -> {
                Map<String, T> sameLength = prefixes.get(uri.length());
                if (sameLength != null && sameLength.remove(uri) != null && sameLength.isEmpty()) {
                    prefixes.remove(uri.length());
                }
            }
            case WILDCARD -> remove(wildcards, components(uri), 0);
        }
    }

    private static <T> void remove(Node<T> node, String[] components, int depth) {
        if (depth == components.length) {
            node.value = null;
            return;
        }
        Node<T> child = node.children.get(components[depth]);
        if (child != null) {
            remove(child, components, depth + 1);
            if (child.isEmpty()) {
                node.children.remove(components[depth]);
            }
        }
    }

    /** The best match: exact, else the longest prefix, else a wildcard pattern. */
    @Nullable T best(String uri) {
        T found = exact.get(uri);
        if (found != null) {
            return found;
        }
        for (Map.Entry<Integer, Map<String, T>> sameLength :
                prefixes.tailMap(uri.length(), true).entrySet()) {
            found = sameLength.getValue().get(uri.substring(0, sameLength.getKey()));
            if (found != null) {
                return found;
            }
        }
        return wildcards.children.isEmpty() ? null : best(wildcards, components(uri), 0);
    }

    private static <T> @Nullable T best(Node<T> node, String[] components, int depth) {
        if (depth == components.length) {
            return node.value;
        }
        Node<T> same = node.children.get(components[depth]);
        T found = same == null ? null : best(same, components, depth + 1);
        if (found == null) {
            Node<T> any = node.children.get(ANY);
            found = any == null || any == same ? null : best(any, components, depth + 1);
        }
        return found;
    }

    /** Shows every match, the best first. */
    void forEachMatch(String uri, Consumer<T> visitor) {
        T found = exact.get(uri);
        if (found != null) {
            visitor.accept(found);
        }
        prefixes.tailMap(uri.length(), true)
                .forEach((length, sameLength) -> {
                    T match = sameLength.get(uri.substring(0, length));
                    if (match != null) {
                        visitor.accept(match);
                    }
                });
        if (!wildcards.children.isEmpty()) {
            visit(wildcards, components(uri), 0, visitor);
        }
    }

    private static <T> void visit(
            Node<T> node, String[] components, int depth, Consumer<T> visitor) {
        if (depth == components.length) {
            T value = node.value;
            if (value != null) {
                visitor.accept(value);
            }
            return;
        }
        Node<T> same = node.children.get(components[depth]);
        if (same != null) {
            visit(same, components, depth + 1, visitor);
        }
        Node<T> any = node.children.get(ANY);
        if (any != null && any != same) {
            visit(any, components, depth + 1, visitor);
        }
    }

    private static String[] components(String uri) {
        return uri.split("\\.", -1);
    }
}
