package dev.tare.io.wire.http2;

import dev.tare.base.core.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * An answer's head that is sent again and again: each session remembers how it is encoded there.
 *
 * <p>Thread-safety: immutable.
 */
public final class PreparedAnswer {
    private static final int MIN_STATUS = 200;
    private static final int MAX_STATUS = 999;

    private final PreparedFields head;

    private PreparedAnswer(PreparedFields head) {
        this.head = head;
    }

    /**
     * Prepares an answer's head.
     *
     * @param status 200 to 999
     * @param fields without Content-Length, which is given anew with each answer
     * @throws IllegalArgumentException when the status is out of range, or the whole is too large
     */
    public static PreparedAnswer of(int status, List<Field> fields) {
        if (status < MIN_STATUS || status > MAX_STATUS) {
            throw new IllegalArgumentException(
                    "status %d must be %d to %d".formatted(status, MIN_STATUS, MAX_STATUS));
        }
        List<HpackField> sent = new ArrayList<>();
        sent.add(HpackField.of(":status", Integer.toString(status)));
        sent.addAll(lowerCase(fields));
        return new PreparedAnswer(new PreparedFields(sent));
    }

    /** Prepares trailers. */
    public static PreparedAnswer trailers(List<Field> fields) {
        return new PreparedAnswer(new PreparedFields(lowerCase(fields)));
    }

    private static List<HpackField> lowerCase(List<Field> fields) {
        return fields.stream()
                .map(field -> HpackField.of(field.name().toLowerCase(Locale.ROOT), field.value()))
                .toList();
    }

    PreparedFields head() {
        return head;
    }
}
