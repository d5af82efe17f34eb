package dev.tare.lab.compare;

import static dev.tare.lab.verdict.Verdict.INVALID;
import static dev.tare.lab.verdict.Verdict.TAINTED;
import static dev.tare.lab.verdict.Verdict.VALID;

import dev.tare.lab.bundle.PlanRecord.WorkloadRecord;
import dev.tare.lab.verdict.Reason;
import dev.tare.lab.verdict.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Were both halves given the same load, and did they do the same work? */
final class SameLoad {
    /** Offered rates that differ by more than this taint: a share of a rate that is measured. */
    static final double RATE_TAINTS = 0.02;

    /** And by more than this they are another load. */
    static final double RATE_REFUSED = 0.10;

    /** How far bodies may differ in length, as rule 9 has it. */
    static final double BODY_TOLERANCE = 0.001;

    /** Longer values are shortened in sentences. */
    private static final int LONGEST = 60;

    private SameLoad() {}

    /** In what the loads differ so that nothing can be compared, in words; empty if in nothing. */
    static String differences(Side before, Side after) {
        WorkloadRecord one = before.workload();
        WorkloadRecord two = after.workload();
        List<String> found = new ArrayList<>();
        differ(found, "method", one.request().method(), two.request().method());
        differ(found, "target", one.request().target(), two.request().target());
        differ(found, "connections", one.connections(), two.connections());
        differ(found, "threads", one.threads(), two.threads());
        differ(found, "model", one.model(), two.model());
        differ(found, "law", one.law(), two.law());
        differ(found, "timeout", time(one.timeoutNs()), time(two.timeoutNs()));
        if (!one.request().fields().equals(two.request().fields())) {
            found.add("header fields");
        }
        if (!one.request().body().equals(two.request().body())) {
            found.add("request bodies");
        }
        if (!one.check().equals(two.check())) {
            found.add("checks of the answers");
        }
        if (!one.endpoints().equals(two.endpoints())) {
            found.add("endpoints");
        }
        double difference = rateDifference(before, after);
        if (difference > RATE_REFUSED) {
            found.add(rates(before, after));
        }
        return String.join(", ", found);
    }

    private static void differ(List<String> found, String what, Object one, Object two) {
        if (!Objects.equals(one, two)) {
            found.add("%s %s and %s".formatted(what, shortened(one), shortened(two)));
        }
    }

    static String time(long ns) {
        return Words.time((double) ns);
    }

    /** A value from outside, for a sentence. */
    static String shortened(Object value) {
        String text = value.toString().isEmpty() ? "none" : value.toString();
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }

    private static double rateDifference(Side before, Side after) {
        double one = before.result().offeredRatePerSec();
        double two = after.result().offeredRatePerSec();
        return one > 0 && two > 0 ? Math.abs(two - one) / Math.min(one, two) : 0;
    }

    private static String rates(Side before, Side after) {
        return "rates %s/s and %s/s"
                .formatted(
                        Words.count(Math.round(before.result().offeredRatePerSec())),
                        Words.count(Math.round(after.result().offeredRatePerSec())));
    }

    /** What of load and work taints a comparison that is made, or makes it none. */
    static List<Reason> doubts(Side before, Side after) {
        List<Reason> reasons = new ArrayList<>();
        if (rateDifference(before, after) > RATE_TAINTS) {
            reasons.add(
                    new Reason(
                            9,
                            TAINTED,
                            "the loads differ: " + rates(before, after),
                            "Give the workload a fixed rate."));
        }
        double one = before.bodyBytes();
        double two = after.bodyBytes();
        boolean mixed = !before.workload().endpoints().isEmpty();
        if (!mixed && Math.abs(two - one) > BODY_TOLERANCE * Math.max(one, two)) {
            reasons.add(
                    new Reason(
                            9,
                            INVALID,
                            "other work: a correct answer has %s bytes of body (%s) and %s (%s)"
                                    .formatted(
                                            Words.significant(one, 7),
                                            before.label(),
                                            Words.significant(two, 7),
                                            after.label()),
                            "Make both answer alike, compression included."));
        }
        List<String> spokenBefore = before.spoken();
        List<String> spokenAfter = after.spoken();
        if (!spokenBefore.isEmpty()
                && !spokenAfter.isEmpty()
                && !spokenBefore.equals(spokenAfter)) {
            // Two specimens of one plan may be meant to differ in this: TLS beside plain, say.
            boolean meant = before.bundle().equals(after.bundle());
            reasons.add(
                    new Reason(
                            9,
                            meant ? VALID : TAINTED,
                            "connections spoke %s (%s) and %s (%s)"
                                    .formatted(
                                            shortened(String.join("; ", spokenBefore)),
                                            before.label(),
                                            shortened(String.join("; ", spokenAfter)),
                                            after.label()),
                            meant ? "" : "Let both speak the same."));
        }
        return reasons;
    }
}
