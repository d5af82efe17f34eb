package dev.tare.specimen.proxy.config.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tare.base.stats.SplitMix64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class YamlTreeTest {
    private static YamlValue entry(YamlValue map, String key) {
        YamlValue entry = ((YamlValue.Mapping) map).entries().get(key);
        if (entry == null) {
            throw new AssertionError(key);
        }
        return entry;
    }

    @Test
    void everyValueKnowsItsLineAndItsText() throws Exception {
        YamlValue root =
                YamlTree.parse(
                        """
                        a: 010
                        b:
                          - 1.50
                          - "x"
                        c: {d: , e: "", f: true}
                        """);

        assertThat(entry(root, "a")).isEqualTo(new YamlValue.Scalar("010", false, 1));
        YamlValue.Sequence list = (YamlValue.Sequence) entry(root, "b");
        assertThat(list.items())
                .isEqualTo(
                        List.of(
                                new YamlValue.Scalar("1.50", false, 3),
                                new YamlValue.Scalar("x", false, 4)));
        YamlValue map = entry(root, "c");
        assertThat(entry(map, "d")).isEqualTo(new YamlValue.Scalar("", true, 5));
        assertThat(entry(map, "e")).isEqualTo(new YamlValue.Scalar("", false, 5));
        assertThat(entry(map, "f")).isEqualTo(new YamlValue.Scalar("true", false, 5));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`` | 0 | is empty",
                "# only words | 0 | is empty",
                "a: [1 | 1 | not YAML: ",
                "a: 1\\na: 2 | 2 | has the key \"a\" twice",
                "a: &x 1\\nb: *x | 2 | aliases are not read",
                "a: !!javax.script.ScriptEngineManager [x] | 1 | tags are not read",
                "a: !mine x | 1 | tags are not read",
                "a: 1\\n---\\nb: 2 | 3 | more than one document",
                "\\t- a | 1 | not YAML: ",
            })
    void whatIsNoPlainDocumentIsRefused(String text, int line, String expected) {
        String lines = text.replace("\\n", "\n").replace("\\t", "\t");
        assertThatThrownBy(() -> YamlTree.parse(lines))
                .isInstanceOf(YamlFault.class)
                .hasMessageContaining(expected)
                .satisfies(e -> assertThat(((YamlFault) e).line()).isEqualTo(line))
                .message()
                .hasLineCount(1);
    }

    @Test
    void lengthDepthAndNumberAreBounded() throws Exception {
        assertThatThrownBy(() -> YamlTree.parse("a: " + "x".repeat(YamlTree.MAX_LENGTH)))
                .hasMessage("is longer than 1,000,000 characters; make it smaller");
        int depth = YamlTree.MAX_DEPTH;
        assertThat(YamlTree.parse("[".repeat(depth) + "]".repeat(depth))).isNotNull();
        assertThatThrownBy(() -> YamlTree.parse("[".repeat(depth + 2) + "]".repeat(depth + 2)))
                .hasMessage("is nested deeper than 32; make it smaller");
        assertThatThrownBy(() -> YamlTree.parse("[".repeat(100_000)))
                .hasMessage("is nested deeper than 32; make it smaller");
        String many = "[" + "1,".repeat(YamlTree.MAX_NODES) + "1]";
        assertThatThrownBy(() -> YamlTree.parse(many))
                .hasMessage("has more than 200,000 values; make it smaller");
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void anyTextIsReadOrRefused(long seed) {
        SplitMix64 random = new SplitMix64(seed);
        String letters = "ab:{}[],\n -\"'&*!|>%@#\\?0.~\t\0\u00a0\ud800";
        for (int i = 0; i < 3000; i++) {
            StringBuilder text = new StringBuilder();
            for (int k = random.nextInt(40); k >= 0; k--) {
                text.append(letters.charAt(random.nextInt(letters.length())));
            }
            assertThat(isReadOrRefused(text.toString())).isTrue();
        }
    }

    private static boolean isReadOrRefused(String text) {
        try {
            return YamlTree.parse(text).line() >= 0;
        } catch (YamlFault e) {
            return !e.sentence().isEmpty();
        }
    }
}
