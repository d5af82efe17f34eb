package dev.tare.io.wire.forward;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.io.wire.Http1Head;
import dev.tare.io.wire.Http1Writer;
import dev.tare.io.wire.HttpCorpus;
import dev.tare.io.wire.KnownField;
import dev.tare.io.wire.Mutation;
import dev.tare.io.wire.http2.HeadFields;
import dev.tare.io.wire.http2.Http2Fields;
import dev.tare.testing.SlowTest;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Heads of HTTP/1 to HTTP/2 and back: what comes out is one well-formed head, of exactly the bytes
 * that were written, with the same fields in the same order.
 */
final class HeadTranslationFuzzTest {
    private static final byte[] SCHEME = Chain.latin("http");
    private static final byte[] DEFAULT = Chain.latin("default");
    private static final int CAPACITY = 70_000;
    private static final long REPLACED =
            KnownField.setOf(KnownField.HOST)
                    | KnownField.setOf(KnownField.CONTENT_LENGTH)
                    | KnownField.setOf(KnownField.TRANSFER_ENCODING);

    private final Http1Head received = new Http1Head();
    private final Http1Head sent = new Http1Head();
    private final Http1ToHttp2 toHttp2 = new Http1ToHttp2(received);
    private final Http2ToHttp1 toHttp1 = new Http2ToHttp1();
    private final HeadFields fields = new HeadFields(Arena.ofAuto());
    private final HeadExchange exchange = new HeadExchange();
    private final Http1Writer writer = new Http1Writer();
    private final MemorySegment target = Arena.ofAuto().allocate(CAPACITY);
    private final MemorySegment source = Arena.ofAuto().allocate(CAPACITY);

    @ParameterizedTest(name = "seed={0}")
    @ValueSource(longs = {61, 62})
    void requestsComeBack(long seed) {
        fuzzRequests(seed, 8_000);
    }

    @ParameterizedTest(name = "seed={0}")
    @ValueSource(longs = {63, 64})
    void responsesComeBack(long seed) {
        fuzzResponses(seed, 8_000);
    }

    @SlowTest
    @ParameterizedTest(name = "seed={0}")
    @ValueSource(longs = {65, 66})
    void aMillionHeadsComeBack(long seed) {
        fuzzRequests(seed, 250_000);
        fuzzResponses(seed, 250_000);
    }

    private void fuzzRequests(long seed, int cases) {
        HttpCorpus corpus = new HttpCorpus(seed);
        Random random = new Random(seed);
        int translated = 0;
        for (int i = 0; i < cases; i++) {
            byte[] text = Chain.latin(Mutation.of(corpus.request(), random));
            if (received.parseRequest(copy(text), 0, text.length) > 0
                    && toHttp2.request(SCHEME, DEFAULT, 0, HeadChange.NONE, fields)
                            == HeadFault.NONE) {
                boolean well = exchange.request(fields, false, this::checkRequest);
                assertThat(well).isTrue();
                translated++;
            }
        }
        assertThat(translated).isGreaterThan(cases / 10);
    }

    private void fuzzResponses(long seed, int cases) {
        HttpCorpus corpus = new HttpCorpus(seed);
        Random random = new Random(seed);
        int translated = 0;
        for (int i = 0; i < cases; i++) {
            byte[] text = Chain.latin(Mutation.of(corpus.response(), random));
            if (received.parseResponse(copy(text), 0, text.length) > 0
                    && toHttp2.response(0, HeadChange.NONE, fields) == HeadFault.NONE) {
                boolean well = exchange.response(fields, false, this::checkResponse);
                assertThat(well).isTrue();
                translated++;
            }
        }
        assertThat(translated).isGreaterThan(cases / 10);
    }

    private void checkRequest(Http2Fields head) {
        writer.begin(target, 0, CAPACITY);
        assertThat(toHttp1.request(head, DEFAULT, 0, HeadChange.NONE, writer))
                .isEqualTo(HeadFault.NONE);
        int length = writer.crlf().length();
        assertThat(sent.parseRequest(target.asSlice(0, length), 0, length)).isEqualTo(length);
        assertThat(sent.method()).isEqualTo(received.method());
        assertThat(sent.contentLength())
                .isEqualTo(received.transferCoded() ? -1 : received.contentLength());
        assertThat(lines(sent)).isEqualTo(lines(received));
    }

    private void checkResponse(Http2Fields head) {
        writer.begin(target, 0, CAPACITY);
        assertThat(toHttp1.response(head, false, true, 0, HeadChange.NONE, writer))
                .isEqualTo(HeadFault.NONE);
        int length = writer.crlf().length();
        assertThat(sent.parseResponse(target.asSlice(0, length), 0, length)).isEqualTo(length);
        assertThat(sent.status()).isEqualTo(received.status());
        assertThat(lines(sent)).isEqualTo(lines(received));
    }

    /** The fields that are for both ends. */
    private static List<String> lines(Http1Head head) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < head.fieldCount(); i++) {
            int known = head.known(i);
            if (!KnownField.isIn(REPLACED, known)
                    && !KnownField.hopByHop(known)
                    && !(known == KnownField.EXPECT && head.minorVersion() == 0)
                    && !head.connectionNames(i)) {
                String name = head.copy(head.nameStart(i), head.nameEnd(i));
                String value = head.copy(head.valueStart(i), head.valueEnd(i));
                lines.add(name.toLowerCase(Locale.ROOT) + ": " + value);
            }
        }
        return lines;
    }

    /** The bytes in native memory that ends with them. */
    private MemorySegment copy(byte[] text) {
        MemorySegment exact = source.asSlice(CAPACITY - (long) text.length);
        MemorySegment.copy(text, 0, exact, ValueLayout.JAVA_BYTE, 0, text.length);
        return exact;
    }
}
