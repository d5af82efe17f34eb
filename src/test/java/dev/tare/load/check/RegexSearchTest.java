package dev.tare.load.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class RegexSearchTest {
    private static boolean finds(String regex, byte[] body) {
        return new RegexSearch(regex).finds(Pieces.segment(body), body.length);
    }

    @Test
    void anExpressionThatWouldTakeYearsIsGivenUp() {
        assertThat(finds("(a+)+b", Pieces.utf8("a".repeat(60)))).isFalse();
    }

    @Test
    void anExpressionThatNeedsTooMuchStackIsGivenUp() {
        byte[] body = Pieces.utf8("ab".repeat(200_000) + "c");
        assertThat(finds("(a|b|ab)*c", body)).isFalse();
        assertThat(finds("c$", body)).isTrue();
    }

    @Test
    void whatIsNotUtf8ReadsAsReplacementCharacters() {
        assertThat(finds("^a\ufffdb$", new byte[] {'a', (byte) 0xff, 'b'})).isTrue();
    }

    @Test
    void aSearchServesBodiesThatGrowAndShrink() {
        RegexSearch search = new RegexSearch("^x*$");
        for (int length : new int[] {0, 3, 5000, 2, 20_000}) {
            byte[] body = Pieces.utf8("x".repeat(length));
            assertThat(search.finds(Pieces.segment(body), length)).isTrue();
        }
        assertThat(search.finds(Pieces.segment(Pieces.utf8("y")), 1)).isFalse();
    }
}
