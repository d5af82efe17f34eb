package dev.tare.lab.objective;

import dev.tare.base.core.QuantityText;
import dev.tare.lab.verdict.FigureKind.Unit;
import dev.tare.lab.verdict.Statistic;
import dev.tare.lab.verdict.load.TimeKind;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One figure and its bound, as {@code docs/thresholds.md} has it: {@code p99<10ms}, {@code
 * error_ratio<0.1%}, {@code goodput>=5000/s}, {@code p99{GET /slow}<1s}.
 *
 * @param text as it was written, without spaces at its ends
 * @param subject the figure
 * @param endpoint whose; absent: of the whole load
 * @param relation of the figure to the bound
 * @param bound in the subject's unit, 0 or more
 */
public record Threshold(
        String text, Subject subject, Optional<String> endpoint, Relation relation, double bound) {
    /** The longest text that is read, in characters. */
    public static final int MAX_LENGTH = 1_024;

    private static final Pattern FORM =
            Pattern.compile("([a-z_]*[a-z0-9_.]+)\\s*(?:\\{(.+)\\})?\\s*(<=|>=|==|<|>)\\s*(\\S+)");
    private static final Pattern PERCENTILE = Pattern.compile("p(\\d{1,2}(?:\\.\\d{1,6})?)");
    private static final Pattern SHARE = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*(%?)");

    /**
     * Reads a threshold.
     *
     * @throws IllegalArgumentException in one line that names the text, the fault and what is right
     */
    public static Threshold parse(String text) {
        String stripped = text.strip();
        Matcher form = FORM.matcher(stripped);
        if (stripped.length() > MAX_LENGTH || !form.matches()) {
            throw new IllegalArgumentException(
                    "\"%s\" is no threshold; write it as p99<10ms, error_ratio<0.1%% or rate>5000/s"
                            .formatted(shortened(stripped)));
        }
        Subject subject = subject(form.group(1), stripped);
        Optional<String> endpoint = Optional.ofNullable(form.group(2));
        if (endpoint.isPresent() && !knownOfEndpoints(subject)) {
            throw new IllegalArgumentException(
                    "\"%s\": of an endpoint alone only its response time and its counts are known"
                            .formatted(stripped));
        }
        Relation relation = relation(form.group(3));
        if (relation == Relation.EQUAL && subject.unit() != Unit.COUNT) {
            throw new IllegalArgumentException(
                    "\"%s\": == is for whole numbers, such as unsent==0".formatted(stripped));
        }
        return new Threshold(
                stripped,
                subject,
                endpoint,
                relation,
                bound(subject.unit(), form.group(4), stripped));
    }

    static String shortened(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "…";
    }

    private static boolean knownOfEndpoints(Subject subject) {
        return switch (subject) {
            case Subject.Time(TimeKind kind, Statistic _) -> kind == TimeKind.RESPONSE_TIME;
            case Subject.Counted _ -> true;
        };
    }

    static Relation relation(String sign) {
        for (Relation relation : Relation.values()) {
            if (relation.sign().equals(sign)) {
                return relation;
            }
        }
        throw new IllegalStateException(sign);
    }

    private static Subject subject(String name, String text) {
        for (Subject.Counted counted : Subject.Counted.values()) {
            if (counted.key().equals(name)) {
                return counted;
            }
        }
        for (TimeKind kind : TimeKind.values()) {
            String prefix = prefix(kind);
            if (name.startsWith(prefix)) {
                return new Subject.Time(kind, statistic(name.substring(prefix.length()), text));
            }
        }
        return new Subject.Time(TimeKind.RESPONSE_TIME, statistic(name, text));
    }

    private static String prefix(TimeKind kind) {
        return switch (kind) {
            case RESPONSE_TIME -> "response_";
            case SERVICE_TIME -> "service_";
            case SEND_LAG -> "send_lag_";
            case CONNECT_TIME -> "connect_";
            case HANDSHAKE_TIME -> "handshake_";
        };
    }

    private static Statistic statistic(String name, String text) {
        for (Statistic.Whole whole : Statistic.Whole.values()) {
            if (whole.label().equals(name)) {
                return whole;
            }
        }
        Matcher percentile = PERCENTILE.matcher(name);
        if (percentile.matches() && Double.parseDouble(percentile.group(1)) > 0) {
            return new Statistic.Percentile(Double.parseDouble(percentile.group(1)));
        }
        throw new IllegalArgumentException(
                ("\"%s\": \"%s\" is no figure; known are p50 to p99.999, mean, min, max (also with"
                                + " service_, send_lag_, connect_, handshake_), rate, goodput,"
                                + " error_ratio, errors, unsent")
                        .formatted(text, name));
    }

    private static double bound(Unit unit, String bound, String text) {
        try {
            return switch (unit) {
                case NS -> duration(bound);
                case PER_SEC, BYTES_PER_SEC -> QuantityText.ratePerSec(bound);
                case RATIO -> share(bound);
                case COUNT, BYTES -> QuantityText.count(bound, 0, Integer.MAX_VALUE);
            };
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("\"%s\": %s".formatted(text, e.getMessage()), e);
        }
    }

    private static double duration(String bound) {
        // A bare number counts seconds elsewhere; here it would too easily be meant as ms.
        if (!bound.isEmpty() && Character.isDigit(bound.charAt(bound.length() - 1))) {
            throw new IllegalArgumentException(
                    "\"%s\" has no unit; write it as 500us, 10ms or 1s".formatted(bound));
        }
        return QuantityText.durationNs(bound);
    }

    private static double share(String bound) {
        Matcher share = SHARE.matcher(bound);
        if (share.matches()) {
            double value =
                    Double.parseDouble(share.group(1)) / (share.group(2).isEmpty() ? 1 : 100);
            if (value <= 1) {
                return value;
            }
        }
        throw new IllegalArgumentException(
                "\"%s\" is no share; write it as 0.1%% or 0.001, at most 100%%".formatted(bound));
    }
}
