package dev.tare.io.wire.websocket;

import static dev.tare.io.wire.websocket.Frames.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class WebSocketReaderTest {
    private static final int MAX_FRAME = 70_000;
    private static final int MAX_MESSAGE = 100_000;

    private static WebSocketReader client() {
        return new WebSocketReader(WebSocketSide.CLIENT, MAX_FRAME, MAX_MESSAGE);
    }

    private static WebSocketReader server() {
        return new WebSocketReader(WebSocketSide.SERVER, MAX_FRAME, MAX_MESSAGE);
    }

    private static List<String> atClient(String digits) {
        return Frames.read(client(), hex(digits));
    }

    @Test
    void theExamplesOfTheRfcAreRead() {
        // RFC 6455, section 5.7.
        assertThat(atClient("81 05 48 65 6c 6c 6f")).containsExactly("text Hello");
        assertThat(Frames.read(server(), hex("81 85 37 fa 21 3d 7f 9f 4d 51 58")))
                .containsExactly("text Hello");
        assertThat(atClient("01 03 48 65 6c 80 02 6c 6f")).containsExactly("text Hello");
        assertThat(atClient("89 05 48 65 6c 6c 6f")).containsExactly("ping 48656c6c6f");
        assertThat(Frames.read(server(), hex("8a 85 37 fa 21 3d 7f 9f 4d 51 58")))
                .containsExactly("pong");
        assertThat(atClient("82 7e 01 00" + "ab".repeat(256)))
                .containsExactly("binary " + "ab".repeat(256));
        assertThat(atClient("82 7f 00 00 00 00 00 01 00 00" + "cd".repeat(65_536)))
                .containsExactly("binary " + "cd".repeat(65_536));
    }

    @Test
    void controlFramesMayComeWithinAMessage() {
        assertThat(atClient("01 01 61" + "89 01 07" + "00 01 62" + "8a 00" + "80 01 63"))
                .containsExactly("ping 07", "pong", "text abc");
    }

    @Test
    void aCharacterMayBeSplitOverFrames() {
        assertThat(atClient("01 01 e2" + "00 01 82" + "80 01 ac")).containsExactly("text €");
        assertThat(atClient("01 01 e2" + "00 00" + "80 02 82 ac")).containsExactly("text €");
    }

    @Test
    void messagesMayBeEmpty() {
        assertThat(atClient("81 00 82 00 01 00 80 00 89 00"))
                .containsExactly("text ", "binary ", "text ", "ping ");
    }

    @Test
    void aCloseHasACodeAndAReasonOrNeitherAndEndsTheReading() {
        assertThat(atClient("88 00" + "81 01 61")).containsExactly("close 1005 ");
        assertThat(atClient("88 05 03 e8 62 79 65" + "81 01 61")).containsExactly("close 1000 bye");
        WebSocketReader reader = client();
        Frames.read(reader, hex("88 02 0f a0"));
        assertThat(reader.isClosed()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65_535})
    void codesThatMayNotBeSentAreRefused(int code) {
        assertThat(atClient("88 02 %04x".formatted(code)))
                .containsExactly("fault 1002 close code %d may not be sent".formatted(code));
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 1001, 1002, 1003, 1007, 1008, 1009, 1014, 3000, 4999})
    void codesThatMayBeSentAreTaken(int code) {
        assertThat(atClient("88 02 %04x".formatted(code))).containsExactly("close " + code + " ");
    }

    @ParameterizedTest
    @CsvSource({
        "c1 00, 1002, reserved bit",
        "a1 00, 1002, reserved bit",
        "91 00, 1002, reserved bit",
        "83 00, 1002, opcode 3",
        "87 00, 1002, opcode 7",
        "8b 00, 1002, opcode 11",
        "8f 00, 1002, opcode 15",
        "81 85 00 00 00 00, 1002, a server's frame is masked",
        "09 00, 1002, in pieces",
        "08 00, 1002, in pieces",
        "89 7e 00 7e, 1002, longer than 125",
        "88 7f 00, 1002, longer than 125",
        "88 01 03, 1002, half a code",
        "80 01 61, 1002, no message to continue",
        "00 01 61, 1002, no message to continue",
        "01 01 61 81 01 62, 1002, within another",
        "01 01 61 02 01 62, 1002, within another",
        "82 7e 00 7d, 1002, shortest form",
        "82 7f 00 00 00 00 00 00 ff ff, 1002, shortest form",
        "82 7f 80 00 00 00 00 00 00 00, 1002, shortest form",
        "82 7f 00 00 00 00 7f ff ff ff, 1009, at most 70000",
        "82 7f 7f ff ff ff ff ff ff ff, 1009, at most 70000",
        "81 01 ff, 1007, not UTF-8",
        "81 02 e2 82, 1007, within a character",
        "01 01 e2 80 01 61, 1007, not UTF-8",
        "88 03 03 e8 ff, 1007, reason",
        "88 03 03 e8 c3, 1007, reason",
    })
    void whatBreaksTheRulesIsToldWithItsCode(String digits, int code, String words) {
        assertThat(atClient(digits))
                .singleElement()
                .asString()
                .startsWith("fault " + code + " ")
                .contains(words);
    }

    @Test
    void aClientThatDoesNotMaskIsRefused() {
        assertThat(Frames.read(server(), hex("81 05 48 65 6c 6c 6f")))
                .containsExactly("fault 1002 a client's frame is not masked");
    }

    @Test
    void aFaultIsToldBeforeTheFrameIsWhole() {
        assertThat(atClient("c1")).isEmpty();
        assertThat(atClient("c1 05")).singleElement().asString().startsWith("fault 1002");
        assertThat(atClient("81 7e 01 00 61 ff")).singleElement().asString().startsWith("fault");
    }

    @Test
    void framesAndMessagesMayBeAsLongAsTheirBoundsAndNotLonger() {
        WebSocketReader small = new WebSocketReader(WebSocketSide.CLIENT, 4, 6);
        assertThat(Frames.read(small, hex("82 04 01 02 03 04"))).containsExactly("binary 01020304");
        assertThat(Frames.read(small, hex("02 04 01 02 03 04 80 02 05 06")))
                .containsExactly("binary 010203040506");
        assertThat(Frames.read(small, hex("02 04 01 02 03 04 80 03 05 06 07")))
                .containsExactly("fault 1009 a message of more than 6 bytes");
        WebSocketReader other = new WebSocketReader(WebSocketSide.CLIENT, 4, 6);
        assertThat(Frames.read(other, hex("82 05 01 02 03 04 05")))
                .containsExactly("fault 1009 a frame of 5 bytes; at most 4 are taken");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new WebSocketReader(WebSocketSide.CLIENT, 0, 1));
    }

    @Test
    void aLongMessageInPiecesIsWholeAndItsMemoryIsGivenBack() {
        WebSocketReader reader = client();
        byte[] payload =
                "x".repeat(WebSocketReader.KEPT_BYTES + 1).getBytes(StandardCharsets.UTF_8);
        byte[] frame = Frames.join(hex("81 7f 00 00 00 00 00 01 00 01"), payload);
        Random random = new Random(1);
        String whole = "text " + "x".repeat(payload.length);
        assertThat(Frames.readInPieces(reader, frame, random)).containsExactly(whole);
        assertThat(Frames.readInPieces(reader, frame, random)).containsExactly(whole);
    }
}
