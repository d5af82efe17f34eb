package dev.tare.specimen.origin;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tare.base.core.Field;
import dev.tare.io.wire.http2.PreparedAnswer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answers that do not depend on the request's size, made once.
 *
 * <p>Thread-safety: one loop's thread. Allocation: for the first answer of each status, and for
 * those with a text of their own.
 */
final class Http2Answers {
    private static final int MAX_STATUS = 599;
    private static final int OK = 200;
    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;
    private static final int NOT_ALLOWED = 405;

    /**
     * A head, and the text behind it.
     *
     * @param hasLength whether Content-Length is sent
     */
    record Text(PreparedAnswer head, String body, boolean hasLength) {
        byte[] bytes() {
            return body.getBytes(UTF_8);
        }
    }

    private final PreparedAnswer content =
            PreparedAnswer.of(OK, List.of(new Field("content-type", "application/octet-stream")));
    private final PreparedAnswer json =
            PreparedAnswer.of(OK, List.of(new Field("content-type", "application/json")));
    private final PreparedAnswer plain =
            PreparedAnswer.of(OK, List.of(new Field("content-type", "text/plain")));
    private final @Nullable Text[] statuses = new @Nullable Text[MAX_STATUS + 1];

    /** The head of known content. */
    PreparedAnswer content() {
        return content;
    }

    /** 200 with a text, or with JSON. */
    Text text(String body) {
        return new Text(body.startsWith("{") ? json : plain, body, true);
    }

    /** A status of 200 to 599 with a text that names it, where it may have one. */
    Text status(int status) {
        Text text = statuses[status];
        if (text == null) {
            boolean bodiless = status == NO_CONTENT || status == NOT_MODIFIED;
            List<Field> fields = new ArrayList<>();
            if (!bodiless) {
                fields.add(new Field("content-type", "text/plain"));
            }
            String body = bodiless ? "" : "status " + status + "\n";
            text = new Text(PreparedAnswer.of(status, fields), body, !bodiless);
            statuses[status] = text;
        }
        return text;
    }

    /** 405 with the methods that are allowed. */
    Text wrongMethod(String allowed) {
        List<Field> fields =
                List.of(new Field("allow", allowed), new Field("content-type", "text/plain"));
        return new Text(PreparedAnswer.of(NOT_ALLOWED, fields), "wrong method\n", true);
    }
}
