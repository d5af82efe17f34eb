package dev.tare.io.net;

import dev.tare.io.nativeaccess.LinuxErrno;
import dev.tare.io.nativeaccess.LinuxIoUring;
import dev.tare.io.nativeaccess.LinuxSockets;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * The short sends between two system calls: copied here, and submitted together by the next one.
 *
 * <p>Danger 1: the memory is written to again while the kernel still reads it. Fact: {@link
 * LinuxIoUring#send} never waits, so that all is done when the call that has submitted it returns.
 * Use: what the kernel has not taken is found among the completions right after that call ({@link
 * #onCompletion}) and goes to its connection, before anything else is copied here.
 *
 * <p>Danger 2: of two sends of one connection the first is refused and the second is not. Use: a
 * connection has one at a time; more bytes lengthen it, where they come to lie right behind.
 *
 * <p>Danger 3: a refusal does not fit among the completions, and comes later. Use: nothing is
 * deferred while more of them are unread than leave room for one of every operation.
 *
 * <p>Thread-safety: the loop's own thread. Allocation: none.
 */
final class DeferredSends {
    /** The most bytes of one connection that are said to be sent and are not. */
    static final int MAX_CONNECTION_BYTES = 64 * 1024;

    private static final int MEMORY_BYTES = 512 * 1024;
    private static final int MAX_UNREAD = LinuxIoUring.MAX_UNREAD - LinuxIoUring.MAX_PREPARED;

    private final LinuxIoUring ring;
    private final MemorySegment memory = Arena.ofAuto().allocate(MEMORY_BYTES, Long.BYTES);
    private final @Nullable IoUringConnection[] owners =
            new @Nullable IoUringConnection[LinuxIoUring.MAX_PREPARED];
    private final int[] starts = new int[LinuxIoUring.MAX_PREPARED];
    private final int[] lengths = new int[LinuxIoUring.MAX_PREPARED];
    private int used;
    private long batch = 1;

    DeferredSends(LinuxIoUring ring) {
        this.ring = ring;
    }

    /** Whether there is anything here that the kernel has not seen. */
    boolean any() {
        return used > 0;
    }

    /** Whether a send of the connection is here. */
    boolean has(IoUringConnection connection) {
        return connection.sendBatch == batch;
    }

    /**
     * Takes the bytes, if there is room for all of them.
     *
     * @return whether they were taken
     */
    boolean add(IoUringConnection connection, MemorySegment bytes, long offset, int length) {
        if (used + length > MEMORY_BYTES) {
            return false;
        }
        if (has(connection)) {
            int number = connection.sendNumber;
            int all = lengths[number] + length;
            if (starts[number] + lengths[number] != used || all > MAX_CONNECTION_BYTES) {
                return false;
            }
            lengths[number] = all;
            ring.extendSend(number, all);
        } else {
            if (!ring.hasRoom() || ring.unread() > MAX_UNREAD) {
                return false;
            }
            int number = ring.nextNumber();
            owners[number] = connection;
            starts[number] = used;
            lengths[number] = length;
            long data = IoUringEventLoop.sendData(number);
            ring.send(connection.descriptor, memory.address() + used, length, data);
            connection.sendBatch = batch;
            connection.sendNumber = number;
        }
        MemorySegment.copy(bytes, offset, memory, used, length);
        used += length;
        return true;
    }

    /** Prepares to connect, if there is room for the address here; returns whether there was. */
    boolean connect(int descriptor, SocketAddress address, long data) {
        int start = (used + Long.BYTES - 1) & -Long.BYTES;
        if (!ring.hasRoom() || start + LinuxSockets.ADDRESS_BYTES > MEMORY_BYTES) {
            return false;
        }
        MemorySegment room = memory.asSlice(start, LinuxSockets.ADDRESS_BYTES);
        int bytes = LinuxSockets.writeAddress(room, address);
        ring.connect(descriptor, room.address(), bytes, data);
        used = start + bytes;
        return true;
    }

    /** The kernel has not taken all of a send: its connection keeps the rest. */
    void onCompletion(int number, int result) {
        IoUringConnection owner = owners[number];
        if (owner == null || !has(owner) || owner.sendNumber != number) {
            return;
        }
        if (result >= 0 || result == -LinuxErrno.EAGAIN || result == -LinuxErrno.EINTR) {
            int taken = Math.max(result, 0);
            owner.keepUnsent(memory, starts[number] + taken, lengths[number] - taken);
        } else {
            owner.onSendFailed(LinuxFailures.of(-result));
        }
    }

    /** The kernel has seen everything. */
    void clear() {
        used = 0;
        batch++;
    }
}
