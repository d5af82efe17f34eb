package dev.tare.io.wire.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is written is read back; whatever is spoilt is told the same in one piece or many. */
final class WebSocketFuzzTest {
    private static final int MAX_BYTES = 300;
    private static final int ROUNDS = 4_000;

    @ParameterizedTest(name = "seed={0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void whatIsWrittenIsReadBack(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            WebSocketSide from = random.nextBoolean() ? WebSocketSide.CLIENT : WebSocketSide.SERVER;
            List<String> told = new ArrayList<>();
            byte[] bytes = traffic(random, from, told);
            assertThat(Frames.read(reader(from), bytes)).isEqualTo(told);
            assertThat(Frames.readInPieces(reader(from), bytes, random)).isEqualTo(told);
        }
    }

    @ParameterizedTest(name = "seed={0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void spoiltFramesAreToldTheSameInPieces(long seed) {
        Random random = new Random(seed);
        int faults = 0;
        for (int round = 0; round < ROUNDS; round++) {
            WebSocketSide from = random.nextBoolean() ? WebSocketSide.CLIENT : WebSocketSide.SERVER;
            byte[] bytes = traffic(random, from, new ArrayList<>());
            for (int i = random.nextInt(3); i >= 0; i--) {
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            }
            List<String> whole = Frames.read(reader(from), bytes);
            assertThat(Frames.readInPieces(reader(from), bytes, random))
                    .as(HexFormat.of().formatHex(bytes))
                    .isEqualTo(whole);
            faults += !whole.isEmpty() && whole.getLast().startsWith("fault") ? 1 : 0;
        }
        assertThat(faults).isGreaterThan(ROUNDS / 10);
    }

    private static WebSocketReader reader(WebSocketSide from) {
        WebSocketSide at =
                from == WebSocketSide.CLIENT ? WebSocketSide.SERVER : WebSocketSide.CLIENT;
        return new WebSocketReader(at, MAX_BYTES, MAX_BYTES);
    }

    /** Some messages in frames of random lengths, pings between them, perhaps a close. */
    private static byte[] traffic(Random random, WebSocketSide from, List<String> told) {
        WebSocketWriter writer = new WebSocketWriter(from, random::nextInt);
        MemorySegment out = Arena.ofAuto().allocate(8192);
        long at = 0;
        int messages = 1 + random.nextInt(4);
        for (int i = 0; i < messages; i++) {
            boolean text = random.nextBoolean();
            byte[] payload = new byte[random.nextInt(MAX_BYTES)];
            random.nextBytes(payload);
            if (text) {
                for (int k = 0; k < payload.length; k++) {
                    payload[k] = (byte) ('a' + (payload[k] & 7));
                }
            }
            int sent = 0;
            boolean last;
            Opcode opcode = text ? Opcode.TEXT : Opcode.BINARY;
            do {
                int piece = random.nextInt(payload.length - sent + 1);
                last = sent + piece == payload.length;
                at += frame(writer, out, at, opcode, last, payload, sent, piece);
                sent += piece;
                opcode = Opcode.CONTINUATION;
                if (last) {
                    told.add(line(text, payload));
                }
                if (random.nextInt(4) == 0) {
                    at += frame(writer, out, at, Opcode.PING, true, payload, 0, 0);
                    told.add("ping ");
                }
            } while (!last);
        }
        if (random.nextInt(4) == 0) {
            at += writer.close(out, at, CloseCode.GOING_AWAY, "far");
            told.add("close 1001 far");
        }
        return out.asSlice(0, at).toArray(ValueLayout.JAVA_BYTE);
    }

    private static String line(boolean text, byte[] payload) {
        return text
                ? "text " + new String(payload, StandardCharsets.UTF_8)
                : "binary " + HexFormat.of().formatHex(payload);
    }

    private static int frame(
            WebSocketWriter writer,
            MemorySegment out,
            long at,
            Opcode opcode,
            boolean last,
            byte[] payload,
            int from,
            int length) {
        long behind = at + writer.headBytes(length);
        MemorySegment.copy(payload, from, out, ValueLayout.JAVA_BYTE, behind, length);
        return writer.frame(out, at, opcode, last, length);
    }
}
