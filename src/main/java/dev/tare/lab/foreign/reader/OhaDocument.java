package dev.tare.lab.foreign.reader;

import dev.tare.lab.foreign.reader.JsonValue.Obj;
import dev.tare.lab.foreign.reader.result.Answers.ErrorClass;
import dev.tare.lab.foreign.reader.result.Answers.Sizes;
import dev.tare.lab.foreign.reader.result.Printed;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code oha --output-format json} writes (before 1.9, {@code -j}); durations in seconds. How
 * many connections there were it does not say.
 *
 * <p>Source: oha 1.16, {@code src/printer.rs}.
 */
final class OhaDocument {
    private static final double SECOND = 1e9;
    private static final Pattern PERCENTILE = Pattern.compile("p(\\d{2}(?:\\.\\d{1,4})?)");

    private OhaDocument() {}

    static boolean is(Obj object) {
        return object.object("summary")
                .filter(summary -> summary.has("requestsPerSec"))
                .isPresent();
    }

    static Draft read(Obj json) {
        Draft draft = new Draft();
        draft.whole = true;
        json.object("summary").ifPresent(summary -> summary(draft, summary));
        json.object("latencyPercentiles").ifPresent(times -> percentiles(draft, times));
        long answered = statuses(draft, json.object("statusCodeDistribution"));
        long failed = errors(draft, json.object("errorDistribution"));
        if (json.has("statusCodeDistribution")) {
            draft.requests = OptionalLong.of(answered + failed);
            draft.latencyCount = OptionalLong.of(answered);
        }
        return draft;
    }

    private static void summary(Draft draft, Obj summary) {
        draft.durationNs = ns(summary, "total");
        draft.maxNs = ns(summary, "slowest");
        draft.minNs = ns(summary, "fastest");
        draft.meanNs = ns(summary, "average");
        draft.ratePerSec = summary.number("requestsPerSec");
        draft.bytesPerSec = summary.number("sizePerSec");
        draft.wholeBytes =
                Optional.of(
                        new Sizes(
                                OptionalLong.empty(),
                                summary.number("sizePerRequest"),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                summary.number("totalData")));
    }

    private static Optional<Printed> ns(Obj object, String name) {
        return object.number(name)
                .filter(value -> value.value() >= 0)
                .flatMap(value -> NumberText.scaled(value, SECOND));
    }

    private static void percentiles(Draft draft, Obj times) {
        for (String name : times.members().keySet()) {
            Matcher percentile = PERCENTILE.matcher(name);
            if (percentile.matches()) {
                draft.percentile(NumberText.quantile(percentile.group(1)), ns(times, name));
            }
        }
    }

    private static long statuses(Draft draft, Optional<Obj> codes) {
        long sum = 0;
        for (String name : codes.map(found -> found.members().keySet()).orElse(Set.of())) {
            OptionalLong count = codes.orElseThrow().whole(name);
            OptionalLong status = NumberText.whole(name);
            if (status.orElse(-1) >= 0 && status.getAsLong() <= 999 && count.orElse(-1) >= 0) {
                draft.status((int) status.getAsLong(), count);
                sum += count.getAsLong();
            }
        }
        return sum;
    }

    /** Requests that the end of the run cut off are no failures, but oha counts them here. */
    private static long errors(Draft draft, Optional<Obj> errors) {
        long sum = 0;
        for (String name : errors.map(found -> found.members().keySet()).orElse(Set.of())) {
            OptionalLong count = errors.orElseThrow().whole(name);
            String words = name.toLowerCase(Locale.ROOT);
            if (count.orElse(-1) < 0 || words.contains("deadline")) {
                continue;
            }
            draft.error(
                    words.contains("timeout") || words.contains("timed out")
                            ? ErrorClass.TIMEOUT
                            : words.contains("connect") ? ErrorClass.CONNECT : ErrorClass.OTHER,
                    count);
            sum += count.getAsLong();
        }
        return sum;
    }
}
