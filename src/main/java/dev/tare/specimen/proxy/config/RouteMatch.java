package dev.tare.specimen.proxy.config;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which requests a route is for: those that every part of it fits.
 *
 * @param listeners names of those by which the request may have come, none for every one
 * @param hosts {@code shop.example}, {@code *.shop.example} (any name that ends so, however deep)
 *     or {@code *}; none for every host
 * @param path of the target, without its query
 * @param methods any of these, none for every one
 * @param headers every one of these
 */
public record RouteMatch(
        List<String> listeners,
        List<String> hosts,
        Path path,
        List<String> methods,
        List<Header> headers) {
    public static final int MAX_LISTENERS = ProxyConfig.MAX_LISTENERS;
    public static final int MAX_HOSTS = 1000;
    public static final int MAX_METHODS = 32;
    public static final int MAX_HEADERS = 32;

    private static final int MAX_TEXT_LENGTH = 4096;
    private static final Pattern HOST =
            Pattern.compile("\\*|(?:\\*\\.)?[a-z0-9_-]+(?:\\.[a-z0-9_-]+)*|\\[[0-9a-f:.]+]");

    /** What the path has to be; letters of either case differ. */
    public sealed interface Path {
        /** Any path, and the asterisk of OPTIONS too. */
        record Any() implements Path {}

        /** Exactly this path. */
        record Exact(String path) implements Path {
            public Exact {
                checkPath("path", path);
            }
        }

        /**
         * This path and those below it: {@code /a} fits {@code /a} and {@code /a/b}, not {@code
         * /ab}; {@code /a/} fits {@code /a/} and {@code /a/b}.
         */
        record Prefix(String prefix) implements Path {
            public Prefix {
                checkPath("prefix", prefix);
            }
        }

        private static void checkPath(String key, String path) {
            Range.length(key, path, 1, MAX_TEXT_LENGTH);
            boolean visible = path.chars().allMatch(c -> c > ' ' && c < 0x7f);
            if (path.charAt(0) != '/' || !visible || path.indexOf('?') >= 0) {
                throw new ConfigFault(
                        key,
                        "\"%s\" must begin with a slash and hold no blank and no question mark"
                                .formatted(path));
            }
        }
    }

    /**
     * What a header has to be. Of several fields with one name any one may fit.
     *
     * @param name lower-case
     * @param value what is wanted; empty if the header only has to be there
     */
    public record Header(String name, Optional<Value> value) {
        public Header {
            Range.token("name", name);
            name = name.toLowerCase(Locale.ROOT);
        }
    }

    /** What a header's value has to be; letters of either case differ. */
    public sealed interface Value {
        /** Exactly this. */
        record Equals(String text) implements Value {
            public Equals {
                Range.length("equals", text, 0, MAX_TEXT_LENGTH);
                Range.fieldValue("equals", text);
            }
        }

        /** What begins so. */
        record Prefix(String text) implements Value {
            public Prefix {
                Range.length("prefix", text, 1, MAX_TEXT_LENGTH);
                Range.fieldValue("prefix", text);
            }
        }
    }

    public RouteMatch {
        listeners = List.copyOf(listeners);
        hosts = hosts.stream().map(host -> host.toLowerCase(Locale.ROOT)).toList();
        methods = List.copyOf(methods);
        headers = List.copyOf(headers);
        Range.size("listeners", listeners, 0, MAX_LISTENERS);
        Range.size("hosts", hosts, 0, MAX_HOSTS);
        Range.size("methods", methods, 0, MAX_METHODS);
        Range.size("headers", headers, 0, MAX_HEADERS);
        for (String host : hosts) {
            if (!HOST.matcher(host).matches() || host.length() > TlsConfig.MAX_NAME_LENGTH) {
                throw new ConfigFault(
                        "hosts",
                        "\"%s\" must be a name without a port, *.NAME or *".formatted(host));
            }
        }
        methods.forEach(method -> Range.token("methods", method));
    }

    /** Every request. */
    public static RouteMatch any() {
        return new RouteMatch(List.of(), List.of(), new Path.Any(), List.of(), List.of());
    }
}
