package dev.tare.specimen.proxy.filter;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.tare.io.wire.FieldsView;
import dev.tare.specimen.planlimit.PlanCheck;
import dev.tare.specimen.planlimit.PlanLimiter;
import dev.tare.specimen.planlimit.PlanOutcome;
import dev.tare.specimen.proxy.config.FilterRule;
import dev.tare.specimen.proxy.filter.FilterAnswer.Reason;
import java.util.Locale;

/**
 * Lets so many requests a minute pass for each user, by the plan that the token names; answers 401
 * and 429 as the image hub itself does. A request with two tokens has none.
 *
 * <p>Thread-safety: one loop's thread; all threads keep the limits together. Allocation: for a user
 * who is new.
 */
final class PlanLimitFilter implements Filter {
    private static final byte[] UNAUTHORIZED = ascii(PlanOutcome.UNAUTHORIZED.text());
    private static final byte[] UNKNOWN_PLAN = ascii(PlanOutcome.UNKNOWN_PLAN.text());
    private static final byte[] EXCEEDED = ascii(PlanOutcome.EXCEEDED.text());
    private static final byte[] WWW_AUTHENTICATE = ascii("www-authenticate");
    private static final byte[] CHALLENGE = ascii(PlanOutcome.CHALLENGE);
    private static final byte[] COUNT = ascii(PlanOutcome.COUNT_FIELD);
    private static final byte[] USER = ascii(PlanOutcome.USER_FIELD);
    private static final byte[] RETRY_AFTER = ascii("retry-after");
    private static final byte[] ALLOW_ORIGIN = ascii("access-control-allow-origin");
    private static final byte[] ANY = ascii("*");

    private final byte[] header;
    private final PlanCheck check;
    private final long monotonicToEpochNs;

    /**
     * The filter of one loop.
     *
     * @param monotonicToEpochNs what is added to the monotonic clock's time for the wall clock's
     */
    PlanLimitFilter(FilterRule.PlanLimit rule, PlanLimiter limiter, long monotonicToEpochNs) {
        header = ascii(rule.header().toLowerCase(Locale.ROOT));
        check = limiter.forThread();
        this.monotonicToEpochNs = monotonicToEpochNs;
    }

    @Override
    public Verdict onRequestHead(FilterCall call) {
        FieldsView fields = call.fields();
        int field = fields.find(header, FieldsView.NONE);
        boolean one = field != FieldsView.NONE && fields.find(header, field) == FieldsView.NONE;
        long epochNs = call.nowNs() + monotonicToEpochNs;
        PlanOutcome outcome =
                one
                        ? check.check(
                                fields.bytes(),
                                fields.valueOffset(field),
                                fields.valueLength(field),
                                epochNs)
                        : PlanOutcome.UNAUTHORIZED;
        FilterAnswer answer = call.answer();
        switch (outcome) {
            case ADMITTED -> {
                return Verdict.CONTINUE;
            }
            case UNAUTHORIZED ->
                    answer.begin(outcome.status(), Reason.TOKEN_REFUSED, UNAUTHORIZED)
                            .field(WWW_AUTHENTICATE, CHALLENGE);
            case UNKNOWN_PLAN -> answer.begin(outcome.status(), Reason.FILTER_DENIED, UNKNOWN_PLAN);
            case EXCEEDED ->
                    answer.begin(outcome.status(), Reason.RATE_LIMITED, EXCEEDED)
                            .field(COUNT, check.count())
                            .field(USER, check.user())
                            .field(RETRY_AFTER, PlanCheck.untilNextMinuteS(epochNs));
        }
        answer.field(ALLOW_ORIGIN, ANY);
        return Verdict.ANSWER;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(US_ASCII);
    }
}
