package dev.tare.specimen.app.wamp.router;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class UriIndexTest {
    private final UriIndex<String> index = new UriIndex<>();

    private void put(MatchPolicy match, String... uris) {
        for (String uri : uris) {
            index.put(match, uri, uri);
        }
    }

    private List<String> matches(String uri) {
        List<String> matches = new ArrayList<>();
        index.forEachMatch(uri, matches::add);
        return matches;
    }

    /** The specification's examples, section on pattern-based registrations. */
    @ParameterizedTest
    @CsvSource({
        "a1.b2.c3.d4.e55, a1.b2.c3.d4.e55",
        "a1.b2.c3.d98.e74, a1.b2.c3",
        "a1.b2.c3.d4.e325, a1.b2.c3.d4",
        "a1.b2.c55.d4.e5, a1.b2..d4.e5",
        "a1.b2.c88.d4.e5.f6.g7, a1.b2..d4.e5..g7",
        "a2.b2.c2.d2.e2,"
    })
    void theBestMatchIsTheSpecifications(String called, String matched) {
        put(MatchPolicy.EXACT, "a1.b2.c3.d4.e55");
        put(MatchPolicy.PREFIX, "a1.b2.c3", "a1.b2.c3.d4");
        put(
                MatchPolicy.WILDCARD,
                "a1.b2..d4.e5",
                "a1.b2.c33..e5",
                "a1.b2..d4.e5..g7",
                "a1.b2..d4..f6.g7");
        assertThat(index.best(called)).isEqualTo(matched);
    }

    /**
     * The specification's own example has a prefix {@code a1.b2.c3} beside these, which by its rule
     * for prefixes, character by character, would match before them.
     */
    @Test
    void theLongestPortionBeforeAWildcardIsTheBestMatch() {
        put(MatchPolicy.WILDCARD, "a1.b2..d4.e5", "a1.b2.c33..e5");
        assertThat(index.best("a1.b2.c33.d4.e5")).isEqualTo("a1.b2.c33..e5");
        assertThat(index.best("a1.b2.c34.d4.e5")).isEqualTo("a1.b2..d4.e5");
        put(MatchPolicy.PREFIX, "a1.b2.c3");
        assertThat(index.best("a1.b2.c33.d4.e5")).isEqualTo("a1.b2.c3");
    }

    @Test
    void prefixesMatchCharacterByCharacter() {
        put(MatchPolicy.PREFIX, "com.myapp.myobject1");
        assertThat(index.best("com.myapp.myobject1")).isNotNull();
        assertThat(index.best("com.myapp.myobject1-mysubobject1")).isNotNull();
        assertThat(index.best("com.myapp.myobject1.a.b")).isNotNull();
        assertThat(index.best("com.myapp.myobject")).isNull();
        assertThat(index.best("com.myapp.myobject2")).isNull();
    }

    @Test
    void theEmptyPrefixMatchesAll() {
        put(MatchPolicy.PREFIX, "");
        assertThat(index.best("a")).isEmpty();
    }

    @Test
    void aWildcardStandsForOneComponent() {
        put(MatchPolicy.WILDCARD, "com.myapp..userevent");
        assertThat(index.best("com.myapp.foo.userevent")).isNotNull();
        assertThat(index.best("com.myapp.foo.userevent.bar")).isNull();
        assertThat(index.best("com.myapp.userevent")).isNull();
        assertThat(index.best("com.myapp2.foo.userevent")).isNull();
    }

    @Test
    void allMatchesAreFoundTheBestFirst() {
        put(MatchPolicy.EXACT, "a.b.c");
        put(MatchPolicy.PREFIX, "a", "a.b", "a.x");
        put(MatchPolicy.WILDCARD, "a..c", "..", "a.b.", "a..d");
        assertThat(matches("a.b.c")).containsExactly("a.b.c", "a.b", "a", "a.b.", "a..c", "..");
    }

    @Test
    void theSameUriCanStandThereOnceForEachPolicy() {
        put(MatchPolicy.EXACT, "a.b");
        put(MatchPolicy.PREFIX, "a.b");
        put(MatchPolicy.WILDCARD, "a.b");
        assertThat(matches("a.b")).hasSize(3);
        for (MatchPolicy match : MatchPolicy.values()) {
            assertThat(index.at(match, "a.b")).isEqualTo("a.b");
            index.remove(match, "a.b");
            assertThat(index.at(match, "a.b")).isNull();
        }
        assertThat(matches("a.b")).isEmpty();
    }

    @Test
    void whatIsTakenOutLeavesTheOthersThere() {
        put(MatchPolicy.WILDCARD, "a..c", "a..c.d");
        index.remove(MatchPolicy.WILDCARD, "a..c");
        index.remove(MatchPolicy.WILDCARD, "a.never.there");
        assertThat(index.best("a.b.c")).isNull();
        assertThat(index.best("a.b.c.d")).isEqualTo("a..c.d");
        put(MatchPolicy.PREFIX, "x", "y");
        index.remove(MatchPolicy.PREFIX, "x");
        assertThat(index.best("xy")).isNull();
        assertThat(index.best("yx")).isEqualTo("y");
    }
}
