package dev.tare.specimen.proxy.filter;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.tare.specimen.proxy.config.FilterRule;
import dev.tare.specimen.proxy.filter.FilterAnswer.Reason;
import java.lang.foreign.MemorySegment;

/**
 * Keeps long bodies out: by their announced length before a byte passes, without one when they turn
 * out too long.
 *
 * <p>Thread-safety: immutable. Source: RFC 9110, section 15.5.14.
 */
final class BodyLimitFilter implements Filter {
    private static final int CONTENT_TOO_LARGE = 413;
    private static final int BAD_GATEWAY = 502;
    private static final byte[] REQUEST_TEXT = "413 request_too_large\n".getBytes(US_ASCII);
    private static final byte[] RESPONSE_TEXT = "502 response_too_large\n".getBytes(US_ASCII);

    private final long maxRequestBytes;
    private final long maxResponseBytes;

    BodyLimitFilter(FilterRule.BodyLimit rule) {
        maxRequestBytes = rule.requestBytes().orElse(Long.MAX_VALUE);
        maxResponseBytes = rule.responseBytes().orElse(Long.MAX_VALUE);
    }

    @Override
    public Verdict onRequestHead(FilterCall call) {
        if (call.lengthBytes() == FilterCall.UNKNOWN && maxRequestBytes < Long.MAX_VALUE) {
            call.watchRequestBody();
        }
        return request(call, call.lengthBytes());
    }

    @Override
    public Verdict onRequestBody(FilterCall call, MemorySegment bytes, long offset, int length) {
        return request(call, call.shownBytes());
    }

    private Verdict request(FilterCall call, long bytes) {
        if (bytes <= maxRequestBytes) {
            return Verdict.CONTINUE;
        }
        call.answer().begin(CONTENT_TOO_LARGE, Reason.REQUEST_TOO_LARGE, REQUEST_TEXT);
        return Verdict.ANSWER;
    }

    @Override
    public Verdict onResponseHead(FilterCall call) {
        if (call.lengthBytes() == FilterCall.UNKNOWN && maxResponseBytes < Long.MAX_VALUE) {
            call.watchResponseBody();
        }
        return response(call, call.lengthBytes());
    }

    @Override
    public Verdict onResponseBody(FilterCall call, MemorySegment bytes, long offset, int length) {
        return response(call, call.shownBytes());
    }

    private Verdict response(FilterCall call, long bytes) {
        if (bytes <= maxResponseBytes) {
            return Verdict.CONTINUE;
        }
        call.answer().begin(BAD_GATEWAY, Reason.RESPONSE_TOO_LARGE, RESPONSE_TEXT);
        return Verdict.ANSWER;
    }
}
