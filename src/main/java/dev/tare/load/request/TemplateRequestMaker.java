package dev.tare.load.request;

import dev.tare.base.core.RequestBody;
import dev.tare.base.core.RequestSpec;
import dev.tare.io.wire.GrowableBytes;
import dev.tare.io.wire.Http1Head;
import dev.tare.io.wire.RequestBytes;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/**
 * Fills a template of an HTTP/1.1 request anew for each request.
 *
 * <p>Thread-safety: immutable. Allocation: none but for the growth of the slot's buffer.
 */
final class TemplateRequestMaker implements RequestMaker {
    /** The longest body that a template may give, bytes. */
    static final int MAX_BODY_BYTES = 16 * 1024 * 1024;

    /**
     * Fields of which a codec takes only some values: each row is tried before anything is sent.
     */
    private static final Set<String> PARTICULAR =
            Set.of("host", "connection", "expect", "upgrade", "te");

    private static final byte[] LENGTH_NAME = ascii("Content-Length: ");
    private static final byte[] VERSION = ascii(" HTTP/1.1\r\n");
    private static final byte[] LINE_END = ascii("\r\n");

    private final RequestTemplate template;
    private final byte[] method;
    private final byte[][] names;
    private final boolean withLength;
    private final boolean ownCookie;

    TemplateRequestMaker(
            RequestSpec request, RequestBody body, String authority, TemplateData data) {
        RequestSpec whole =
                new RequestSpec(
                        request.method(),
                        request.target(),
                        RequestBytes.fields(request, authority),
                        "");
        template = RequestTemplate.of(whole, body, data);
        method = ascii(request.method() + " ");
        names =
                template.fields().stream()
                        .map(field -> ascii(field.name() + ": "))
                        .toArray(byte[][]::new);
        withLength = RequestBytes.saysLength(request, template.body().maxLength() > 0);
        ownCookie = CookieField.isGivenBy(request);
        refuseTooLarge();
        refuseMalformed(data.rows().size());
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private void refuseTooLarge() {
        long headBytes = method.length + template.target().maxLength() + VERSION.length;
        for (int i = 0; i < names.length; i++) {
            headBytes += names[i].length + template.fields().get(i).value().maxLength();
            headBytes += LINE_END.length;
        }
        if (headBytes > Http1Head.MAX_HEAD_BYTES) {
            throw new IllegalArgumentException(
                    "the head may have %d bytes when its holes are filled, must be at most %d"
                            .formatted(headBytes, Http1Head.MAX_HEAD_BYTES));
        }
        long bodyBytes = template.body().maxLength();
        if (bodyBytes > MAX_BODY_BYTES) {
            throw new IllegalArgumentException(
                    "the body may have %d bytes when its holes are filled, must be at most %d"
                            .formatted(bodyBytes, MAX_BODY_BYTES));
        }
    }

    private void refuseMalformed(int rows) {
        boolean eachRow =
                template.fields().stream()
                        .anyMatch(field ->
                                field.value().usesRows()
                                        && PARTICULAR.contains(
                                                field.name().toLowerCase(Locale.ROOT)));
        OutgoingRequest trial = new OutgoingRequest();
        for (int row = 0; row < (eachRow ? rows : 1); row++) {
            make(row, trial);
            RequestBytes.refuseMalformed(
                    trial.bytes(), trial.length() - template.body().length(row));
        }
    }

    @Override
    public void make(long sequence, OutgoingRequest into) {
        GrowableBytes making = into.beginMaking().append(method);
        int targetStart = making.length();
        template.target().appendTo(making, sequence);
        int targetLength = making.length() - targetStart;
        making.append(VERSION);
        for (int i = 0; i < names.length; i++) {
            making.append(names[i]);
            template.fields().get(i).value().appendTo(making, sequence);
            making.append(LINE_END);
        }
        if (withLength) {
            making.append(LENGTH_NAME).appendDecimal(template.body().length(sequence));
            making.append(LINE_END);
        }
        if (!ownCookie && !into.cookies().isEmpty()) {
            CookieField.append(making, into.cookies(), targetStart, targetLength);
        }
        making.append(LINE_END);
        template.body().appendTo(making, sequence);
        into.made();
        into.targetAt(targetStart, targetLength);
    }
}
