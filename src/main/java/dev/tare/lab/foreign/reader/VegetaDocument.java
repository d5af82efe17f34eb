package dev.tare.lab.foreign.reader;

import dev.tare.lab.foreign.reader.JsonValue.Obj;
import dev.tare.lab.foreign.reader.result.Answers.ErrorClass;
import dev.tare.lab.foreign.reader.result.Answers.Sizes;
import dev.tare.lab.foreign.reader.result.Asked.Loop;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code vegeta report -type=json} writes; durations in nanoseconds.
 *
 * <p>Source: vegeta 12, {@code lib/metrics.go}.
 */
final class VegetaDocument {
    private static final Pattern PERCENTILE = Pattern.compile("(\\d{2}(?:\\.\\d{1,4})?)th");

    private VegetaDocument() {}

    static boolean is(Obj object) {
        return object.object("latencies").isPresent() && object.object("status_codes").isPresent();
    }

    static Draft read(Obj json) {
        Draft draft = new Draft();
        draft.whole = true;
        draft.loop = Loop.OPEN;
        draft.requests = json.whole("requests");
        draft.ratePerSec = json.number("rate").filter(rate -> rate.value() >= 0);
        draft.ratePerSec
                .filter(rate -> rate.value() > 0)
                .ifPresent(rate -> draft.offeredRatePerSec = OptionalDouble.of(rate.value()));
        OptionalDouble attackNs = json.real("duration");
        OptionalDouble waitNs = json.real("wait");
        if (attackNs.isPresent() && attackNs.getAsDouble() >= 0) {
            draft.plannedNs = OptionalLong.of((long) attackNs.getAsDouble());
            draft.durationNs = NumberText.ofFinite(attackNs.getAsDouble() + waitNs.orElse(0), 0);
        }
        json.object("latencies").ifPresent(latencies -> latency(draft, latencies));
        draft.wholeBytes =
                json.object("bytes_in")
                        .map(bytes ->
                                new Sizes(
                                        OptionalLong.empty(),
                                        bytes.number("mean"),
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        bytes.number("total")));
        json.object("status_codes").ifPresent(codes -> codes(draft, codes));
        return draft;
    }

    private static void latency(Draft draft, Obj latencies) {
        draft.meanNs = latencies.number("mean");
        draft.minNs = latencies.number("min");
        draft.maxNs = latencies.number("max");
        for (String name : latencies.members().keySet()) {
            Matcher percentile = PERCENTILE.matcher(name);
            if (percentile.matches()) {
                draft.percentile(NumberText.quantile(percentile.group(1)), latencies.number(name));
            }
        }
    }

    private static void codes(Draft draft, Obj codes) {
        for (String name : codes.members().keySet()) {
            OptionalLong status = NumberText.whole(name);
            if (status.orElse(0) > 0 && status.getAsLong() <= 999) {
                draft.status((int) status.getAsLong(), codes.whole(name));
            } else {
                draft.error(ErrorClass.NO_ANSWER, codes.whole(name));
            }
        }
    }
}
