package dev.tare.load.request;

import dev.tare.base.core.RequestBody;
import dev.tare.base.core.RequestSpec;
import dev.tare.io.wire.GrowableBytes;
import dev.tare.io.wire.RequestBytes;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Sends the same HTTP/1.1 request again and again, with the client's cookies where it has any. */
final class StaticRequestMaker implements RequestMaker {
    private final MemorySegment bytes;
    private final int length;
    private final int fieldsEnd;
    private final int targetStart;
    private final int targetLength;
    private final boolean ownCookie;

    StaticRequestMaker(RequestSpec request, RequestBody body, String authority, Arena arena) {
        bytes = RequestBytes.encode(request, body, authority, arena);
        length = Math.toIntExact(bytes.byteSize());
        fieldsEnd = fieldsEnd(bytes);
        targetStart = request.method().length() + 1;
        targetLength = request.target().length();
        ownCookie = CookieField.isGivenBy(request);
    }

    /** Where the line of the last field ends, before the empty line. */
    private static int fieldsEnd(MemorySegment bytes) {
        int p = 0;
        while (bytes.get(ValueLayout.JAVA_BYTE, p) != '\r'
                || bytes.get(ValueLayout.JAVA_BYTE, p + 2L) != '\r') {
            p++;
        }
        return p + 2;
    }

    @Override
    public void make(long sequence, OutgoingRequest into) {
        if (ownCookie || into.cookies().isEmpty()) {
            into.use(bytes, 0, length);
        } else {
            GrowableBytes making = into.beginMaking().append(bytes, 0, fieldsEnd);
            CookieField.append(making, into.cookies(), targetStart, targetLength);
            making.append(bytes, fieldsEnd, length - fieldsEnd);
            into.made();
        }
        into.targetAt(targetStart, targetLength);
    }
}
