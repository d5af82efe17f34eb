package dev.tare.specimen.proxy.copy;

import dev.tare.io.nativeaccess.LinuxDeviceFile;
import dev.tare.io.nativeaccess.LinuxErrno;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/**
 * A work queue of a real device, {@code /dev/dsa/wqD.Q}, to which descriptors go by {@code write}.
 *
 * <p>The instructions that hand over a descriptor without the kernel, ENQCMD and MOVDIR64B, have no
 * equal in Java, and native code of ours for them would have to be called like the kernel is.
 *
 * <p>Danger: the device reads memory that we have just written. Fact: the kernel's own stores to
 * the device are not ordered after ours. Use: a full fence before every write.
 *
 * <p>Source: {@code drivers/dma/idxd/cdev.c} of Linux, since its commit 6827738dc684: the kernel
 * takes whole descriptors one by one, fills in the owner, and returns how many bytes it took. Never
 * run on a device so far: there was none at hand.
 */
final class DsaQueue implements DsaPortal {
    private final LinuxDeviceFile file;
    private final int capacity;

    /**
     * A queue whose file is open.
     *
     * @param capacity as {@link DsaPortal#capacity}
     */
    DsaQueue(LinuxDeviceFile file, int capacity) {
        this.file = file;
        this.capacity = capacity;
    }

    @Override
    public int capacity() {
        return capacity;
    }

    @Override
    public int submit(MemorySegment descriptors, int first, int count) {
        VarHandle.fullFence();
        int bytes = count * DsaDescriptor.BYTES;
        int taken = file.write(descriptors, (long) first * DsaDescriptor.BYTES, bytes);
        if (taken < 0) {
            return taken;
        }
        return taken < DsaDescriptor.BYTES ? -LinuxErrno.EAGAIN : taken / DsaDescriptor.BYTES;
    }

    /** When the last file of a queue is closed, the kernel waits for what is under way in it. */
    @Override
    public void close() {
        file.close();
    }
}
