package dev.tare.specimen.proxy.copy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tare.specimen.PeerProcess;
import dev.tare.testing.PeerTest;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Our layout beside the kernel's own header, by the C compiler: it alone knows for certain what bit
 * fields and packed unions come to.
 */
@PeerTest("cc")
@Timeout(60)
final class DsaLayoutPeerTest {
    private static final Path HEADER = Path.of("/usr/include/linux/idxd.h");

    @TempDir private Path folder = Path.of("");

    @BeforeEach
    void theHeaderIsThere() {
        if (!Files.exists(HEADER)) {
            System.out.println("SKIPPED: " + HEADER + " (linux-libc-dev) is not installed");
        }
        assumeTrue(Files.exists(HEADER));
    }

    private String outputOf(String body) throws IOException, InterruptedException {
        Path source = folder.resolve("layout.c");
        Path program = folder.resolve("layout");
        Files.writeString(
                source,
                """
                #include <linux/idxd.h>
                #include <stddef.h>
                #include <stdio.h>
                #include <string.h>
                static void dump(const void *bytes, int length) {
                    for (int i = 0; i < length; i++) {
                        printf("%02x", ((const unsigned char *) bytes)[i]);
                    }
                    printf("\\n");
                }
                int main(void) {
                """
                        + body
                        + "return 0; }\n");
        PeerProcess.run("cc", "-o", program.toString(), source.toString());
        Process process = new ProcessBuilder(program.toString()).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).isZero();
        return output;
    }

    @Test
    void sizesOffsetsAndNumbersAreTheKernels() throws Exception {
        Map<String, Long> ours = new LinkedHashMap<>();
        ours.put("sizeof(struct dsa_hw_desc)", (long) DsaDescriptor.BYTES);
        ours.put("sizeof(struct dsa_completion_record)", (long) DsaCompletion.BYTES);
        descriptor(ours, "completion_addr", DsaDescriptor.COMPLETION_AT);
        descriptor(ours, "src_addr", DsaDescriptor.SOURCE_AT);
        descriptor(ours, "dst_addr", DsaDescriptor.DESTINATION_AT);
        descriptor(ours, "xfer_size", DsaDescriptor.SIZE_AT);
        descriptor(ours, "int_handle", DsaDescriptor.INTERRUPT_AT);
        descriptor(ours, "rsvd1", DsaDescriptor.RESERVED_AT);
        descriptor(ours, "op_specific", DsaDescriptor.SPECIFIC_AT);
        record(ours, "status", DsaCompletion.STATUS_AT);
        record(ours, "result", DsaCompletion.RESULT_AT);
        record(ours, "rsvd", DsaCompletion.RESERVED_AT);
        record(ours, "bytes_completed", DsaCompletion.BYTES_COMPLETED_AT);
        record(ours, "fault_addr", DsaCompletion.FAULT_ADDRESS_AT);
        record(ours, "op_specific", DsaCompletion.INVALID_FLAGS_AT);
        ours.put("DSA_OPCODE_NOOP", (long) DsaDescriptor.NOOP);
        ours.put("DSA_OPCODE_BATCH", (long) DsaDescriptor.BATCH);
        ours.put("DSA_OPCODE_DRAIN", (long) DsaDescriptor.DRAIN);
        ours.put("DSA_OPCODE_MEMMOVE", (long) DsaDescriptor.MEMMOVE);
        ours.put("IDXD_OP_FLAG_FENCE", (long) DsaDescriptor.FENCE);
        ours.put("IDXD_OP_FLAG_BOF", (long) DsaDescriptor.BLOCK_ON_FAULT);
        ours.put("IDXD_OP_FLAG_CRAV", (long) DsaDescriptor.COMPLETION_VALID);
        ours.put("IDXD_OP_FLAG_RCR", (long) DsaDescriptor.COMPLETION_WANTED);
        ours.put("IDXD_OP_FLAG_RCI", (long) DsaDescriptor.INTERRUPT_WANTED);
        ours.put("IDXD_OP_FLAG_CC", (long) DsaDescriptor.CACHE_CONTROL);
        ours.put("DSA_COMP_NONE", (long) DsaCompletion.NONE);
        ours.put("DSA_COMP_SUCCESS", (long) DsaCompletion.SUCCESS);
        ours.put("DSA_COMP_PAGE_FAULT_NOBOF", (long) DsaCompletion.PAGE_FAULT);
        ours.put("DSA_COMP_BAD_OPCODE", (long) DsaCompletion.BAD_OPCODE);
        ours.put("DSA_COMP_INVALID_FLAGS", (long) DsaCompletion.INVALID_FLAGS);
        ours.put("DSA_COMP_NOZERO_RESERVE", (long) DsaCompletion.NONZERO_RESERVED);
        ours.put("DSA_COMP_XFER_ERANGE", (long) DsaCompletion.SIZE_OUT_OF_RANGE);
        ours.put("DSA_COMP_INT_HANDLE_INVAL", (long) DsaCompletion.INTERRUPT_HANDLE_INVALID);
        ours.put("DSA_COMP_HW_ERR1", (long) DsaCompletion.HARDWARE_ERROR);
        ours.put("DSA_COMP_TRANSLATION_FAIL", (long) DsaCompletion.TRANSLATION_FAILED);
        ours.put("DSA_COMP_STATUS_MASK", (long) DsaCompletion.STATUS_MASK);
        ours.put("DSA_COMP_STATUS_WRITE", (long) DsaCompletion.FAULT_OF_WRITING);

        String program =
                ours.keySet().stream()
                        .map(name -> "printf(\"%ld\\n\", (long) (" + name + "));\n")
                        .collect(Collectors.joining());
        String expected =
                ours.values().stream().map(value -> value + "\n").collect(Collectors.joining());
        assertThat(outputOf(program)).as(ours.keySet().toString()).isEqualTo(expected);
    }

    private static void descriptor(Map<String, Long> ours, String field, long offset) {
        ours.put("offsetof(struct dsa_hw_desc, " + field + ")", offset);
    }

    private static void record(Map<String, Long> ours, String field, long offset) {
        ours.put("offsetof(struct dsa_completion_record, " + field + ")", offset);
    }

    @Test
    void aDescriptorWrittenByOursIsTheOneThatTheKernelsFieldsMake() throws Exception {
        MemorySegment memory = Arena.ofAuto().allocate(DsaDescriptor.BYTES, DsaDescriptor.BYTES);
        DsaDescriptor.writeCopy(memory, 0, 0x1234567890abcde0L, 0x1111L, 0x2222L, 0x54321);
        memory.set(
                DsaDescriptor.INT,
                DsaDescriptor.OWNER_AT,
                DsaDescriptor.PRIVILEGED | 0x2a5 << 20 | 0xabcde);

        assertThat(
                        outputOf(
                                """
                                struct dsa_hw_desc d;
                                memset(&d, 0, sizeof d);
                                d.pasid = 0xabcde;
                                d.rsvd = 0x2a5;
                                d.priv = 1;
                                d.opcode = DSA_OPCODE_MEMMOVE;
                                d.flags = IDXD_OP_FLAG_CRAV | IDXD_OP_FLAG_RCR | IDXD_OP_FLAG_CC;
                                d.completion_addr = 0x1234567890abcde0;
                                d.src_addr = 0x1111;
                                d.dst_addr = 0x2222;
                                d.xfer_size = 0x54321;
                                dump(&d, sizeof d);
                                """))
                .isEqualTo(hex(memory) + "\n");
        assertThat(DsaDescriptor.OWNER_RESERVED_MASK >>> 20).isEqualTo(0x7ff);
    }

    @Test
    void aCompletionRecordOfTheKernelsFieldsIsReadAsItWasWritten() throws Exception {
        String bytes =
                outputOf(
                        """
                        struct dsa_completion_record r;
                        memset(&r, 0, sizeof r);
                        r.status = DSA_COMP_PAGE_FAULT_NOBOF | DSA_COMP_STATUS_WRITE;
                        r.bytes_completed = 4000000000u;
                        r.fault_addr = 0x7fff12345678;
                        r.invalid_flags = 0x123456;
                        dump(&r, sizeof r);
                        """);
        MemorySegment memory = Arena.ofAuto().allocate(DsaCompletion.BYTES, DsaCompletion.BYTES);
        memory.copyFrom(MemorySegment.ofArray(HexFormat.of().parseHex(bytes.strip())));

        assertThat(DsaCompletion.status(memory, 0))
                .isEqualTo(DsaCompletion.PAGE_FAULT | DsaCompletion.FAULT_OF_WRITING);
        assertThat(DsaCompletion.bytesCompleted(memory, 0)).isEqualTo(4_000_000_000L);
        assertThat(DsaCompletion.faultAddress(memory, 0)).isEqualTo(0x7fff12345678L);
        assertThat(memory.get(DsaDescriptor.INT, DsaCompletion.INVALID_FLAGS_AT))
                .isEqualTo(0x123456);
    }

    private static String hex(MemorySegment memory) {
        return HexFormat.of().formatHex(memory.toArray(ValueLayout.JAVA_BYTE));
    }
}
