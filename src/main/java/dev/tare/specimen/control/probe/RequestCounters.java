package dev.tare.specimen.control.probe;

import dev.tare.base.time.NanoClock;
import dev.tare.specimen.control.process.Endpoint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The counters of the proxies that Tare knows. */
public final class RequestCounters {
    private static final int MAX_STATS_BYTES = 1024 * 1024;
    private static final String ENVOY_COUNTER = "downstream_rq_total";
    private static final String ENVOY_PREFIX = "specimen";
    private static final String MINIVOY_COUNTER = "minivoy_listener_requests_total";
    private static final String HAPROXY_FRONTEND = "specimen";

    /** Accepted, handled, requests: the only line of three numbers in nginx's stub status. */
    private static final Pattern NGINX_COUNTS =
            Pattern.compile("(?m)^ *([0-9]+) +([0-9]+) +([0-9]+) *$");

    private RequestCounters() {}

    /** A reading that may fail; a failure is "not told". */
    private record Asking(String source, Reading reading) implements RequestCounter {
        @Override
        public OptionalLong requests() {
            try {
                return reading.read();
            } catch (IOException e) {
                return OptionalLong.empty();
            }
        }
    }

    @FunctionalInterface
    private interface Reading {
        OptionalLong read() throws IOException;
    }

    /** HAProxy's, by {@code show stat} on its stats socket. */
    public static RequestCounter haproxy(NanoClock clock, Endpoint stats) {
        return haproxy(clock, stats, List.of(HAPROXY_FRONTEND));
    }

    /** The same over several frontends. */
    public static RequestCounter haproxy(NanoClock clock, Endpoint stats, List<String> frontends) {
        byte[] command = "show stat\n".getBytes(StandardCharsets.US_ASCII);
        return new Asking(
                "haproxy's show stat, req_tot of its frontend",
                () ->
                        parseHaproxy(
                                new String(
                                        SocketExchange.of(
                                                clock,
                                                stats,
                                                command,
                                                HttpProbe.TIMEOUT_NS,
                                                MAX_STATS_BYTES,
                                                _ -> false),
                                        StandardCharsets.UTF_8),
                                frontends));
    }

    static OptionalLong parseHaproxy(String csv, List<String> frontends) {
        List<String> lines = csv.lines().toList();
        if (lines.isEmpty() || !lines.getFirst().startsWith("# ")) {
            return OptionalLong.empty();
        }
        List<String> names = List.of(lines.getFirst().substring(2).split(",", -1));
        int column = names.indexOf("req_tot");
        List<OptionalLong> found = new ArrayList<>();
        for (String line : lines) {
            List<String> cells = List.of(line.split(",", -1));
            if (column > 1
                    && cells.size() > column
                    && frontends.contains(cells.get(0))
                    && cells.get(1).equals("FRONTEND")) {
                found.add(number(cells.get(column)));
            }
        }
        return sum(found, frontends.size());
    }

    /** nginx's, by its stub status, less the requests for that. */
    public static RequestCounter nginx(NanoClock clock, Endpoint status) {
        long[] own = {0};
        return new Asking(
                "nginx's stub status",
                () -> {
                    // It counts this request before it answers it.
                    own[0]++;
                    OptionalLong all =
                            parseNginx(HttpProbe.get(clock, status, "/stub_status").text());
                    return all.isPresent()
                            ? OptionalLong.of(all.getAsLong() - own[0])
                            : OptionalLong.empty();
                });
    }

    static OptionalLong parseNginx(String text) {
        Matcher counts = NGINX_COUNTS.matcher(text);
        return counts.find() ? number(counts.group(3)) : OptionalLong.empty();
    }

    /** Envoy's, by the admin interface; that one counts under another prefix. */
    public static RequestCounter envoy(NanoClock clock, Endpoint admin) {
        return envoy(clock, admin, List.of(ENVOY_PREFIX));
    }

    /** The same over several prefixes of statistics. */
    public static RequestCounter envoy(NanoClock clock, Endpoint admin, List<String> prefixes) {
        String target = "/stats?filter=" + ENVOY_COUNTER;
        return new Asking(
                "envoy's " + ENVOY_COUNTER,
                () -> parseEnvoy(HttpProbe.get(clock, admin, target).text(), prefixes));
    }

    static OptionalLong parseEnvoy(String text, List<String> prefixes) {
        return valuesOf(
                text,
                prefixes.stream()
                        .map(prefix -> "http." + prefix + "." + ENVOY_COUNTER + ": ")
                        .toList());
    }

    /** Minivoy's, listener by listener. */
    public static RequestCounter minivoy(NanoClock clock, Endpoint admin, List<String> listeners) {
        return new Asking(
                MINIVOY_COUNTER,
                () ->
                        parseMinivoy(
                                HttpProbe.get(clock, admin, "/stats/prometheus").text(),
                                listeners));
    }

    static OptionalLong parseMinivoy(String text, List<String> listeners) {
        return valuesOf(
                text,
                listeners.stream()
                        .map(name -> MINIVOY_COUNTER + "{listener=\"" + name + "\"} ")
                        .toList());
    }

    /** The sum of what follows the beginnings of lines; empty unless each is there once. */
    private static OptionalLong valuesOf(String text, List<String> beginnings) {
        return sum(
                text.lines()
                        .flatMap(line ->
                                beginnings.stream()
                                        .filter(line::startsWith)
                                        .map(b -> number(line.substring(b.length()).strip())))
                        .toList(),
                beginnings.size());
    }

    private static OptionalLong sum(List<OptionalLong> found, int wanted) {
        return found.size() == wanted && found.stream().allMatch(OptionalLong::isPresent)
                ? OptionalLong.of(found.stream().mapToLong(OptionalLong::getAsLong).sum())
                : OptionalLong.empty();
    }

    /**
     * One of a service that answers {@code /stats} with JSON, and does not count those requests
     * under {@code key}.
     *
     * @param key of a number in the answer; the first one of that name counts
     */
    public static RequestCounter json(NanoClock clock, Endpoint at, String key) {
        return new Asking(
                key + " of " + at + "/stats",
                () -> parseJson(HttpProbe.get(clock, at, "/stats").text(), key));
    }

    static OptionalLong parseJson(String text, String key) {
        Matcher value =
                Pattern.compile("\"" + Pattern.quote(key) + "\"\\s*:\\s*([0-9]+)").matcher(text);
        return value.find() ? number(value.group(1)) : OptionalLong.empty();
    }

    private static OptionalLong number(String text) {
        try {
            return OptionalLong.of(Long.parseLong(text));
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }
}
