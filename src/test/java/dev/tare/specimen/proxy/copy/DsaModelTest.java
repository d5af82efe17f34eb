package dev.tare.specimen.proxy.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.io.nativeaccess.LinuxErrno;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The model refuses what the kernel and the device would refuse, and says so as they do. */
final class DsaModelTest {
    private static final int BYTES = 1000;

    private final Arena arena = Arena.ofAuto();
    private final MemorySegment descriptors = arena.allocate(4L * DsaDescriptor.BYTES, 64);
    private final MemorySegment record = arena.allocate(2L * DsaCompletion.BYTES, 32);
    private final MemorySegment source = arena.allocate(BYTES);
    private final MemorySegment destination = arena.allocate(BYTES);
    private DsaModel model = new DsaModel(4, DsaFaults.NONE);

    @BeforeEach
    void write() {
        for (int i = 0; i < BYTES; i++) {
            source.set(ValueLayout.JAVA_BYTE, i, (byte) (i * 7 + 1));
        }
        copy(0);
    }

    private void copy(int index) {
        DsaDescriptor.writeCopy(
                descriptors,
                (long) index * DsaDescriptor.BYTES,
                record.address(),
                source.address(),
                destination.address(),
                BYTES);
    }

    private int status() {
        return DsaCompletion.status(record, 0);
    }

    @Test
    void aMemoryMoveCopiesAndSaysSo() {
        assertThat(model.submit(descriptors, 0, 1)).isEqualTo(1);
        assertThat(status()).isEqualTo(DsaCompletion.SUCCESS);
        assertThat(destination.mismatch(source)).isEqualTo(-1);
    }

    @Test
    void noOperationAndDrainAreDone() {
        DsaDescriptor.writeNoop(descriptors, 0, record.address());
        assertThat(model.submit(descriptors, 0, 1)).isEqualTo(1);
        assertThat(status()).isEqualTo(DsaCompletion.SUCCESS);

        DsaCompletion.clear(record, 0);
        descriptors.set(
                ValueLayout.JAVA_BYTE, DsaDescriptor.OPERATION_AT + 3, (byte) DsaDescriptor.DRAIN);
        assertThat(model.submit(descriptors, 0, 1)).isEqualTo(1);
        assertThat(status()).isEqualTo(DsaCompletion.SUCCESS);
    }

