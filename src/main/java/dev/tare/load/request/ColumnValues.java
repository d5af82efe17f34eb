package dev.tare.load.request;

import dev.tare.io.wire.GrowableBytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One column of the data, encoded for the place where it is put in.
 *
 * <p>Thread-safety: immutable. Allocation: none after construction.
 */
final class ColumnValues {
    /** The most bytes of one column. */
    static final int MAX_BYTES = 1 << 30;

    private static final int FIRST_BYTES = 1024;

    private final byte[] bytes;

    /** Where each row's value ends; it begins where the one before it ends. */
    private final int[] ends;

    private final int maxLength;

    private ColumnValues(byte[] bytes, int[] ends, int maxLength) {
        this.bytes = bytes;
        this.ends = ends;
        this.maxLength = maxLength;
    }

    /**
     * Encodes a column.
     *
     * @param column its index
     * @throws IllegalArgumentException that names row and column, when a value must not stand in
     *     that place
     */
    static ColumnValues of(TemplateData data, int column, Place place) {
        byte[] bytes = new byte[FIRST_BYTES];
        int[] ends = new int[data.rows().size()];
        int maxLength = 0;
        int end = 0;
        for (int row = 0; row < ends.length; row++) {
            String value = data.rows().get(row).get(column);
            String fault = place.fault(value);
            if (fault != null) {
                throw new IllegalArgumentException(
                        "column \"%s\", row %d of the data: the value %s"
                                .formatted(data.columns().get(column), row + 1, fault));
            }
            byte[] encoded = place.encode(value).getBytes(StandardCharsets.UTF_8);
            if (encoded.length > MAX_BYTES - end) {
                throw new IllegalArgumentException(
                        "column \"%s\" of the data has more than %d bytes"
                                .formatted(data.columns().get(column), MAX_BYTES));
            }
            if (encoded.length > bytes.length - end) {
                int twice = (int) Math.min(MAX_BYTES, 2L * bytes.length);
                bytes = Arrays.copyOf(bytes, Math.max(twice, end + encoded.length));
            }
            System.arraycopy(encoded, 0, bytes, end, encoded.length);
            end += encoded.length;
            ends[row] = end;
            maxLength = Math.max(maxLength, encoded.length);
        }
        return new ColumnValues(Arrays.copyOf(bytes, end), ends, maxLength);
    }

    int rows() {
        return ends.length;
    }

    int maxLength() {
        return maxLength;
    }

    int length(int row) {
        return ends[row] - start(row);
    }

    void appendTo(GrowableBytes to, int row) {
        to.append(bytes, start(row), length(row));
    }

    private int start(int row) {
        return row == 0 ? 0 : ends[row - 1];
    }
}
