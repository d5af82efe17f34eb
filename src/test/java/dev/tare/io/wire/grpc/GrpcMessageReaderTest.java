package dev.tare.io.wire.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages are counted however DATA is cut, and what is none is refused. */
final class GrpcMessageReaderTest {
    private static final int LIMIT = 1_000;

    private final GrpcMessageReader reader = new GrpcMessageReader(LIMIT);

    private boolean read(byte[] bytes) {
        return reader.read(GrpcBytes.of(bytes), 0, bytes.length, null);
    }

    /** Remembers whole messages. */
    private static final class Gatherer implements GrpcSink {
        final List<String> messages = new ArrayList<>();
        private final ByteArrayOutputStream current = new ByteArrayOutputStream();

        @Override
        public void onMessageBytes(
                boolean compressed, MemorySegment buffer, long offset, int length) {
            assertThat(length).isPositive();
            current.writeBytes(buffer.asSlice(offset, length).toArray(ValueLayout.JAVA_BYTE));
        }

        @Override
        public void onMessageEnd(int messageBytes) {
            assertThat(current.size()).isEqualTo(messageBytes);
            messages.add(current.toString(StandardCharsets.ISO_8859_1));
            current.reset();
        }
    }

    @Test
    void anEmptyMessageIsAMessage() {
        reader.begin(GrpcEncoding.IDENTITY);
        assertThat(reader.atBoundary()).isTrue();
        assertThat(read(GrpcFraming.frame(new byte[0]))).isTrue();
        assertThat(reader.messages()).isEqualTo(1);
        assertThat(reader.messageBytes()).isZero();
        assertThat(reader.atBoundary()).isTrue();
    }

    @ParameterizedTest(name = "seed={0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void messagesAreTheSameHoweverTheyAreCut(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 200; round++) {
            ByteArrayOutputStream stream = new ByteArrayOutputStream();
            List<String> sent = new ArrayList<>();
            for (int n = random.nextInt(6); n > 0; n--) {
                String message = "m".repeat(random.nextInt(40)) + n;
                sent.add(message);
                stream.writeBytes(GrpcFraming.frame(message.getBytes(StandardCharsets.ISO_8859_1)));
            }
            MemorySegment bytes = GrpcBytes.of(stream.toByteArray());
            Gatherer sink = new Gatherer();
            reader.begin(GrpcEncoding.IDENTITY);
            for (long at = 0; at < bytes.byteSize(); ) {
                int piece = (int) Math.min(bytes.byteSize() - at, random.nextInt(0, 12));
                assertThat(reader.read(bytes.asSlice(at, piece), 0, piece, sink)).isTrue();
                at += piece;
            }
            assertThat(sink.messages).isEqualTo(sent);
            assertThat(reader.messages()).isEqualTo(sent.size());
            assertThat(reader.messageBytes())
                    .isEqualTo(sent.stream().mapToInt(String::length).sum());
            assertThat(reader.atBoundary()).isTrue();
        }
    }

    @Test
    void aStreamMayNotEndWithinAMessage() {
        byte[] whole = GrpcFraming.frame(new byte[3]);
        for (int cut = 1; cut < whole.length; cut++) {
            reader.begin(GrpcEncoding.IDENTITY);
            assertThat(reader.read(GrpcBytes.of(whole), 0, cut, null)).isTrue();
            assertThat(reader.atBoundary()).isFalse();
            assertThat(reader.messages()).isZero();
        }
    }

    @Test
    void theSizeOfAMessageIsBounded() {
        reader.begin(GrpcEncoding.IDENTITY);
        assertThat(read(GrpcBytes.message(0, LIMIT, LIMIT))).isTrue();
        assertThat(read(GrpcBytes.message(0, LIMIT + 1, 0))).isFalse();
        assertThat(reader.fault()).isEqualTo("a message is larger than the limit");
        assertThat(reader.messages()).isEqualTo(1);
    }

    @Test
    void aLengthOfFourGigabytesIsNoNegativeOne() {
        GrpcMessageReader generous = new GrpcMessageReader(Integer.MAX_VALUE);
        generous.begin(GrpcEncoding.IDENTITY);
        byte[] bytes = GrpcBytes.message(0, -1, 3);
        assertThat(generous.read(GrpcBytes.of(bytes), 0, bytes.length, null)).isFalse();
        assertThat(generous.fault()).isEqualTo("a message is larger than the limit");
    }

    @Test
    void flagsAreZeroOrOne() {
        reader.begin(GrpcEncoding.GZIP);
        assertThat(read(GrpcBytes.message(2, 0, 0))).isFalse();
        assertThat(reader.fault()).isEqualTo("the flags of a message are neither 0 nor 1");
        reader.begin(GrpcEncoding.GZIP);
        assertThat(read(GrpcBytes.message(0x81, 0, 0))).isFalse();
    }

    @Test
    void compressionMustHaveBeenAnnouncedAndAskedFor() {
        reader.begin(GrpcEncoding.GZIP);
        assertThat(read(GrpcBytes.message(1, 4, 4))).isTrue();
        assertThat(reader.messages()).isEqualTo(1);
        reader.begin(GrpcEncoding.IDENTITY);
        assertThat(read(GrpcBytes.message(1, 4, 4))).isFalse();
        assertThat(reader.fault())
                .isEqualTo("a message is compressed, and no grpc-encoding says how");
        reader.begin(GrpcEncoding.OTHER);
        assertThat(read(GrpcBytes.message(0, 4, 4))).isTrue();
        assertThat(read(GrpcBytes.message(1, 4, 4))).isFalse();
        assertThat(reader.fault())
                .isEqualTo("a message is compressed in a way that was not asked for");
    }

    @Test
    void aFaultStaysUntilTheNextStream() {
        reader.begin(GrpcEncoding.IDENTITY);
        assertThat(read(GrpcBytes.message(9, 0, 0))).isFalse();
        assertThat(read(GrpcFraming.frame(new byte[1]))).isFalse();
        assertThat(reader.atBoundary()).isFalse();
        assertThat(reader.messages()).isZero();
        reader.begin(GrpcEncoding.IDENTITY);
        assertThat(read(GrpcFraming.frame(new byte[1]))).isTrue();
        assertThat(reader.fault()).isEmpty();
    }

    @Test
    void thePrefixIsWrittenAsItIsRead() {
        MemorySegment target = GrpcBytes.of(new byte[8]);
        GrpcFraming.writePrefix(target, 2, 0x01020304);
        assertThat(target.toArray(ValueLayout.JAVA_BYTE)).containsExactly(0, 0, 0, 1, 2, 3, 4, 0);
        assertThat(GrpcFraming.frame(new byte[] {7, 8})).containsExactly(0, 0, 0, 0, 2, 7, 8);
    }

    @Test
    void aLimitBelowZeroIsRefused() {
        assertThatThrownBy(() -> new GrpcMessageReader(-1))
                .hasMessage("largest message -1 must be 0 bytes or more");
    }
}
