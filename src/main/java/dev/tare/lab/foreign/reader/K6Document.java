package dev.tare.lab.foreign.reader;

import dev.tare.lab.foreign.reader.JsonValue.Obj;
import dev.tare.lab.foreign.reader.result.Answers.ErrorClass;
import dev.tare.lab.foreign.reader.result.Asked.Loop;
import dev.tare.lab.foreign.reader.result.Printed;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code k6 run --summary-export} writes, or the data that a {@code handleSummary} was handed:
 * the same metrics, there with their figures one level deeper; durations in milliseconds.
 *
 * <p>Source: k6 1.x, {@code internal/js/summary.js} and {@code
 * https://grafana.com/docs/k6/latest/results-output/end-of-test/custom-summary/}.
 */
final class K6Document {
    private static final double MS = 1e6;
    private static final Pattern PERCENTILE = Pattern.compile("p\\((\\d{1,2}(?:\\.\\d{1,4})?)\\)");

    private K6Document() {}

    static boolean is(Obj object) {
        return object.object("metrics")
                .filter(metrics ->
                        metrics.has("http_req_duration") || metrics.has("iteration_duration"))
                .isPresent();
    }

    static Draft read(Obj json) {
        Draft draft = new Draft();
        draft.whole = true;
        json.object("state")
                .flatMap(state -> state.number("testRunDurationMs"))
                .filter(ms -> ms.value() >= 0)
                .ifPresent(ms -> draft.durationNs = NumberText.scaled(ms, MS));
        json.object("metrics").ifPresent(metrics -> metrics(draft, metrics));
        return draft;
    }

    private static void metrics(Draft draft, Obj metrics) {
        metric(metrics, "http_reqs")
                .ifPresent(requests -> {
                    draft.requests = requests.whole("count");
                    draft.ratePerSec = requests.number("rate");
                });
        metric(metrics, "data_received")
                .ifPresent(bytes -> {
                    draft.bytesRead = bytes.number("count");
                    draft.bytesPerSec = bytes.number("rate");
                });
        metric(metrics, "http_req_duration").ifPresent(times -> times(draft, times));
        // Of a rate the passes are the calls of which it holds: those that failed.
        metric(metrics, "http_req_failed")
                .ifPresent(failed -> draft.error(ErrorClass.OTHER, failed.whole("passes")));
        metric(metrics, "vus_max")
                .ifPresent(users ->
                        draft.connections =
                                NumberText.count(
                                        users.has("max")
                                                ? users.whole("max")
                                                : users.whole("value")));
        // Only executors with an arrival rate drop iterations, and print this metric.
        OptionalLong dropped =
                metric(metrics, "dropped_iterations")
                        .map(metric -> metric.whole("count"))
                        .orElse(OptionalLong.empty());
        if (dropped.isPresent()) {
            draft.unsentRequests = dropped;
            draft.loop = Loop.OPEN;
        }
    }

    private static Optional<Obj> metric(Obj metrics, String name) {
        return metrics.object(name).map(metric -> metric.object("values").orElse(metric));
    }

    private static void times(Draft draft, Obj times) {
        draft.meanNs = ns(times, "avg");
        draft.minNs = ns(times, "min");
        draft.maxNs = ns(times, "max");
        draft.latencyCount = times.whole("count");
        draft.percentile(0.5, ns(times, "med"));
        for (String name : times.members().keySet()) {
            Matcher percentile = PERCENTILE.matcher(name);
            if (percentile.matches()) {
                draft.percentile(NumberText.quantile(percentile.group(1)), ns(times, name));
            }
        }
    }

    private static Optional<Printed> ns(Obj object, String name) {
        return object.number(name).flatMap(ms -> NumberText.scaled(ms, MS));
    }
}
