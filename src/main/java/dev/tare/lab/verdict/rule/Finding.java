package dev.tare.lab.verdict.rule;

import dev.tare.lab.verdict.FigureKind;
import dev.tare.lab.verdict.Reason;
import dev.tare.lab.verdict.Verdict;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What a rule says of one scenario.
 *
 * <p>The tare costs named by a finding about bare are those of every specimen that is compared with
 * it: a difference is no better than either half.
 *
 * @param figures whose verdict it touches
 * @param costs tare costs whose verdict it touches
 * @param remark whether it is about the scenario as a whole
 * @param reason the rule, its verdict and the sentence
 */
public record Finding(
        Set<FigureKind> figures, Set<FigureKind> costs, boolean remark, Reason reason) {
    static final Set<FigureKind> ALL = Set.copyOf(EnumSet.allOf(FigureKind.class));
    static final Set<FigureKind> RESPONSE_TIMES = kinds(FigureKind::isResponseTime);

    /** The figures that are something a second. */
    public static final Set<FigureKind> RATES =
            Set.of(FigureKind.GOODPUT, FigureKind.BYTES_RECEIVED);

    /** All but errors, which are counts of what happened. */
    static final Set<FigureKind> ALL_BUT_ERRORS = kinds(kind -> kind != FigureKind.ERRORS);

    static Finding figures(Set<FigureKind> kinds, Reason reason) {
        return new Finding(kinds, Set.of(), false, reason);
    }

    static Finding costs(Set<FigureKind> kinds, Reason reason) {
        return new Finding(Set.of(), kinds, false, reason);
    }

    static Finding both(Set<FigureKind> kinds, Reason reason) {
        return new Finding(kinds, kinds, false, reason);
    }

    static Finding remark(int rule, String sentence) {
        return new Finding(Set.of(), Set.of(), true, new Reason(rule, Verdict.VALID, sentence, ""));
    }

    private static Set<FigureKind> kinds(Predicate<FigureKind> wanted) {
        return Set.copyOf(Arrays.stream(FigureKind.values()).filter(wanted).toList());
    }
}
