package dev.tare.lab.smp;

import dev.tare.lab.smp.SmpFinding.Kind;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Whether a result that was written as SMP can be true: pure arithmetic on its own figures.
 *
 * <p>Requests under way at once are rate times mean time (Little's law, L = λW): never more than
 * there are connections; in a closed loop about as many. Only times that count from the intended
 * start, as Tare's and wrk2's do, may exceed it in an open loop: the wait for a connection is in
 * them.
 */
public final class SmpResultChecks {
    /** Above it the law is broken; the rest is rounding and what ran at the ends. */
    static final double TOO_BUSY = 1.05;

    /** A closed loop whose connections are busy for less than this share of the time is none. */
    static final double IDLE = 0.01;

    /** A closed loop with figures in seconds keeps at least this share of connections busy. */
    static final double BUSY = 0.5;

    /** Mean time of an answer, ms, that no machine reaches which idles between requests. */
    static final double LEAST_MS = 0.05;

    /** Below this rate a machine idles between requests, a second. */
    static final double IDLE_RATE_PER_SEC = 1_000;

    /** Rates apart by more than this share are two rates. */
    static final double RATE_SHARE = 0.05;

    /** Histograms of three digits may put a percentile so far above the maximum. */
    private static final double HISTOGRAM = 0.01;

    private static final double MS_PER_SEC = 1_000;

    private final SmpResult result;
    private final SmpAsked asked;
    private final List<SmpFinding> findings = new ArrayList<>();

    private SmpResultChecks(SmpResult result, SmpAsked asked) {
        this.result = result;
        this.asked = asked;
    }

    /**
     * Looks at a result.
     *
     * @param asked by its test; {@link SmpAsked#NOTHING} where that is not at hand
     * @return what is wrong; empty if nothing is
     */
    public static List<SmpFinding> of(SmpResult result, SmpAsked asked) {
        SmpResultChecks checks = new SmpResultChecks(result, asked);
        checks.checkTimes();
        checks.checkRate();
        if (checks.findings.stream().noneMatch(f -> f.kind() == Kind.NO_FIGURE)) {
            checks.result.latency().ifPresent(checks::checkLatency);
        }
        return List.copyOf(checks.findings);
    }

    private void found(Kind kind, boolean certain, String sentence, String remedy) {
        findings.add(new SmpFinding(kind, certain, sentence, remedy));
    }

    private void checkTimes() {
        if (result.start().isPresent()
                && result.end().isPresent()
                && !result.end().get().isAfter(result.start().get())) {
            found(
                    Kind.BACKWARDS,
                    true,
                    "end_time %s is not after start_time %s."
                            .formatted(result.end().get(), result.start().get()),
                    "Look at the writer's clock; the rate may be wrong too.");
        }
    }

    private void checkRate() {
        double ratePerSec = result.ratePerSec().orElse(0);
        if (!Double.isFinite(ratePerSec) || ratePerSec < 0) {
            found(
                    Kind.NO_FIGURE,
                    true,
                    "The rate is %s a second.".formatted(ratePerSec),
                    "Repeat the run.");
            return;
        }
        if (ratePerSec == 0) {
            found(
                    Kind.NO_ANSWERS,
                    true,
                    "The rate is 0 or missing: nothing was answered, or it was not written.",
                    "Look for the tool's own output.");
            return;
        }
        double wanted = asked.ratePerSec().orElse(0);
        if (wanted > 0
                && Math.abs(ratePerSec - wanted)
                        > wanted * RATE_SHARE + result.rateTolerancePerSec(wanted)) {
            found(
                    Kind.RATE,
                    false,
                    "%s requests a second were asked for, and %s were answered."
                            .formatted(figure(wanted), figure(ratePerSec)),
                    "The times are those of another load; name the rate beside them.");
        }
    }

    private void checkLatency(SmpResult.Latency latency) {
        Map<String, Double> rising = new LinkedHashMap<>();
        rising.put("min", latency.min());
        rising.put("p50", latency.p50());
        rising.put("p90", latency.p90());
        rising.put("p99", latency.p99());
        rising.put("max", latency.max());
        Map<String, Double> all = new LinkedHashMap<>(rising);
        all.put("average", latency.average());
        for (Map.Entry<String, Double> entry : all.entrySet()) {
            if (!Double.isFinite(entry.getValue()) || entry.getValue() < 0) {
                found(
                        Kind.NO_FIGURE,
                        true,
                        "latencies_ms.%s is %s.".formatted(entry.getKey(), entry.getValue()),
                        "Repeat the run.");
                return;
            }
        }
        rising.values().removeIf(value -> value == 0);
        checkOrder(rising);
        checkAverage(latency);
        if (latency.average() > 0 && result.ratePerSec().orElse(0) > 0) {
            checkUnit(latency.average(), result.ratePerSec().getAsDouble());
        }
    }

    private void checkOrder(Map<String, Double> rising) {
        String before = "";
        double least = 0;
        for (Map.Entry<String, Double> entry : rising.entrySet()) {
            if (entry.getValue() * (1 + HISTOGRAM) < least) {
                found(
                        Kind.ORDER,
                        true,
                        "latencies_ms.%s is %s, less than %s, which is %s."
                                .formatted(
                                        entry.getKey(),
                                        figure(entry.getValue()),
                                        before,
                                        figure(least)),
                        "They are not of one run; take them from one histogram.");
                return;
            }
            before = entry.getKey();
            least = entry.getValue();
        }
    }

    private void checkAverage(SmpResult.Latency latency) {
        double average = latency.average();
        boolean below = average > 0 && average * (1 + HISTOGRAM) < latency.min();
        boolean above = latency.max() > 0 && average > latency.max() * (1 + HISTOGRAM);
        if (below || above) {
            found(
                    Kind.ORDER,
                    true,
                    "latencies_ms.average is %s, %s %s."
                            .formatted(
                                    figure(average),
                                    below ? "less than min," : "more than max,",
                                    figure(below ? latency.min() : latency.max())),
                    "They are not of one run; take them from one histogram.");
        }
    }

    /** Little's law with the average as it is written, and with it as seconds. */
    private void checkUnit(double average, double ratePerSec) {
        double underWay = ratePerSec * average / MS_PER_SEC;
        OptionalInt connections =
                asked.connections().isPresent() ? asked.connections() : result.connections();
        double carried =
                connections.isPresent() ? connections.getAsInt() : Double.POSITIVE_INFINITY;
        boolean open = asked.ratePerSec().orElse(0) > 0;
        if (underWay > carried * TOO_BUSY && !(open && result.isByTare())) {
            found(
                    Kind.LITTLES_LAW,
                    !open,
                    ("%s a second of %s ms each are %s requests at once; %d connections carry no"
                                    + " more than %d.")
                            .formatted(
                                    figure(ratePerSec),
                                    figure(average),
                                    figure(underWay),
                                    connections.orElse(0),
                                    connections.orElse(0)),
                    "Look whether latencies_ms holds microseconds, or the rate is of several"
                            + " runs.");
            return;
        }
        double inSeconds = ratePerSec * average;
        boolean closed = asked.ratePerSec().equals(OptionalDouble.of(0));
        if (closed && underWay < carried * IDLE && inSeconds >= carried * BUSY) {
            foundSeconds(
                    inSeconds <= carried * TOO_BUSY,
                    ("a closed loop keeps its %d connections busy; %s a second of %s ms each keep"
                                    + " %s busy, of %s s each %s.")
                            .formatted(
                                    connections.orElse(0),
                                    figure(ratePerSec),
                                    figure(average),
                                    figure(underWay),
                                    figure(average),
                                    figure(inSeconds)));
        } else if (average < LEAST_MS
                && ratePerSec < IDLE_RATE_PER_SEC
                && inSeconds <= carried * TOO_BUSY) {
            foundSeconds(
                    false,
                    ("at %s a second a machine idles between requests, and then no answer takes"
                                    + " only %s ms, not even over loopback.")
                            .formatted(figure(ratePerSec), figure(average)));
        }
    }

    private void foundSeconds(boolean certain, String why) {
        found(
                Kind.SECONDS,
                certain,
                "latencies_ms seems to hold seconds: " + why,
                "Multiply the times by 1,000, after a look at the tool's own output.");
    }

    /** In four digits; with an exponent only what nobody would write down. */
    private static String figure(double value) {
        if (!(value == 0 || (value >= 1e-6 && value < 1e15))) {
            return String.format(Locale.ROOT, "%.3e", value);
        }
        return new BigDecimal(value).round(new MathContext(4)).stripTrailingZeros().toPlainString();
    }
}
