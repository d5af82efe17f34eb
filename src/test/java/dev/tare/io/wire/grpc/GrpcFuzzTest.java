package dev.tare.io.wire.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.testing.SlowTest;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Broken messages in pieces, and broken fields: no exception, no hang, no look behind the bytes
 * that are there (the segments end with them), the same result whatever the pieces, and what a
 * second reader made of whole arrays says.
 */
final class GrpcFuzzTest {
    private static final int MAX_MESSAGE_BYTES = 300;
    private static final int OFFSET = 3;
    private static final List<String> NAMES =
            List.of(
                    ":status",
                    "grpc-status",
                    "grpc-message",
                    "grpc-encoding",
                    "content-type",
                    "content-typo");
    private static final List<String> VALUES =
            List.of(
                    "200",
                    "0",
                    "16",
                    "999999999",
                    "application/grpc+proto",
                    "application/grpc;a=b",
                    "gzip",
                    "identity",
                    "50%25 of %E4%BD%A0%",
                    "");

    private static final List<GrpcEncoding> ENCODINGS =
            List.of(GrpcEncoding.IDENTITY, GrpcEncoding.GZIP, GrpcEncoding.OTHER);

    private final MemorySegment scratch = Arena.ofAuto().allocate(64 * 1024);
    private final GrpcMessageReader reader = new GrpcMessageReader(MAX_MESSAGE_BYTES);
    private final GrpcAnswerReader fields = new GrpcAnswerReader();

    /** What is told of a stream of messages. */
    private record Told(long messages, long bytes, boolean whole, String fault, String delivered) {}

    @ParameterizedTest(name = "seed={0}")
    @ValueSource(longs = {41, 42})
    void brokenMessagesAreToldTheSameInPieces(long seed) {
        fuzzMessages(seed, 30_000);
    }

    @ParameterizedTest(name = "seed={0}")
    @ValueSource(longs = {43, 44})
    void brokenFieldsAreTold(long seed) {
        fuzzFields(seed, 30_000);
    }

    @SlowTest
    @ParameterizedTest(name = "seed={0}")
    @ValueSource(longs = {45, 46})
    void aMillionBrokenMessagesAreToldTheSameInPieces(long seed) {
        fuzzMessages(seed, 500_000);
    }

    @SlowTest
    @ParameterizedTest(name = "seed={0}")
    @ValueSource(longs = {47, 48})
    void aMillionBrokenFieldsAreTold(long seed) {
        fuzzFields(seed, 500_000);
    }

    private void fuzzMessages(long seed, int cases) {
        Random random = new Random(seed);
        int faults = 0;
        for (int i = 0; i < cases; i++) {
            byte[] bytes = mutated(random);
            GrpcEncoding encoding = ENCODINGS.get(random.nextInt(ENCODINGS.size()));
            int pieceBytes = 1 + random.nextInt(20);
            Told expected = oracle(bytes, encoding);
            for (int size : new int[] {bytes.length + 1, pieceBytes}) {
                if (!read(bytes, encoding, size).equals(expected)) {
                    throw new AssertionError(
                            "%s in pieces of %d: %s, must be %s: %s"
                                    .formatted(
                                            encoding,
                                            size,
                                            read(bytes, encoding, size),
                                            expected,
                                            HexFormat.of().formatHex(bytes)));
                }
            }
            faults += expected.fault().isEmpty() ? 0 : 1;
        }
        assertThat(faults).isBetween(cases / 20, cases - cases / 20);
    }

