package dev.tare.lab.foreign.reader;

import dev.tare.lab.foreign.reader.JsonValue.Obj;
import dev.tare.lab.foreign.reader.result.Answers.ErrorClass;
import dev.tare.lab.foreign.reader.result.Answers.Sizes;
import dev.tare.lab.foreign.reader.result.Answers.Sockets;
import dev.tare.lab.foreign.reader.result.Asked.Loop;
import dev.tare.lab.foreign.reader.result.Latency;
import dev.tare.lab.foreign.reader.result.Printed;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Fortio's JSON, or what others write in its form: Nighthawk's and Meshery's.
 *
 * <p>Source: fortio 1.75.2, {@code RunnerResults}, {@code HTTPRunnerResults}, {@code
 * HistogramData}.
 */
final class FortioDocument {
    private static final double SECOND = 1e9;

    private FortioDocument() {}

    static boolean is(Obj object) {
        return object.object("DurationHistogram").isPresent() && object.has("ActualDuration");
    }

    static Draft read(Obj json) {
        Draft draft = new Draft();
        draft.whole = true;
        draft.url = json.text("URL").or(() -> json.text("Destination"));
        asked(draft, json);
        draft.durationNs = json.number("ActualDuration").filter(value -> value.value() >= 0);
        draft.ratePerSec = json.number("ActualQPS").filter(value -> value.value() >= 0);
        json.object("DurationHistogram").ifPresent(histogram -> latency(draft, histogram));
        draft.requests = draft.latencyCount;
        json.object("RetCodes").ifPresent(codes -> codes(draft, codes));
        sockets(draft, json);
        draft.headBytes = json.object("HeaderSizes").map(FortioDocument::sizes);
        draft.wholeBytes = json.object("Sizes").map(FortioDocument::sizes);
        if (json.has("BytesReceived")) {
            draft.bytesRead = json.number("BytesReceived");
        }
        return draft;
    }

    /** "max" or 0 asks for as many as can be. */
    private static void asked(Draft draft, Obj json) {
        Optional<String> rate = json.text("RequestedQPS");
        rate.ifPresent(ignored -> draft.loop = Loop.CLOSED);
        rate.flatMap(NumberText::general)
                .filter(perSec -> perSec.value() > 0)
                .ifPresent(perSec -> {
                    draft.loop = Loop.OPEN;
                    draft.offeredRatePerSec = OptionalDouble.of(perSec.value());
                });
        OptionalInt threads = NumberText.count(json.whole("NumThreads"));
        draft.connections = threads;
        json.text("RequestedDuration")
                .flatMap(NumberText::goDurationNs)
                .filter(ns -> ns.value() > 0)
                .ifPresent(ns -> draft.plannedNs = OptionalLong.of((long) ns.value()));
        OptionalLong exactly = json.whole("Exactly");
        if (exactly.orElse(0) > 0) {
            draft.plannedRequests = exactly;
        }
    }

    private static void latency(Draft draft, Obj histogram) {
        draft.latencyCount = histogram.whole("Count");
        draft.meanNs = seconds(histogram, "Avg");
        draft.stdevNs = seconds(histogram, "StdDev");
        draft.minNs = seconds(histogram, "Min");
        draft.maxNs = seconds(histogram, "Max");
        for (JsonValue element : histogram.list("Percentiles")) {
            if (element instanceof Obj pair) {
                pair.text("Percentile")
                        .filter(text -> NumberText.general(text).isPresent())
                        .ifPresent(text ->
                                draft.percentile(
                                        NumberText.quantile(text), seconds(pair, "Value")));
            }
        }
        for (JsonValue element : histogram.list("Data")) {
            if (element instanceof Obj bucket) {
                bucket(draft, bucket);
            }
        }
    }

    private static void bucket(Draft draft, Obj bucket) {
        OptionalDouble low = bucket.real("Start");
        OptionalDouble high = bucket.real("End");
        OptionalDouble percent = bucket.real("Percent");
        OptionalLong count = bucket.whole("Count");
        if (low.isPresent() && high.isPresent() && percent.isPresent() && count.isPresent()) {
            double lowNs = low.getAsDouble() * SECOND;
            double highNs = high.getAsDouble() * SECOND;
            draft.bucket(
                    new Latency.Bucket(
                            lowNs,
                            highNs,
                            (lowNs + highNs) / 2,
                            percent.getAsDouble(),
                            count.getAsLong()));
        }
    }

    private static Optional<Printed> seconds(Obj object, String name) {
        return object.number(name).flatMap(value -> NumberText.scaled(value, SECOND));
    }

    /** HTTP's statuses as numbers, other protocols' in words. */
    private static void codes(Draft draft, Obj codes) {
        for (String name : codes.members().keySet()) {
            OptionalLong count = codes.whole(name);
            OptionalLong status = NumberText.whole(name);
            if (name.equals("SERVING") || name.equals("OK")) {
                draft.status(0, count);
            } else if (status.isEmpty()) {
                draft.error(
                        name.contains("timeout") ? ErrorClass.TIMEOUT : ErrorClass.OTHER, count);
            } else if (status.getAsLong() < 0 || status.getAsLong() > 999) {
                draft.error(ErrorClass.NO_ANSWER, count);
            } else {
                draft.status((int) status.getAsLong(), count);
            }
        }
    }

    private static void sockets(Draft draft, Obj json) {
        OptionalLong opened = json.whole("SocketCount");
        if (opened.isPresent() && opened.getAsLong() >= 0) {
            OptionalLong perfect = json.whole("NumThreads");
            draft.sockets = Optional.of(new Sockets(opened.getAsLong(), perfect));
        }
    }

    private static Sizes sizes(Obj histogram) {
        return new Sizes(
                histogram.whole("Count"),
                histogram.number("Avg"),
                histogram.number("StdDev"),
                histogram.number("Min"),
                histogram.number("Max"),
                histogram.number("Sum"));
    }
}
