package dev.tare.io.wire;

import java.lang.foreign.MemorySegment;

/**
 * The fields of an HTTP/1.x head.
 *
 * <p>One view serves all heads that its {@link Http1Head} parses. Allocation: as {@link FieldsView}
 * says.
 */
public final class Http1Fields implements FieldsView {
    private final Http1Head head;

    /** A view of whatever {@code head} has parsed last. */
    public Http1Fields(Http1Head head) {
        this.head = head;
    }

    @Override
    public int count() {
        return head.fieldCount();
    }

    @Override
    public int find(byte[] lowerCaseName, int after) {
        for (int i = after + 1; i < head.fieldCount(); i++) {
            int start = head.nameStart(i);
            if (head.nameEnd(i) - start == lowerCaseName.length && named(start, lowerCaseName)) {
                return i;
            }
        }
        return NONE;
    }

    private boolean named(int start, byte[] lowerCaseName) {
        long position = head.offset() + start;
        for (int i = 0; i < lowerCaseName.length; i++) {
            byte b = Octets.at(head.buffer(), position + i);
            int lowerCase = b >= 'A' && b <= 'Z' ? b | 0x20 : b;
            if (lowerCase != lowerCaseName[i]) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean valueEquals(int i, byte[] value) {
        if (valueLength(i) != value.length) {
            return false;
        }
        long position = valueOffset(i);
        for (int k = 0; k < value.length; k++) {
            if (Octets.at(head.buffer(), position + k) != value[k]) {
                return false;
            }
        }
        return true;
    }

    @Override
    public MemorySegment bytes() {
        return head.buffer();
    }

    @Override
    public int known(int i) {
        return head.known(i);
    }

    @Override
    public long nameOffset(int i) {
        return head.offset() + head.nameStart(i);
    }

    @Override
    public int nameLength(int i) {
        return head.nameEnd(i) - head.nameStart(i);
    }

    @Override
    public long valueOffset(int i) {
        return head.offset() + head.valueStart(i);
    }

    @Override
    public int valueLength(int i) {
        return head.valueEnd(i) - head.valueStart(i);
    }

    @Override
    public String nameText(int i) {
        return head.copy(head.nameStart(i), head.nameEnd(i));
    }

    @Override
    public String valueText(int i) {
        return head.copy(head.valueStart(i), head.valueEnd(i));
    }
}
