package dev.tare.specimen.proxy.copy;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** What is written, held against bytes put down by hand from the layout. */
final class DsaDescriptorTest {
    private final MemorySegment memory = Arena.ofAuto().allocate(192, 64);

    private String hex(long at, int bytes) {
        return HexFormat.of().formatHex(memory.asSlice(at, bytes).toArray(ValueLayout.JAVA_BYTE));
    }

    @Test
    void aCopyIsTheseBytes() {
        memory.fill((byte) 0xff);
        DsaDescriptor.writeCopy(
                memory, 64, 0x1122334455667700L, 0x0a0b0c0d0e0f0102L, 0x7ffffffffffffff1L, 0x10000);

        assertThat(hex(64, 64))
                .isEqualTo(
                        "00000000" // the kernel fills in whose it is
                                + "0c010003" // flags 0x00010c, opcode 3
                                + "0077665544332211"
                                + "02010f0e0d0c0b0a"
                                + "f1ffffffffffff7f"
                                + "00000100"
                                + "0000"
                                + "0000"
                                + "00".repeat(24));
        assertThat(hex(0, 64)).isEqualTo("ff".repeat(64));
        assertThat(hex(128, 64)).isEqualTo("ff".repeat(64));
        assertThat(DsaDescriptor.opcode(memory, 64)).isEqualTo(DsaDescriptor.MEMMOVE);
        assertThat(DsaDescriptor.flags(memory, 64)).isEqualTo(0x10c);
    }

    @Test
    void aNoOperationIsTheseBytes() {
        DsaDescriptor.writeNoop(memory, 0, 0x20);

        assertThat(hex(0, 64)).isEqualTo("000000000c000000" + "20" + "00".repeat(55));
    }

    @Test
    void aCompletionRecordIsTheseBytes() {
        memory.fill((byte) 0xff);
        DsaCompletion.clear(memory, 32);
        assertThat(hex(32, 32)).isEqualTo("00".repeat(32));
        assertThat(DsaCompletion.status(memory, 32)).isEqualTo(DsaCompletion.NONE);

        DsaCompletion.write(
                memory, 32, 0x83, 0x80000001, 0x1122334455667788L, DsaDescriptor.BLOCK_ON_FAULT);
        assertThat(hex(32, 32))
                .isEqualTo("83000000" + "01000080" + "8877665544332211" + "02" + "00".repeat(15));
        assertThat(DsaCompletion.status(memory, 32)).isEqualTo(0x83);
        assertThat(DsaCompletion.bytesCompleted(memory, 32)).isEqualTo(0x80000001L);
        assertThat(DsaCompletion.faultAddress(memory, 32)).isEqualTo(0x1122334455667788L);
        assertThat(hex(0, 32)).isEqualTo("ff".repeat(32));
    }
}
