package dev.tare.specimen.proxy.filter;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.tare.io.wire.FieldsView;
import dev.tare.specimen.proxy.config.RateLimit;
import dev.tare.specimen.proxy.filter.FilterAnswer.Reason;
import dev.tare.specimen.proxy.upstream.KeyHash;
import dev.tare.specimen.proxy.upstream.SharedLimit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Answers 429 to what is too fast, and says when to come again.
 *
 * <p>Thread-safety: all threads; they keep the limit together.
 *
 * <p>Source: RFC 6585, section 4; RFC 9110, section 10.2.3.
 */
final class RateLimitFilter implements Filter {
    private static final int TOO_MANY_REQUESTS = 429;
    private static final long SECOND_NS = 1_000_000_000;
    private static final byte[] TEXT = "429 rate_limited\n".getBytes(US_ASCII);
    private static final byte[] RETRY_AFTER = "retry-after".getBytes(US_ASCII);

    private final SharedLimit limit;
    private final boolean byClient;
    private final byte @Nullable [] header;

    RateLimitFilter(SharedLimit limit) {
        this.limit = limit;
        RateLimit.Per per = limit.config().per();
        byClient = per instanceof RateLimit.Per.Client;
        header =
                per instanceof RateLimit.Per.Header of
                        ? of.name().toLowerCase(Locale.ROOT).getBytes(US_ASCII)
                        : null;
    }

    @Override
    public Verdict onRequestHead(FilterCall call) {
        long key = byClient ? call.clientKey() : keyOf(call.fields());
        if (limit.admits(key, call.nowNs())) {
            return Verdict.CONTINUE;
        }
        long waitSeconds = Math.ceilDiv(limit.waitNs(key, call.nowNs()), SECOND_NS);
        call.answer()
                .begin(TOO_MANY_REQUESTS, Reason.RATE_LIMITED, TEXT)
                .field(RETRY_AFTER, Math.max(1, waitSeconds));
        return Verdict.ANSWER;
    }

    /** Requests without the field share one limit. */
    private long keyOf(FieldsView fields) {
        byte[] name = header;
        int field = name == null ? FieldsView.NONE : fields.find(name, FieldsView.NONE);
        return field == FieldsView.NONE
                ? 0
                : KeyHash.of(
                        fields.bytes(), fields.valueOffset(field), fields.valueLength(field), 1);
    }
}
