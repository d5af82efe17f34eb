package dev.tare.io.wire.http2;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A list of fields that is sent again and again: every {@link HpackEncoder} remembers it by its
 * number.
 *
 * <p>Thread-safety: immutable.
 */
final class PreparedFields {
    private static final AtomicLong NEXT_NUMBER = new AtomicLong();

    private final List<HpackField> fields;
    private final long number = NEXT_NUMBER.getAndIncrement();
    private final int maxEncodedBytes;

    /**
     * Takes fields in the order in which they are sent.
     *
     * @throws IllegalArgumentException when there are more than {@link Http2Fields#MAX_FIELDS}, or
     *     more than {@link Http2Fields#MAX_LIST_BYTES} of them
     */
    PreparedFields(List<HpackField> fields) {
        this.fields = List.copyOf(fields);
        long listBytes = fields.stream().mapToLong(HpackField::tableBytes).sum();
        if (fields.size() > Http2Fields.MAX_FIELDS || listBytes > Http2Fields.MAX_LIST_BYTES) {
            throw new IllegalArgumentException(
                    "%d header fields of %d bytes must be at most %d of %d"
                            .formatted(
                                    fields.size(),
                                    listBytes,
                                    Http2Fields.MAX_FIELDS,
                                    Http2Fields.MAX_LIST_BYTES));
        }
        // The 32 bytes that each field counts in a table are more than its integers take.
        maxEncodedBytes = (int) listBytes;
    }

    List<HpackField> fields() {
        return fields;
    }

    /** Different for each list. */
    long number() {
        return number;
    }

    /** More bytes than any encoder writes for it. */
    int maxEncodedBytes() {
        return maxEncodedBytes;
    }
}
