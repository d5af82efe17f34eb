package dev.tare.specimen.app.wamp.serializer;

import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Where a serializer writes: an array that grows, to be used again.
 *
 * <p>Thread-safety: one thread. Allocation: when more is written than ever before.
 */
public final class EncodedBytes extends OutputStream {
    private static final int FIRST_BYTES = 1024;

    /** An array that has grown beyond this is given up at {@link #clear}. */
    private static final int KEPT_BYTES = 1 << 20;

    private static final VarHandle SHORT =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private byte[] array = new byte[FIRST_BYTES];
    private int length;

    /** The array, of which the first {@link #length} bytes count; until more is written. */
    public byte[] array() {
        return array;
    }

    /** How many bytes were written. */
    public int length() {
        return length;
    }

    /** Forgets what was written. */
    public EncodedBytes clear() {
        length = 0;
        if (array.length > KEPT_BYTES) {
            array = new byte[FIRST_BYTES];
        }
        return this;
    }

    /** A copy of what was written. */
    public byte[] toByteArray() {
        return Arrays.copyOf(array, length);
    }

    @Override
    public void write(int b) {
        reserve(1);
        array[length++] = (byte) b;
    }

    @Override
    public void write(byte[] source) {
        write(source, 0, source.length);
    }

    @Override
    public void write(byte[] source, int offset, int count) {
        reserve(count);
        System.arraycopy(source, offset, array, length, count);
        length += count;
    }

    /** A byte, and a number of one byte behind it. */
    void head8(int first, int value) {
        write(first);
        write(value);
    }

    /** A byte, and a number of two bytes behind it. */
    void head16(int first, int value) {
        write(first);
        reserve(Short.BYTES);
        SHORT.set(array, length, (short) value);
        length += Short.BYTES;
    }

    /** A byte, and a number of four bytes behind it. */
    void head32(int first, int value) {
        write(first);
        reserve(Integer.BYTES);
        INT.set(array, length, value);
        length += Integer.BYTES;
    }

    /** A byte, and a number of eight bytes behind it. */
    void head64(int first, long value) {
        write(first);
        reserve(Long.BYTES);
        LONG.set(array, length, value);
        length += Long.BYTES;
    }

    private void reserve(int more) {
        if (more > array.length - length) {
            array = Arrays.copyOf(array, Math.max(Math.addExact(length, more), array.length * 2));
        }
    }
}
