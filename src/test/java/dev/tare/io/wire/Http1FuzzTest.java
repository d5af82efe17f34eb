package dev.tare.io.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.testing.SlowTest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Broken streams in pieces: no exception, no hang, no look behind the bytes that are there (the
 * segments end with them), and the same result whatever the pieces.
 */
final class Http1FuzzTest {
    private static final int BASE_MESSAGES = 500;

    @ParameterizedTest(name = "seed={0}")
    @ValueSource(longs = {11, 12})
    void brokenRequestsGiveTheSameResultInPieces(long seed) {
        fuzzRequests(seed, 50_000);
    }

    @ParameterizedTest(name = "seed={0}")
    @ValueSource(longs = {13, 14})
    void brokenResponsesGiveTheSameResultInPieces(long seed) {
        fuzzResponses(seed, 50_000);
    }

    @SlowTest
    @ParameterizedTest(name = "seed={0}")
    @ValueSource(longs = {15, 16, 17, 18})
    void aMillionBrokenRequestsGiveTheSameResultInPieces(long seed) {
        fuzzRequests(seed, 250_000);
    }

    @SlowTest
    @ParameterizedTest(name = "seed={0}")
    @ValueSource(longs = {19, 20, 21, 22})
    void aMillionBrokenResponsesGiveTheSameResultInPieces(long seed) {
        fuzzResponses(seed, 250_000);
    }

    @Test
    void wholeMessagesGiveTheSameResultCutInTwoAnywhere() {
        HttpCorpus corpus = new HttpCorpus(23);
        for (int i = 0; i < 60; i++) {
            byte[] request = Bytes.latin(corpus.request());
            byte[] response = Bytes.latin(corpus.response());
            Reading wholeRequest = Reading.request(request, request.length);
            Reading wholeResponse = Reading.response(response, HttpMethod.GET, response.length);
            assertThat(wholeRequest.message()).isPresent();
            assertThat(wholeResponse.message()).isPresent();
            for (int cut = 1; cut < request.length; cut++) {
                assertThat(Reading.request(request, cut, request.length)).isEqualTo(wholeRequest);
            }
            for (int cut = 1; cut < response.length; cut++) {
                assertThat(Reading.response(response, HttpMethod.GET, cut, response.length))
                        .isEqualTo(wholeResponse);
            }
        }
    }

    @Test
    void wholeMessagesGiveTheSameResultByteByByte() {
        HttpCorpus corpus = new HttpCorpus(24);
        for (int i = 0; i < 60; i++) {
            byte[] request = Bytes.latin(corpus.request());
            byte[] response = Bytes.latin(corpus.response());
            assertThat(Reading.request(request, everyByte(request)))
                    .isEqualTo(Reading.request(request, request.length));
            assertThat(Reading.response(response, HttpMethod.GET, everyByte(response)))
                    .isEqualTo(Reading.response(response, HttpMethod.GET, response.length));
        }
    }

    @ParameterizedTest(name = "seed={0}")
    @ValueSource(longs = {25})
    void randomBytesAreNeitherRequestNorAnswer(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[1 + random.nextInt(60)];
            random.nextBytes(bytes);
            int[] cuts = Reading.cuts(random, bytes.length);
            assertThat(Reading.request(bytes, cuts).message()).isEmpty();
            assertThat(Reading.response(bytes, HttpMethod.GET, cuts).message()).isEmpty();
        }
    }

    private static void fuzzRequests(long seed, int cases) {
        HttpCorpus corpus = new HttpCorpus(seed);
        Random random = new Random(seed);
        List<String> base =
                IntStream.range(0, BASE_MESSAGES).mapToObj(i -> corpus.request()).toList();
        int taken = 0;
        for (int i = 0; i < cases; i++) {
            byte[] bytes = Bytes.latin(Mutation.of(base.get(i % BASE_MESSAGES), random));
            if (bytes.length > 0) {
                Reading whole = Reading.request(bytes, bytes.length);
                int[] cuts = Reading.cuts(random, bytes.length);
                if (!Reading.request(bytes, cuts).message().equals(whole.message())) {
                    throw new AssertionError(explain(bytes, cuts));
                }
                taken += whole.message().isPresent() ? 1 : 0;
            }
        }
        assertThat(taken).isBetween(cases / 10, cases - cases / 10);
    }

    private static void fuzzResponses(long seed, int cases) {
        HttpCorpus corpus = new HttpCorpus(seed);
        Random random = new Random(seed);
        List<String> base =
                IntStream.range(0, BASE_MESSAGES).mapToObj(i -> corpus.response()).toList();
        int taken = 0;
        for (int i = 0; i < cases; i++) {
            byte[] bytes = Bytes.latin(Mutation.of(base.get(i % BASE_MESSAGES), random));
            HttpMethod method = random.nextInt(8) == 0 ? HttpMethod.HEAD : HttpMethod.GET;
            if (bytes.length > 0) {
                Reading whole = Reading.response(bytes, method, bytes.length);
                int[] cuts = Reading.cuts(random, bytes.length);
                if (!Reading.response(bytes, method, cuts).message().equals(whole.message())) {
                    throw new AssertionError(explain(bytes, cuts));
                }
                taken += whole.message().isPresent() ? 1 : 0;
            }
        }
        assertThat(taken).isBetween(cases / 10, cases - cases / 10);
    }

    private static String explain(byte[] bytes, int[] cuts) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        return "cut at %s: %s".formatted(Arrays.toString(cuts), text);
    }

    private static int[] everyByte(byte[] bytes) {
        return IntStream.rangeClosed(1, bytes.length).toArray();
    }
}
