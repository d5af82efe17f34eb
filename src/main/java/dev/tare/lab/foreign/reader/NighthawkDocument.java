package dev.tare.lab.foreign.reader;

import dev.tare.lab.foreign.reader.JsonValue.Obj;
import dev.tare.lab.foreign.reader.result.Answers;
import dev.tare.lab.foreign.reader.result.Answers.ErrorClass;
import dev.tare.lab.foreign.reader.result.Answers.Sizes;
import dev.tare.lab.foreign.reader.result.Asked.Loop;
import dev.tare.lab.foreign.reader.result.Printed;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code nighthawk_client --output-format json} writes: of its results the global one, or the
 * only one. Rates and connections of its options are those of one worker.
 *
 * <p>Source: Nighthawk 2a047ec, {@code api/client/output.proto} and {@code options.proto}.
 */
final class NighthawkDocument {
    private static final double SECOND = 1e9;
    private static final Pattern STATUS_CLASS = Pattern.compile("benchmark\\.http_([1-5])xx");
    private static final Pattern DURATION = Pattern.compile("(\\d{1,12}+(?:\\.\\d{1,9}+)?+)s");

    private NighthawkDocument() {}

    static boolean is(Obj object) {
        return global(object)
                .filter(result -> result.members().get("statistics") != null)
                .isPresent();
    }

    private static Optional<Obj> global(Obj json) {
        List<Obj> results =
                json.list("results").stream()
                        .filter(Obj.class::isInstance)
                        .map(Obj.class::cast)
                        .toList();
        return results.stream()
                .filter(result -> result.text("name").filter("global"::equals).isPresent())
                .findFirst()
                .or(() -> results.stream().findFirst());
    }

    static Draft read(Obj json) {
        Draft draft = new Draft();
        draft.whole = true;
        json.object("options").ifPresent(options -> asked(draft, options));
        global(json).ifPresent(result -> result(draft, result));
        return draft;
    }

    private static void asked(Draft draft, Obj options) {
        OptionalInt workers = NumberText.count(options.whole("concurrency"));
        int times = workers.orElse(1);
        draft.threads = workers;
        draft.url = options.text("uri");
        boolean open = options.isTrue("open_loop");
        draft.loop = open ? Loop.OPEN : Loop.CLOSED;
        OptionalDouble rate = options.real("requests_per_second");
        if (open && rate.orElse(0) > 0) {
            draft.offeredRatePerSec = OptionalDouble.of(rate.getAsDouble() * times);
        }
        OptionalLong connections = options.whole("connections");
        if (connections.orElse(0) > 0 && connections.getAsLong() < Integer.MAX_VALUE) {
            draft.connections = NumberText.count(OptionalLong.of(connections.getAsLong() * times));
        }
        duration(options, "duration")
                .filter(ns -> ns.value() > 0)
                .ifPresent(ns -> draft.plannedNs = OptionalLong.of((long) ns.value()));
    }

    private static void result(Draft draft, Obj result) {
        draft.durationNs = duration(result, "execution_duration");
        for (JsonValue element : result.list("statistics")) {
            if (element instanceof Obj statistic) {
                statistic(draft, statistic);
            }
        }
        for (JsonValue element : result.list("counters")) {
            if (element instanceof Obj counter) {
                counter(draft, counter.text("name").orElse(""), counter.whole("value"));
            }
        }
    }

    private static void statistic(Draft draft, Obj statistic) {
        switch (statistic.text("id").orElse("")) {
            case "benchmark_http_client.request_to_response" -> latency(draft, statistic);
            case "benchmark_http_client.response_header_size" ->
                    draft.headBytes = Optional.of(sizes(statistic));
            case "benchmark_http_client.response_body_size" ->
                    draft.wholeBytes = Optional.of(sizes(statistic));
            default -> {
                // The others are parts of the same times.
            }
        }
    }

    private static void latency(Draft draft, Obj statistic) {
        draft.latencyCount = statistic.whole("count");
        draft.requests = draft.latencyCount;
        draft.meanNs = duration(statistic, "mean");
        draft.stdevNs = duration(statistic, "pstdev");
        draft.minNs = duration(statistic, "min");
        draft.maxNs = duration(statistic, "max");
        for (JsonValue element : statistic.list("percentiles")) {
            if (element instanceof Obj pair) {
                draft.percentile(pair.real("percentile").orElse(0), duration(pair, "duration"));
            }
        }
    }

    private static Sizes sizes(Obj statistic) {
        return new Sizes(
                statistic.whole("count"),
                statistic.number("raw_mean"),
                statistic.number("raw_pstdev"),
                statistic.number("raw_min"),
                statistic.number("raw_max"),
                Optional.empty());
    }

    private static void counter(Draft draft, String name, OptionalLong count) {
        Matcher statusClass = STATUS_CLASS.matcher(name);
        if (statusClass.matches()) {
            draft.status(Integer.parseInt(statusClass.group(1)) * 100, count);
            return;
        }
        switch (name) {
            case "benchmark.pool_overflow" -> draft.unsentRequests = count;
            case "benchmark.pool_connection_failure" -> draft.error(ErrorClass.CONNECT, count);
            case "benchmark.stream_resets" -> draft.error(ErrorClass.READ, count);
            case "upstream_cx_total" ->
                    count.ifPresent(opened ->
                            draft.sockets =
                                    Optional.of(new Answers.Sockets(opened, OptionalLong.empty())));
            case "upstream_cx_rx_bytes_total" ->
                    draft.bytesRead =
                            count.isPresent()
                                    ? NumberText.ofFinite((double) count.getAsLong(), 0)
                                    : Optional.empty();
            default -> {
                // Envoy has many counters more.
            }
        }
    }

    /** {@code "0.002013s"}: protobuf's durations. */
    private static Optional<Printed> duration(Obj object, String name) {
        return object.text(name)
                .map(DURATION::matcher)
                .filter(Matcher::matches)
                .flatMap(matcher -> NumberText.general(matcher.group(1)))
                .flatMap(seconds -> NumberText.scaled(seconds, SECOND));
    }
}
