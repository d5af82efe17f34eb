package dev.tare.specimen.app.wamp.serializer;

import dev.tare.specimen.app.wamp.message.ProtocolFault;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** The bytes of one message, of which numbers and pieces are taken. */
final class ByteInput {
    private static final VarHandle SHORT =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final byte[] bytes;
    private final int end;
    private int next;

    ByteInput(byte[] bytes, int offset, int length) {
        this.bytes = bytes;
        next = offset;
        end = offset + length;
    }

    int left() {
        return end - next;
    }

    /** Takes so many bytes; returns where they lie. */
    private int take(long count) throws ProtocolFault {
        if (count < 0 || count > left()) {
            throw new ProtocolFault("the bytes end within a value");
        }
        int at = next;
        next += (int) count;
        return at;
    }

    int unsigned8() throws ProtocolFault {
        return bytes[take(1)] & 0xff;
    }

    int unsigned16() throws ProtocolFault {
        return (short) SHORT.get(bytes, take(Short.BYTES)) & 0xffff;
    }

    long unsigned32() throws ProtocolFault {
        return (int) INT.get(bytes, take(Integer.BYTES)) & 0xffff_ffffL;
    }

    /** Eight bytes, which a negative number stands for where they are more than 2^63 − 1. */
    long word() throws ProtocolFault {
        return (long) LONG.get(bytes, take(Long.BYTES));
    }

    String text(long length) throws ProtocolFault {
        return Bounds.text(bytes, take(length), (int) length);
    }

    byte[] binary(long length) throws ProtocolFault {
        int at = take(length);
        return Arrays.copyOfRange(bytes, at, at + (int) length);
    }

    /**
     * How many elements a list or dict says it has, so that room for them can be made.
     *
     * @param bytesEach the least that one takes up
     */
    int elements(long count, int bytesEach) throws ProtocolFault {
        if (count < 0 || count > left() / bytesEach) {
            throw new ProtocolFault("the bytes end within a list or dict");
        }
        return (int) count;
    }

    void end() throws ProtocolFault {
        if (left() > 0) {
            throw new ProtocolFault("%d bytes follow the value".formatted(left()));
        }
    }
}
