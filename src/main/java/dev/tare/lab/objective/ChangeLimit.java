package dev.tare.lab.objective;

import dev.tare.lab.verdict.FigureKind;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A change that is not to be, as {@code docs/thresholds.md} has it: {@code p99 > +5%}, {@code
 * cpu_per_request{envoy} > +3%}, {@code goodput < -5%}. A gate fails when it holds.
 *
 * @param text as it was written, without spaces at its ends
 * @param kind the figure
 * @param scenario whose: a specimen, a workload, or {@code specimen/workload}; absent: of all
 * @param relation of the change to the bound
 * @param bound relative, more than −1: 0.05 for +5 %; of errors a difference of shares
 */
public record ChangeLimit(
        String text, FigureKind kind, Optional<String> scenario, Relation relation, double bound) {
    /** The longest text that is read, in characters. */
    public static final int MAX_LENGTH = Threshold.MAX_LENGTH;

    private static final Pattern FORM =
            Pattern.compile(
                    "([a-z_]*[a-z0-9_.]+)\\s*(?:\\{(.+)\\})?\\s*(<=|>=|<|>)\\s*([+−-])\\s*(\\d{1,6}(?:\\.\\d{1,6})?)\\s*%");

    /**
     * Reads a limit.
     *
     * @throws IllegalArgumentException in one line that names the text, the fault and what is right
     */
    public static ChangeLimit parse(String text) {
        String stripped = text.strip();
        Matcher form = FORM.matcher(stripped);
        if (stripped.length() > MAX_LENGTH || !form.matches()) {
            throw new IllegalArgumentException(
                    "\"%s\" is no limit of a change; write it as p99 > +5%% or goodput < -3%%"
                            .formatted(Threshold.shortened(stripped)));
        }
        double size = Double.parseDouble(form.group(5)) / 100;
        double bound = form.group(4).equals("+") ? size : -size;
        if (bound <= -1) {
            throw new IllegalArgumentException(
                    "\"%s\": nothing falls by 100 %% or more".formatted(stripped));
        }
        return new ChangeLimit(
                stripped,
                kind(form.group(1), stripped),
                Optional.ofNullable(form.group(2)).map(String::strip),
                Threshold.relation(form.group(3)),
                bound);
    }

    private static FigureKind kind(String name, String text) {
        return Arrays.stream(FigureKind.values())
                .filter(kind -> key(kind).filter(name::equals).isPresent())
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "\"%s\": \"%s\" is no figure of a comparison; known are %s"
                                        .formatted(text, name, known())));
    }

    private static String known() {
        return Arrays.stream(FigureKind.values())
                .flatMap(kind -> key(kind).stream())
                .collect(Collectors.joining(", "));
    }

    /** A figure's name in a limit; empty for those that are not compared. */
    public static Optional<String> key(FigureKind kind) {
        return switch (kind) {
            case CPU_PER_REQUEST -> Optional.of("cpu_per_request");
            case RESPONSE_TIME_MEAN -> Optional.of("mean");
            case GOODPUT -> Optional.of("goodput");
            case ERRORS -> Optional.of("error_ratio");
            case PEAK_MEMORY -> Optional.of("peak_memory");
            case RESPONSE_TIME_P50,
                    RESPONSE_TIME_P90,
                    RESPONSE_TIME_P99,
                    RESPONSE_TIME_P999,
                    RESPONSE_TIME_P9999,
                    RESPONSE_TIME_P99999,
                    RESPONSE_TIME_P999999 ->
                    Optional.of(kind.label().toLowerCase(Locale.ROOT));
            case BYTES_RECEIVED, RESPONSE_TIME_MAX, CPU_MEAN, CPU_MAX -> Optional.empty();
        };
    }
}
