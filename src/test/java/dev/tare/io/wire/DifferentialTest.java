package dev.tare.io.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.testing.SlowTest;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The readers against an oracle of plain strings: both take the same messages in the same way. */
final class DifferentialTest {
    private static final HttpMethod[] METHODS = {
        HttpMethod.GET, HttpMethod.GET, HttpMethod.HEAD, HttpMethod.CONNECT
    };

    /** What may follow a head: nothing, bodies by length and in chunks, whole or not. */
    private static final List<String> BODIES =
            List.of(
                    "",
                    "0000000",
                    "12345",
                    "5\r\nhello\r\n0\r\n\r\n",
                    "5;a\r\nhello\r\n0\r\nA: b\r\n\r\n",
                    "5\r\nhello\r\n0\r\n",
                    "5\nhello\n0\n\n");

    private static Stream<String> requestHeads() {
        return Stream.concat(
                Http1Cases.goodRequests().map(Http1Cases.Good::head),
                Http1Cases.malformedRequests().map(Http1Cases.Refused::head));
    }

    private static Stream<String> responseHeads() {
        return Stream.concat(
                Http1Cases.goodResponses().map(Http1Cases.Good::head),
                Http1Cases.malformedResponses().map(Http1Cases.Refused::head));
    }

    @Test
    void theTablesOfRequestsAreReadAlike() {
        requestHeads()
                .flatMap(head -> BODIES.stream().map(body -> head + body))
                .forEach(DifferentialTest::compareRequest);
    }

    @Test
    void theTablesOfResponsesAreReadAlike() {
        responseHeads()
                .flatMap(head -> BODIES.stream().map(body -> head + body))
                .forEach(text -> {
                    for (HttpMethod method : METHODS) {
                        compareResponse(text, method);
                    }
                });
    }

    @ParameterizedTest(name = "seed={0}")
    @ValueSource(longs = {1, 2, 3})
    void generatedMessagesAreTakenAndReadAlike(long seed) {
        HttpCorpus corpus = new HttpCorpus(seed);
        for (int i = 0; i < 2_000; i++) {
            assertThat(compareRequest(corpus.request())).isPresent();
            assertThat(compareResponse(corpus.response(), HttpMethod.GET)).isPresent();
        }
    }

    @ParameterizedTest(name = "seed={0}")
    @ValueSource(longs = {4, 5})
    void mutatedMessagesAreReadAlike(long seed) {
        compareMutated(seed, 4_000);
    }

    @SlowTest
    @ParameterizedTest(name = "seed={0}")
    @ValueSource(longs = {6, 7, 8, 9})
    void aMillionMutatedMessagesAreReadAlike(long seed) {
        compareMutated(seed, 250_000);
    }

    private static void compareMutated(long seed, int cases) {
        HttpCorpus corpus = new HttpCorpus(seed);
        Random random = new Random(seed);
        int taken = 0;
        for (int i = 0; i < cases; i++) {
            String request = Mutation.of(corpus.request(), random);
            taken += compareRequest(request).isPresent() ? 1 : 0;
            HttpMethod method = METHODS[random.nextInt(METHODS.length)];
            String response = Mutation.of(corpus.response(), random);
            taken += compareResponse(response, method).isPresent() ? 1 : 0;
        }
        // A comparison in which all or none are refused would say nothing.
        assertThat(taken).isBetween(cases / 5, 2 * cases - cases / 5);
    }

    private static Optional<MessageOracle.Message> compareRequest(String text) {
        Optional<MessageOracle.Message> expected = MessageOracle.request(text);
        Reading reading = Reading.request(Bytes.latin(text), text.length());
        assertThat(reading.message()).as("%s: %s", reading.fault(), text).isEqualTo(expected);
        return expected;
    }

    private static Optional<MessageOracle.Message> compareResponse(String text, HttpMethod method) {
        Optional<MessageOracle.Message> expected = MessageOracle.response(text, method);
        Reading reading = Reading.response(Bytes.latin(text), method, text.length());
        assertThat(reading.message()).as("%s: %s", reading.fault(), text).isEqualTo(expected);
        return expected;
    }
}
