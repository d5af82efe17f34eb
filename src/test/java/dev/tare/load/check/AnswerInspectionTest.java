package dev.tare.load.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.base.core.AnswerCheck;
import dev.tare.base.core.FurtherCheck;
import dev.tare.base.core.FurtherCheck.Checksum;
import dev.tare.base.core.Outcome;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AnswerInspectionTest {
    private static AnswerCheck containing(String pattern) {
        return new AnswerCheck(200, 200, AnswerCheck.ANY_LENGTH, pattern);
    }

    @ParameterizedTest(name = "seed={0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void aPatternIsFoundExactlyWhereItIs(long seed) {
        Random random = new Random(seed);
        int found = 0;
        for (int i = 0; i < 2000; i++) {
            String pattern = letters(random, random.nextInt(1, 7));
            String body = letters(random, random.nextInt(0, 40));
            Outcome outcome =
                    Pieces.outcome(
                            AnswerInspection.of(containing(pattern)),
                            Pieces.utf8(body),
                            () -> random.nextInt(1, 41));
            boolean contains = body.contains(pattern);
            assertThat(outcome)
                    .as("%s in %s", pattern, body)
                    .isEqualTo(contains ? Outcome.CORRECT : Outcome.WRONG_BODY);
            found += contains ? 1 : 0;
        }
        assertThat(found).isBetween(200, 1800);
    }

    private static String letters(Random random, int length) {
        return random.ints(length, 'a', 'c')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    @Test
    void aPatternIsMeantInUtf8() {
        assertThat(Pieces.outcome(containing("Grüße"), "Viele Grüße!")).isEqualTo(Outcome.CORRECT);
        assertThat(Pieces.outcome(containing("Grüße"), "Viele Grusse!"))
                .isEqualTo(Outcome.WRONG_BODY);
    }

    @Test
    void theStatusCountsBeforeTheLengthAndTheLengthBeforeTheBody() {
        AnswerInspection inspection = AnswerInspection.of(new AnswerCheck(200, 204, 5, "x"));
        assertThat(inspection.outcome(199, 4)).isEqualTo(Outcome.WRONG_STATUS);
        assertThat(inspection.outcome(205, 5)).isEqualTo(Outcome.WRONG_STATUS);
        assertThat(inspection.outcome(200, 4)).isEqualTo(Outcome.WRONG_LENGTH);
        assertThat(inspection.outcome(204, 5)).isEqualTo(Outcome.WRONG_BODY);
        inspection.onBody(Pieces.segment(Pieces.utf8("x")), 0, 1);
        assertThat(inspection.outcome(204, 5)).isEqualTo(Outcome.CORRECT);
    }

    @Test
    void theFirstFaultInOrderCounts() {
        AnswerCheck check =
                new AnswerCheck(
                        200,
                        200,
                        1,
                        "x",
                        List.of(
                                new FurtherCheck.GrpcStatus(0),
                                new FurtherCheck.BodyEquals("x"),
                                new FurtherCheck.Header("a", Optional.empty())));
        AnswerInspection inspection = AnswerInspection.of(check);
        inspection.begin();
        assertThat(inspection.outcome(500, 0)).isEqualTo(Outcome.WRONG_STATUS);
        assertThat(inspection.outcome(200, 0)).isEqualTo(Outcome.WRONG_LENGTH);
        assertThat(inspection.outcome(200, 1)).isEqualTo(Outcome.WRONG_HEADER);
        inspection.onHead(Pieces.fields("A: b"));
        assertThat(inspection.outcome(200, 1)).isEqualTo(Outcome.WRONG_BODY);
        inspection.onBody(Pieces.segment(Pieces.utf8("x")), 0, 1);
        assertThat(inspection.outcome(200, 1)).isEqualTo(Outcome.WRONG_GRPC_STATUS);
        inspection.onTrailers(Pieces.fields("grpc-status: 0"));
        assertThat(inspection.outcome(200, 1)).isEqualTo(Outcome.CORRECT);
    }

    @Test
    void aWrongPatternCountsBeforeAWrongGrpcStatus() {
        AnswerInspection inspection =
                AnswerInspection.of(
                        new AnswerCheck(
                                200, 200, -1, "x", List.of(new FurtherCheck.GrpcStatus(0))));
        inspection.begin();
        assertThat(inspection.outcome(200, 0)).isEqualTo(Outcome.WRONG_BODY);
    }

    @ParameterizedTest
    @CsvSource({
        "x-a, , true",
        "X-A, b, true",
        "x-a, B, false",
        "x-a, c, true",
        "x-b, , false",
        "x_y, 1, true",
        "x_z, , false"
    })
    void aHeaderIsFoundWhateverItsCaseAndItsPlace(String name, String value, boolean holds) {
        AnswerInspection inspection =
                AnswerInspection.of(
                        Pieces.check(new FurtherCheck.Header(name, Optional.ofNullable(value))));
        inspection.begin();
        inspection.onHead(Pieces.fields("X-a: b", "Other: x", "x-A:  c ", "X_Y: 1"));
        assertThat(inspection.outcome(200, 0))
                .isEqualTo(holds ? Outcome.CORRECT : Outcome.WRONG_HEADER);
        inspection.begin();
        assertThat(inspection.outcome(200, 0)).isEqualTo(Outcome.WRONG_HEADER);
    }

    @ParameterizedTest
    @CsvSource({"hällo, true", "hällo!, false", "häll, false", "hullo, false", "'', false"})
    void aBodyEqualsOnlyItself(String body, boolean equal) {
        assertThat(Pieces.outcome(Pieces.check(new FurtherCheck.BodyEquals("hällo")), body))
                .isEqualTo(equal ? Outcome.CORRECT : Outcome.WRONG_BODY);
    }

    @Test
    void anEmptyBodyEqualsNothing() {
        AnswerCheck check = Pieces.check(new FurtherCheck.BodyEquals(""));
        assertThat(Pieces.outcome(check, "")).isEqualTo(Outcome.CORRECT);
        assertThat(Pieces.outcome(check, "a")).isEqualTo(Outcome.WRONG_BODY);
    }

    @ParameterizedTest
    @CsvSource({
        "order 1234 done, true",
        "order 12 done, false",
        "Größe 99€ order 4321, true",
        "'', false"
    })
    void aPartOfABodyMatches(String body, boolean matches) {
        assertThat(Pieces.outcome(Pieces.check(new FurtherCheck.BodyMatches("\\b\\d{4}\\b")), body))
                .isEqualTo(matches ? Outcome.CORRECT : Outcome.WRONG_BODY);
    }

    @Test
    void anExpressionMeansCharactersNotBytes() {
        assertThat(Pieces.outcome(Pieces.check(new FurtherCheck.BodyMatches("^ü.€$")), "üx€"))
                .isEqualTo(Outcome.CORRECT);
    }

    @ParameterizedTest
    @CsvSource({"ok, true", "fail, false"})
    void jsonIsLookedIntoHoweverItIsCut(String status, boolean holds) {
        AnswerCheck check =
                Pieces.check(
                        new FurtherCheck.BodyJson("/items/1/état", Optional.of("ok")),
                        new FurtherCheck.BodyJson("/items", Optional.empty()));
        String body = "{\"items\": [0, {\"\\u00e9tat\": \"%s\"}, true]}".formatted(status);
        assertThat(Pieces.outcome(check, body))
                .isEqualTo(holds ? Outcome.CORRECT : Outcome.WRONG_BODY);
    }

    @Test
    void checksumsAreOfTheWholeBody() {
        // printf 'hello' | sha256sum; printf 'hello' | gzip -c | tail -c8 | od -t x4
        FurtherCheck sha256 =
                new FurtherCheck.BodyChecksum(
                        Checksum.SHA256,
                        "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824");
        FurtherCheck crc32 = new FurtherCheck.BodyChecksum(Checksum.CRC32, "3610a686");
        for (AnswerCheck check : List.of(Pieces.check(sha256), Pieces.check(crc32))) {
            assertThat(Pieces.outcome(check, "hello")).isEqualTo(Outcome.CORRECT);
            assertThat(Pieces.outcome(check, "hellp")).isEqualTo(Outcome.WRONG_BODY);
            assertThat(Pieces.outcome(check, "")).isEqualTo(Outcome.WRONG_BODY);
        }
    }

    @Test
    void aChecksumTakesPiecesLongerThanItsScratch() {
        byte[] zeros = new byte[3 * ChecksumCondition.SCRATCH_BYTES + 1];
        java.util.zip.CRC32 crc = new java.util.zip.CRC32();
        crc.update(zeros);
        FurtherCheck check =
                new FurtherCheck.BodyChecksum(Checksum.CRC32, "%08x".formatted(crc.getValue()));
        AnswerInspection inspection = AnswerInspection.of(Pieces.check(check));
        assertThat(Pieces.outcome(inspection, zeros, () -> zeros.length))
                .isEqualTo(Outcome.CORRECT);
    }

    @Test
    void theGrpcStatusStandsInTheTrailersOrInAHeadThatIsAllThereIs() {
        AnswerInspection inspection =
                AnswerInspection.of(Pieces.check(new FurtherCheck.GrpcStatus(5)));
        inspection.begin();
        inspection.onHead(Pieces.fields("grpc-status: 5"));
        assertThat(inspection.outcome(200, 0)).isEqualTo(Outcome.CORRECT);

        inspection.begin();
        inspection.onHead(Pieces.fields("Content-Type: application/grpc"));
        assertThat(inspection.outcome(200, 0)).isEqualTo(Outcome.WRONG_GRPC_STATUS);
        inspection.onTrailers(Pieces.fields("Grpc-Status: 5", "Grpc-Message: no"));
        assertThat(inspection.outcome(200, 0)).isEqualTo(Outcome.CORRECT);

        inspection.begin();
        inspection.onHead(Pieces.fields());
        inspection.onTrailers(Pieces.fields("grpc-status: 50"));
        assertThat(inspection.outcome(200, 0)).isEqualTo(Outcome.WRONG_GRPC_STATUS);
    }

    @Test
    void anInspectionSaysWhatItNeedNotBeTold() {
        AnswerInspection plain = AnswerInspection.of(AnswerCheck.success());
        assertThat(plain.wantsHead() || plain.wantsBody() || plain.wantsTrailers()).isFalse();
        assertThat(AnswerInspection.of(containing("x")).wantsBody()).isTrue();
        AnswerInspection header =
                AnswerInspection.of(Pieces.check(new FurtherCheck.Header("a", Optional.empty())));
        assertThat(header.wantsHead()).isTrue();
        assertThat(header.wantsBody() || header.wantsTrailers()).isFalse();
        AnswerInspection grpc = AnswerInspection.of(Pieces.check(new FurtherCheck.GrpcStatus(0)));
        assertThat(grpc.wantsHead() && grpc.wantsTrailers()).isTrue();
        assertThat(grpc.wantsBody()).isFalse();
        AnswerInspection json =
                AnswerInspection.of(Pieces.check(new FurtherCheck.BodyJson("", Optional.empty())));
        assertThat(json.wantsBody()).isTrue();
    }

    @Test
    void aFieldOfTheTrailersIsNoHeader() {
        AnswerInspection inspection =
                AnswerInspection.of(Pieces.check(new FurtherCheck.Header("a", Optional.empty())));
        inspection.begin();
        inspection.onHead(Pieces.fields("b: c"));
        inspection.onTrailers(Pieces.fields("a: b"));
        assertThat(inspection.outcome(200, 0)).isEqualTo(Outcome.WRONG_HEADER);
    }

    @Test
    void inspectionsOfOneInspectorDoNotDisturbEachOther() {
        AnswerInspector inspector =
                AnswerInspector.of(
                        Pieces.check(
                                new FurtherCheck.BodyMatches("^ab$"),
                                new FurtherCheck.BodyEquals("ab")));
        AnswerInspection one = inspector.inspection();
        AnswerInspection other = inspector.inspection();
        one.begin();
        other.begin();
        one.onBody(Pieces.segment(Pieces.utf8("a")), 0, 1);
        other.onBody(Pieces.segment(Pieces.utf8("x")), 0, 1);
        one.onBody(Pieces.segment(Pieces.utf8("b")), 0, 1);
        assertThat(other.outcome(200, 1)).isEqualTo(Outcome.WRONG_BODY);
        assertThat(one.outcome(200, 2)).isEqualTo(Outcome.CORRECT);
    }

    @Test
    void aBodyThatIsTooLongToCollectIsWrongAndTheNextOneIsNot() {
        AnswerInspection inspection =
                AnswerInspection.of(Pieces.check(new FurtherCheck.BodyJson("", Optional.empty())));
        byte[] longest = new byte[CollectedBody.MAX_BYTES];
        java.util.Arrays.fill(longest, (byte) ' ');
        longest[0] = '1';
        assertThat(Pieces.outcome(inspection, longest, () -> 1 << 20)).isEqualTo(Outcome.CORRECT);
        byte[] tooLong = java.util.Arrays.copyOf(longest, longest.length + 1);
        tooLong[longest.length] = ' ';
        assertThat(Pieces.outcome(inspection, tooLong, () -> 1 << 20))
                .isEqualTo(Outcome.WRONG_BODY);
        assertThat(Pieces.outcome(inspection, Pieces.utf8("1"), () -> 1))
                .isEqualTo(Outcome.CORRECT);
    }
}