    @Test
    void drainIsDoneAfterWhatCameBefore() {
        model = new DsaModel(4, new DsaFaults(1, 0, 0, 0, 1));
        assertThat(model.submit(descriptors, 0, 1)).isEqualTo(1);
        assertThat(status()).isEqualTo(DsaCompletion.NONE);
        DsaDescriptor.writeNoop(descriptors, 64, record.address() + DsaCompletion.BYTES);
        descriptors.set(
                ValueLayout.JAVA_BYTE,
                64 + DsaDescriptor.OPERATION_AT + 3,
                (byte) DsaDescriptor.DRAIN);
        assertThat(model.submit(descriptors, 1, 1)).isEqualTo(1);
        while (DsaCompletion.status(record, DsaCompletion.BYTES) == DsaCompletion.NONE) {
            model.step();
        }
        assertThat(status()).isEqualTo(DsaCompletion.SUCCESS);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        // name, offset in the descriptor, bits set there, status
        "unknown opcode, 7, 0x10, 0x10",
        "a flag of check results, 4, 0x80, 0x11",
        "a flag that nothing has, 6, 0x40, 0x11",
        "a reserved bit beside the owner, 3, 0x40, 0x12",
        "reserved bits behind the handle, 38, 0x1, 0x12",
        "bits of other operations, 63, 0x1, 0x12",
        "an interrupt, 4, 0x10, 0x19",
        "more than is allowed, 35, 0x7f, 0x13",
    })
    void whatADeviceFindsWrongGetsItsStatus(String name, long at, String bits, String expected) {
        byte old = descriptors.get(ValueLayout.JAVA_BYTE, at);
        descriptors.set(ValueLayout.JAVA_BYTE, at, (byte) (old | Integer.decode(bits)));

        assertThat(model.submit(descriptors, 0, 1)).as(name).isEqualTo(1);
        assertThat(status()).as(name).isEqualTo(Integer.decode(expected));
        assertThat(destination.get(ValueLayout.JAVA_BYTE, 0)).isZero();
    }

    @Test
    void aMoveOfNothingIsOutOfRange() {
        descriptors.set(DsaDescriptor.INT, DsaDescriptor.SIZE_AT, 0);
        assertThat(model.submit(descriptors, 0, 1)).isEqualTo(1);
        assertThat(status()).isEqualTo(DsaCompletion.SIZE_OUT_OF_RANGE);
    }

    @Test
    void invalidFlagsAreTold() {
        descriptors.set(ValueLayout.JAVA_BYTE, 5, (byte) 0x41);
        model.submit(descriptors, 0, 1);
        assertThat(status()).isEqualTo(DsaCompletion.INVALID_FLAGS);
        assertThat(record.get(DsaDescriptor.INT, DsaCompletion.INVALID_FLAGS_AT)).isEqualTo(0x4000);
    }

    @Test
    void ownerAndPrivilegeAreTheKernelsToSay() {
        descriptors.set(DsaDescriptor.INT, DsaDescriptor.OWNER_AT, DsaDescriptor.PRIVILEGED | 77);
        assertThat(model.submit(descriptors, 0, 1)).isEqualTo(1);
        assertThat(status()).isEqualTo(DsaCompletion.SUCCESS);
    }

    @Test
    void whatTheKernelRefusesIsNotTaken() {
        long unaligned = record.address() + 16;
        descriptors.set(DsaDescriptor.LONG, DsaDescriptor.COMPLETION_AT, unaligned);
        assertThat(model.submit(descriptors, 0, 1)).isEqualTo(-LinuxErrno.EINVAL);

        copy(0);
        copy(1);
        long opcodeAt = DsaDescriptor.BYTES + DsaDescriptor.OPERATION_AT + 3;
        descriptors.set(ValueLayout.JAVA_BYTE, opcodeAt, (byte) DsaDescriptor.BATCH);
        assertThat(model.submit(descriptors, 0, 2)).isEqualTo(1);
        assertThat(model.submit(descriptors, 1, 1)).isEqualTo(-LinuxErrno.EINVAL);
    }

    @Test
    void aQueueOfFourTakesFour() {
        model = new DsaModel(4, new DsaFaults(1, 0, 0, 0, 1));
        for (int i = 0; i < 4; i++) {
            copy(i);
        }
        assertThat(model.submit(descriptors, 0, 4)).isEqualTo(4);
        assertThat(model.submit(descriptors, 0, 4)).isEqualTo(-LinuxErrno.EAGAIN);
        model.close();
        assertThat(status()).isEqualTo(DsaCompletion.SUCCESS);
        assertThat(model.submit(descriptors, 0, 4)).isEqualTo(4);
    }

    @Test
    void aPageFaultTellsHowFarItCame() {
        model.stopNextAt(123, true);
        assertThat(model.submit(descriptors, 0, 1)).isEqualTo(1);
        assertThat(status()).isEqualTo(DsaCompletion.PAGE_FAULT | DsaCompletion.FAULT_OF_WRITING);
        assertThat(DsaCompletion.bytesCompleted(record, 0)).isEqualTo(123);
        assertThat(DsaCompletion.faultAddress(record, 0) / 4096)
                .isEqualTo((destination.address() + 123) / 4096);
        assertThat(destination.asSlice(0, 123).mismatch(source.asSlice(0, 123))).isEqualTo(-1);
    }

    @Test
    void aDeviceThatMayBlockMeetsNoPageFault() {
        model.stopNextAt(123, false);
        descriptors.set(ValueLayout.JAVA_BYTE, DsaDescriptor.OPERATION_AT, (byte) 0xe);
        model.submit(descriptors, 0, 1);
        assertThat(status()).isEqualTo(DsaCompletion.SUCCESS);
    }
}
