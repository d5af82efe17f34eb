package dev.tare.load.request;

import dev.tare.base.core.RequestSpec;
import dev.tare.io.wire.GrowableBytes;
import java.nio.charset.StandardCharsets;

/** The field {@code Cookie} of an HTTP/1.1 request that is being made. */
final class CookieField {
    private static final byte[] NAME = "Cookie: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] LINE_END = {'\r', '\n'};

    private CookieField() {}

    /**
     * Whether a request has a {@code Cookie} of its own. It is then sent alone, for there must not
     * be two (RFC 6265, section 5.4).
     */
    static boolean isGivenBy(RequestSpec request) {
        return request.fields().stream().anyMatch(field -> field.name().equalsIgnoreCase("Cookie"));
    }

    /**
     * Appends the field's line, if the jar has a cookie for the request target.
     *
     * @param targetStart where in {@code making} the request target lies
     */
    static void append(GrowableBytes making, CookieJar cookies, int targetStart, int targetLength) {
        int before = making.length();
        making.append(NAME);
        if (cookies.appendTo(making, making.bytes(), targetStart, targetLength)) {
            making.append(LINE_END);
        } else {
            making.truncateTo(before);
        }
    }
}