    private static byte[] mutated(Random random) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 1 + random.nextInt(5); i > 0; i--) {
            int length = random.nextInt(20) == 0 ? random.nextInt(600) : random.nextInt(12);
            out.writeBytes(GrpcBytes.message(random.nextInt(8) == 0 ? 1 : 0, length, length));
        }
        byte[] bytes = out.toByteArray();
        for (int i = random.nextInt(3); i > 0; i--) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(4)) {
                case 0 -> bytes[at] = (byte) random.nextInt(256);
                case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> bytes[at] = (byte) (bytes[at] + 1);
                default -> bytes = Arrays.copyOf(bytes, Math.max(1, at));
            }
        }
        return bytes;
    }

    /** Bytes at the very end of their segment; the piece before is overwritten. */
    private MemorySegment piece(byte[] bytes, int from, int length) {
        MemorySegment piece = scratch.asSlice(0, OFFSET + length);
        scratch.asSlice(0, OFFSET + bytes.length).fill((byte) '5');
        MemorySegment.copy(bytes, from, piece, ValueLayout.JAVA_BYTE, OFFSET, length);
        return piece;
    }

    private Told read(byte[] bytes, GrpcEncoding encoding, int pieceBytes) {
        StringBuilder delivered = new StringBuilder();
        GrpcSink sink = new Recording(delivered);
        reader.begin(encoding);
        boolean well = true;
        for (int at = 0; at < bytes.length; at += pieceBytes) {
            int length = Math.min(pieceBytes, bytes.length - at);
            boolean now = reader.read(piece(bytes, at, length), OFFSET, length, sink);
            assertThat(now).isEqualTo(reader.fault().isEmpty());
            assertThat(now && !well).as("well again after a fault").isFalse();
            well = now;
        }
        return new Told(
                reader.messages(),
                reader.messageBytes(),
                reader.atBoundary(),
                reader.fault(),
                delivered.toString());
    }

    /** The bytes that a reader delivers, whatever the pieces they come in. */
    private record Recording(StringBuilder to) implements GrpcSink {
        @Override
        public void onMessageBytes(boolean compressed, MemorySegment bytes, long at, int length) {
            byte[] part = bytes.asSlice(at, length).toArray(ValueLayout.JAVA_BYTE);
            to.append(HexFormat.of().formatHex(part));
        }

        @Override
        public void onMessageEnd(int length) {
            to.append('/').append(length).append(' ');
        }
    }

    /** The same, read by the letter of gRPC's document from the whole array. */
    private static Told oracle(byte[] bytes, GrpcEncoding encoding) {
        StringBuilder delivered = new StringBuilder();
        long messages = 0;
        long sum = 0;
        int at = 0;
        while (at < bytes.length) {
            String fault = faultAt(bytes, at, encoding);
            if (!fault.isEmpty()) {
                return new Told(messages, sum, false, fault, delivered.toString());
            }
            int begin = Math.min(bytes.length, at + 5);
            int there = Math.min(bytes.length - begin, length(bytes, at));
            delivered.append(HexFormat.of().formatHex(bytes, begin, begin + there));
            if (bytes.length - at < 5 || there < length(bytes, at)) {
                return new Told(messages, sum, false, "", delivered.toString());
            }
            delivered.append('/').append(there).append(' ');
            messages++;
            sum += there;
            at += 5 + there;
        }
        return new Told(messages, sum, true, "", delivered.toString());
    }

    private static int length(byte[] bytes, int at) {
        long length = 0;
        for (int i = at + 1; i < at + 5 && bytes.length - at >= 5; i++) {
            length = length * 256 + (bytes[i] & 0xff);
        }
        return (int) Math.min(length, Integer.MAX_VALUE);
    }

    private static String faultAt(byte[] bytes, int at, GrpcEncoding encoding) {
        int flags = bytes[at];
        if (flags != 0 && flags != 1) {
            return "the flags of a message are neither 0 nor 1";
        }
        if (flags == 1 && encoding == GrpcEncoding.IDENTITY) {
            return "a message is compressed, and no grpc-encoding says how";
        }
        if (flags == 1 && encoding == GrpcEncoding.OTHER) {
            return "a message is compressed in a way that was not asked for";
        }
        boolean large = length(bytes, at) > MAX_MESSAGE_BYTES;
        return large ? "a message is larger than the limit" : "";
    }

    private void fuzzFields(long seed, int cases) {
        Random random = new Random(seed);
        int faults = 0;
        for (int i = 0; i < cases; i++) {
            fields.begin();
            List<String> given = new ArrayList<>();
            for (int n = random.nextInt(6); n >= 0; n--) {
                String name = bent(NAMES.get(random.nextInt(NAMES.size())), random);
                String value = bent(VALUES.get(random.nextInt(VALUES.size())), random);
                given.add(name + "=" + value);
                GrpcBytes.field(fields, name, value);
            }
            boolean ok = given.contains("grpc-status=0");
            boolean another = given.stream().anyMatch(f -> f.matches("(?s)grpc-status=(?!0+$).*"));
            if (ok && !another) {
                assertThat(fields.status()).as("%s", given).isEqualTo(GrpcStatus.OK);
            }
            if (fields.saysStatus() && another) {
                assertThat(fields.status()).as("%s", given).isNotEqualTo(GrpcStatus.OK);
            }
            assertThat(fields.message().length()).isLessThanOrEqualTo(24);
            faults += fields.fault().isEmpty() ? 0 : 1;
        }
        assertThat(faults).isBetween(cases / 20, cases);
    }

    /** The same text, or one with a byte changed or cut off. */
    private static String bent(String text, Random random) {
        if (text.isEmpty() || random.nextInt(4) > 0) {
            return text;
        }
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        int at = random.nextInt(bytes.length);
        if (random.nextInt(3) == 0) {
            return new String(bytes, 0, at, StandardCharsets.US_ASCII);
        }
        bytes[at] = (byte) (1 + random.nextInt(126));
        return new String(bytes, StandardCharsets.US_ASCII);
    }
}
