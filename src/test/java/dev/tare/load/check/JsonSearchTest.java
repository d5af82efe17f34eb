package dev.tare.load.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.testing.SlowTest;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

final class JsonSearchTest {
    private static final JsonMapper ORACLE =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(JsonSearch.MAX_DEPTH)
                                                    .build())
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .build();

    private static final String DOCUMENT =
            "{\"a\":[1,-0.5e+3,{\"b\":\"x\\u00e9\\n\"},[]],\"\":true,\"m~n/o\":null,"
                    + "\"a b\":\"\\ud83d\\ude00\",\"é\":{\"a\":{\"a\":[[0]]}},\"n\":[1e5,0,10]}";

    private static final String[] POINTERS = {
        "",
        "/a",
        "/a/0",
        "/a/2/b",
        "/a/3",
        "/a/-",
        "/",
        "/m~0n~1o",
        "/a b",
        "/é/a/a/0/0",
        "/n/2",
        "/a/00",
        "/é",
        "/x"
    };

    private static boolean finds(String json, String pointer) {
        return finds(json, pointer, Optional.empty());
    }

    private static boolean finds(String json, String pointer, String value) {
        return finds(json, pointer, Optional.of(value));
    }

    private static boolean finds(String json, String pointer, Optional<String> value) {
        return finds(Pieces.utf8(json), pointer, value);
    }

    private static boolean finds(byte[] json, String pointer, Optional<String> value) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment exact = arena.allocateFrom(ValueLayout.JAVA_BYTE, json);
            return new JsonSearch(pointer, value).finds(exact, json.length);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/a/0, 1",
        "/a/1, -0.5e+3",
        "/a/2/b, 'xé\n'",
        "/, true",
        "/m~0n~1o, null",
        "/a b, 😀",
        "/é/a/a/0/0, 0",
        "/n/2, 10"
    })
    void aPointerFindsItsValue(String pointer, String value) {
        assertThat(finds(DOCUMENT, pointer, value)).isTrue();
        assertThat(finds(DOCUMENT, pointer)).isTrue();
        assertThat(finds(DOCUMENT, pointer, value + "x")).isFalse();
        assertThat(finds(DOCUMENT, pointer, value.substring(1))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/b", "/a/4", "/a/-", "/a/00", "/a/0/0", "/a b/0", "/m~n", "//", "/n/1e0"})
    void aPointerThatPointsAtNothingFindsNothing(String pointer) {
        assertThat(finds(DOCUMENT, pointer)).isFalse();
    }

    @Test
    void containersAreThereButHaveNoValueToCompare() {
        assertThat(finds(DOCUMENT, "")).isTrue();
        assertThat(finds(DOCUMENT, "/a/3")).isTrue();
        assertThat(finds(DOCUMENT, "/a/3", "[]")).isFalse();
    }

    @Test
    void ofTwoMembersOfOneNameTheLastCounts() {
        assertThat(finds("{\"a\":1,\"a\":2}", "/a", "2")).isTrue();
        assertThat(finds("{\"a\":1,\"a\":2}", "/a", "1")).isFalse();
        assertThat(finds("{\"a\":{\"b\":1},\"a\":2}", "/a/b")).isFalse();
    }

    @Test
    void whatIsNoJsonIsNoMatchEvenBehindTheValue() {
        assertThat(finds("{\"a\":1} x", "/a", "1")).isFalse();
        assertThat(finds("{\"a\":1", "/a", "1")).isFalse();
        assertThat(finds("", "")).isFalse();
        assertThat(finds("\ufeff1", "")).isFalse();
    }

    @Test
    void depthIsBounded() {
        int deepest = JsonSearch.MAX_DEPTH;
        assertThat(finds("[".repeat(deepest) + "]".repeat(deepest), "")).isTrue();
        int tooDeep = deepest + 1;
        assertThat(finds("[".repeat(tooDeep) + "]".repeat(tooDeep), "")).isFalse();
        assertThat(finds("[".repeat(1_000_000), "")).isFalse();
    }

    @Test
    void halfASurrogatePairMayBeWrittenAsAnEscape() {
        assertThat(finds("{\"\\ude0b\":\"\\ud83d\"}", "/\ude0b", "\ud83d")).isTrue();
        assertThat(finds("\"\\ud83d\\ude00\"", "", "\ud83d\ude00")).isTrue();
    }

    @ParameterizedTest(name = "seed={0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void mutatedTextsAreJudgedAsJacksonJudgesThem(long seed) {
        compareWithJackson(seed, 5_000);
    }

    @SlowTest
    @Test
    void aMillionMutatedTextsAreJudgedAsJacksonJudgesThem() {
        compareWithJackson(5, 1_000_000);
    }

    private static void compareWithJackson(long seed, int cases) {
        Random random = new Random(seed);
        int valid = 0;
        int found = 0;
        for (int i = 0; i < cases; i++) {
            byte[] text = mutated(random);
            String pointer = POINTERS[random.nextInt(POINTERS.length)];
            Judgement expected = oracle(text, pointer);
            if (expected.isUndecided()) {
                continue;
            }
            // Formatting a description for each case would take longer than the cases.
            if (finds(text, pointer, Optional.empty()) != expected.node().isPresent()) {
                throw new AssertionError(
                        "%s in %s".formatted(pointer, new String(text, StandardCharsets.UTF_8)));
            }
            valid += expected.valid() ? 1 : 0;
            Optional<String> value =
                    expected.node().filter(JsonNode::isString).map(JsonNode::stringValue);
            if (value.isPresent()) {
                found++;
                assertThat(finds(text, pointer, value)).isTrue();
                assertThat(finds(text, pointer, value.map(same -> same + "!"))).isFalse();
            }
        }
        assertThat(valid).isBetween(cases / 20, cases / 2);
        assertThat(found).isGreaterThan(cases / 200);
    }

    /**
     * What Jackson says of a text.
     *
     * @param valid whether it is JSON
     * @param node what the pointer points at
     */
    private record Judgement(boolean valid, Optional<JsonNode> node) {
        static final Judgement NO_JSON = new Judgement(false, Optional.empty());

        /** Jackson refuses half a surrogate pair in names, which the grammar allows. */
        static final Judgement UNDECIDED =
                new Judgement(false, Optional.of(MissingNode.getInstance()));

        boolean isUndecided() {
            return equals(UNDECIDED);
        }
    }

    private static Judgement oracle(byte[] text, String pointer) {
        String decoded;
        try {
            decoded = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text)).toString();
        } catch (CharacterCodingException noUtf8) {
            return Judgement.NO_JSON;
        }
        try {
            JsonNode root = ORACLE.readTree(decoded);
            if (root.isMissingNode() || decoded.startsWith("\ufeff")) {
                return Judgement.NO_JSON;
            }
            JsonNode node = pointer.isEmpty() ? root : root.at(pointer);
            return new Judgement(true, node.isMissingNode() ? Optional.empty() : Optional.of(node));
        } catch (JacksonException noJson) {
            return noJson.getOriginalMessage().contains("surrogate")
                    ? Judgement.UNDECIDED
                    : Judgement.NO_JSON;
        }
    }

    private static final String NASTY = "{}[]\",:\\u0019aebfntr.-+E \n\t\0\u007f/~é😀";

    private static byte[] mutated(Random random) {
        byte[] nasty = Pieces.utf8(NASTY);
        byte[] text = Pieces.utf8(DOCUMENT);
        for (int i = random.nextInt(3); i >= 0; i--) {
            int at = random.nextInt(text.length);
            switch (random.nextInt(5)) {
                case 0 -> text[at] = nasty[random.nextInt(nasty.length)];
                case 1 -> text = spliced(text, at, at, nasty[random.nextInt(nasty.length)]);
                case 2 -> text = spliced(text, at, at + 1, -1);
                case 3 -> text[at] ^= (byte) (1 << random.nextInt(8));
                default -> {
                    int to = Math.min(text.length, at + random.nextInt(12));
                    int length = to - at;
                    int from = random.nextInt(text.length - length + 1);
                    byte[] copy = Arrays.copyOfRange(text, from, from + length);
                    System.arraycopy(copy, 0, text, at, length);
                }
            }
        }
        return text;
    }

    private static byte[] spliced(byte[] text, int from, int to, int inserted) {
        int gap = inserted < 0 ? 0 : 1;
        byte[] spliced = new byte[from + gap + text.length - to];
        System.arraycopy(text, 0, spliced, 0, from);
        if (gap == 1) {
            spliced[from] = (byte) inserted;
        }
        System.arraycopy(text, to, spliced, from + gap, text.length - to);
        return spliced;
    }

    @Test
    void theOracleTellsJsonFromOther() {
        assertThat(oracle(Pieces.utf8("{}"), "/a"))
                .isEqualTo(new Judgement(true, Optional.empty()));
        assertThat(oracle(Pieces.utf8("{"), "/a").valid()).isFalse();
        assertThat(oracle(Pieces.utf8("1 2"), "").valid()).isFalse();
        assertThat(oracle(Pieces.utf8(""), "").valid()).isFalse();
        assertThat(oracle(Pieces.utf8("{\"\\ude0b\":1}"), "")).isSameAs(Judgement.UNDECIDED);
    }
}
