package dev.tare.view.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class DisplayTextTest {

    @Test
    void whatCouldDriveATerminalIsReplaced() {
        assertThat(DisplayText.clean("a\u001b[31mb\u202ec\td\u0007\ud800\u2028"))
                .isEqualTo("a\ufffd[31mb\ufffdc d\ufffd\ufffd\ufffd");
        assertThat(DisplayText.clean("µs 𝛥 שלום")).isEqualTo("µs 𝛥 שלום");
    }

    @Test
    void linesBreakBetweenWords() {
        assertThat(DisplayText.wrap("one two three", 9, "- ", "  "))
                .containsExactly("- one two", "  three");
        assertThat(DisplayText.wrap("unbreakable", 4, "", "")).containsExactly("unbreakable");
        assertThat(DisplayText.wrap("", 4, "-", "")).containsExactly("-");
    }

    @Test
    void aNumberKeepsItsMarginAndItsUnit() {
        assertThat(DisplayText.keepTogether("a 1 ± 2 µs, 3 % of 4 sorts"))
                .isEqualTo("a 1\u00a0±\u00a02\u00a0µs, 3\u00a0% of 4 sorts");
    }

    @Test
    void whatIsCutEndsInAnEllipsis() {
        assertThat(DisplayText.cut("abcdef", 4)).isEqualTo("abc…");
        assertThat(DisplayText.cut("abcd", 4)).isEqualTo("abcd");
        assertThat(DisplayText.cut("𝛥𝛥𝛥", 2)).isEqualTo("𝛥…");
    }

    @Test
    void wordsForAShellAreQuotedWhereTheyMust() {
        assertThat(DisplayText.shellQuoted("--seed=1")).isEqualTo("--seed=1");
        assertThat(DisplayText.shellQuoted("a b")).isEqualTo("'a b'");
        assertThat(DisplayText.shellQuoted("it's")).isEqualTo("'it'\\''s'");
        assertThat(DisplayText.shellQuoted("")).isEqualTo("''");
    }
}
