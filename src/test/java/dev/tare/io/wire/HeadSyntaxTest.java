package dev.tare.io.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HeadSyntaxTest {
    /** Checks text that lies within other text. */
    private interface Check {
        boolean of(MemorySegment bytes, long offset, int length);
    }

    private static boolean check(Check check, String text) {
        MemorySegment bytes = Bytes.at(5, Bytes.latin(text));
        return check.of(bytes, 5, text.length());
    }

    @Test
    void tokensAreNotEmptyAndHoldNoSeparators() {
        assertThat(check(HeadSyntax::isToken, "GET-x1!")).isTrue();
        for (String none : new String[] {"", "a b", "a:", "a\r\n", "\u00e4", "a\0"}) {
            assertThat(check(HeadSyntax::isToken, none)).as(none).isFalse();
        }
    }

    @Test
    void textHoldsNoControlCharactersButTabs() {
        assertThat(check(HeadSyntax::isText, "")).isTrue();
        assertThat(check(HeadSyntax::isText, "a \t\u00e4 \u0080 and more than eight")).isTrue();
        for (char c = 0; c < 0x20; c++) {
            assertThat(check(HeadSyntax::isText, "some text " + c)).isEqualTo(c == '\t');
        }
        assertThat(check(HeadSyntax::isText, "\u007f")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/a/b?c=d&e", "/%20", "/a|b"})
    void pathsWithQueries(String path) {
        assertThat(check(HeadSyntax::isPathAndQuery, path)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "*", "/a b", "/a#b", "/%2", "/%zz", "/\u00e4", "/\t", "/\r"})
    void whatIsNoPath(String path) {
        assertThat(check(HeadSyntax::isPathAndQuery, path)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a.b:80", "127.0.0.1:8080", "[::1]:80", "a:", "%41"})
    void hostsWithPorts(String host) {
        assertThat(check(HeadSyntax::isHostAndPort, host)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ":80", "a:b", "a:99999", "u@a", "a b", "a/b", "[::1", "a,b:1:2"})
    void whatIsNoHost(String host) {
        assertThat(check(HeadSyntax::isHostAndPort, host)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            value = {
                "trailers;true",
                "Trailers;true",
                " gzip , TRAILERS ;true",
                "a,,trailers,b;true",
                "trailers2;false",
                "gzip;false",
                ",;false",
                "'';false",
                "trailers q=1;false"
            },
            delimiter = ';',
            ignoreLeadingAndTrailingWhitespace = false)
    void listsHaveElements(String list, boolean has) {
        Check check =
                (bytes, offset, length) ->
                        HeadSyntax.listHas(bytes, offset, length, Bytes.latin("trailers"));
        assertThat(check(check, list)).isEqualTo(has);
    }

    @Test
    void theCaseOfLettersIsAllThatMayDiffer() {
        MemorySegment one = Bytes.of("aBc-1[");
        assertThat(HeadSyntax.equalsIgnoringCase(one, 0, Bytes.of("AbC-1["), 0, 6)).isTrue();
        assertThat(HeadSyntax.equalsIgnoringCase(one, 0, Bytes.of("AbC-1{"), 0, 6)).isFalse();
        assertThat(HeadSyntax.equalsIgnoringCase(one, 0, Bytes.of("AbC\r1["), 0, 6)).isFalse();
    }
}
