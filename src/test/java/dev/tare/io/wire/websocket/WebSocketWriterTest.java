package dev.tare.io.wire.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WebSocketWriterTest {
    /** The key of RFC 6455, section 5.7, its first byte lowest. */
    private static final int KEY = 0x3d21fa37;

    private final WebSocketWriter client = new WebSocketWriter(WebSocketSide.CLIENT, () -> KEY);
    private final WebSocketWriter server = new WebSocketWriter(WebSocketSide.SERVER, () -> KEY);
    private final MemorySegment target = Arena.ofAuto().allocate(70_000);

    private String written(WebSocketWriter writer, Opcode opcode, String payload) {
        byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
        long at = 5L + writer.headBytes(bytes.length);
        MemorySegment.copy(bytes, 0, target, ValueLayout.JAVA_BYTE, at, bytes.length);
        return hex(5, writer.frame(target, 5, opcode, true, bytes.length));
    }

    private String hex(long offset, int length) {
        byte[] bytes = target.asSlice(offset, length).toArray(ValueLayout.JAVA_BYTE);
        return HexFormat.of().formatHex(bytes);
    }

    @Test
    void theExamplesOfTheRfcAreWritten() {
        // RFC 6455, section 5.7.
        assertThat(written(server, Opcode.TEXT, "Hello")).isEqualTo("810548656c6c6f");
        assertThat(written(client, Opcode.TEXT, "Hello")).isEqualTo("818537fa213d7f9f4d5158");
        assertThat(written(client, Opcode.PONG, "Hello")).isEqualTo("8a8537fa213d7f9f4d5158");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 2, 8100",
        "125, 2, 817d",
        "126, 4, 817e007e",
        "65535, 4, 817effff",
        "65536, 10, 817f0000000000010000"
    })
    void aLengthHasItsShortestForm(int length, int headBytes, String head) {
        assertThat(server.headBytes(length)).isEqualTo(headBytes);
        assertThat(client.headBytes(length)).isEqualTo(headBytes + 4);
        assertThat(written(server, Opcode.TEXT, "x".repeat(length))).startsWith(head);
    }

    @Test
    void aReasonThatIsTooLongIsCutBetweenCharacters() {
        int length = server.close(target, 0, CloseCode.POLICY_VIOLATION, "€".repeat(50));
        assertThat(hex(0, 4)).isEqualTo("887d03f0");
        assertThat(length).isEqualTo(2 + 2 + 41 * 3);
        length = server.close(target, 0, CloseCode.NORMAL, "a" + "€".repeat(50));
        assertThat(length).isEqualTo(2 + 2 + 1 + 40 * 3);
        Frames.Lines lines = new Frames.Lines();
        new WebSocketReader(WebSocketSide.CLIENT, 1, 1).read(target, 0, length, lines);
        assertThat(lines.lines).containsExactly("close 1000 a" + "€".repeat(40));
    }

    @Test
    void codesThatMayNotBeSentAreNotSent() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> server.close(target, 0, CloseCode.NONE, ""))
                .withMessageContaining("1005");
    }

    @Test
    void keysOfChanceAreNotTheSameAgain() {
        SecureMasks masks = new SecureMasks();
        Set<Integer> keys = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            keys.add(masks.getAsInt());
        }
        // By chance two are the same once in 8,600 times.
        assertThat(keys).hasSizeGreaterThan(997);
    }
}
