package dev.tare.load.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.base.core.AnswerCheck;
import dev.tare.base.core.Outcome;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AnswerCheckerTest {

    private static AnswerCheck containing(String pattern) {
        return new AnswerCheck(200, 200, AnswerCheck.ANY_LENGTH, pattern);
    }

    /** Feeds {@code body} in pieces, the state of another body between any two of them. */
    private static Outcome check(AnswerChecker checker, String body, Random random) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        MemorySegment segment = Arena.ofAuto().allocateFrom(ValueLayout.JAVA_BYTE, bytes);
        int matched = AnswerChecker.NOTHING_MATCHED;
        int from = 0;
        while (from < bytes.length) {
            int length = random.nextInt(1, bytes.length - from + 1);
            checker.resume(matched);
            checker.onBody(segment, from, length);
            matched = checker.matched();
            checker.resume(AnswerChecker.NOTHING_MATCHED);
            checker.onBody(segment, 0, bytes.length);
            from += length;
        }
        return checker.outcome(200, bytes.length, matched);
    }

    @ParameterizedTest(name = "seed={0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void aPatternIsFoundExactlyWhereItIs(long seed) {
        Random random = new Random(seed);
        int found = 0;
        for (int i = 0; i < 2000; i++) {
            String pattern = letters(random, random.nextInt(1, 7));
            String body = letters(random, random.nextInt(0, 40));
            Outcome outcome = check(new AnswerChecker(containing(pattern)), body, random);
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
        AnswerChecker checker = new AnswerChecker(containing("Grüße"));
        assertThat(check(checker, "Viele Grüße!", new Random(1))).isEqualTo(Outcome.CORRECT);
        assertThat(check(checker, "Viele Grusse!", new Random(1))).isEqualTo(Outcome.WRONG_BODY);
    }

    @Test
    void theStatusCountsBeforeTheLengthAndTheLengthBeforeTheBody() {
        AnswerChecker checker = new AnswerChecker(new AnswerCheck(200, 204, 5, "x"));
        int nothing = AnswerChecker.NOTHING_MATCHED;
        assertThat(checker.outcome(199, 4, nothing)).isEqualTo(Outcome.WRONG_STATUS);
        assertThat(checker.outcome(205, 5, 1)).isEqualTo(Outcome.WRONG_STATUS);
        assertThat(checker.outcome(200, 4, nothing)).isEqualTo(Outcome.WRONG_LENGTH);
        assertThat(checker.outcome(204, 5, nothing)).isEqualTo(Outcome.WRONG_BODY);
        assertThat(checker.outcome(204, 5, 1)).isEqualTo(Outcome.CORRECT);
    }
}
