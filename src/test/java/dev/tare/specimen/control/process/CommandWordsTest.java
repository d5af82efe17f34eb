package dev.tare.specimen.control.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tare.specimen.control.SpecimenDefinition;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CommandWordsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '~',
            value = {
                "my-proxy --listen {listen} ! my-proxy|--listen|{listen}",
                "a   b\tc ! a|b|c",
                "a 'b  c' d ! a|b  c|d",
                "a \"b 'c' d\" ! a|b 'c' d",
                "a'b'\"c\"d ! abcd",
                "a '' b ! a||b",
                "a\\ b ! a b",
                "'a\\b' ! a\\b",
                "\"a\\b\\\"\" ! a\\b\"",
                "a \\| '>' ! a|||>",
                "$HOME *.c ! $HOME|*.c",
            })
    void wordsAreSplitAsAShellWould(String line, String words) {
        assertThat(String.join("|", CommandWords.split(line))).isEqualTo(words);
    }

    @Test
    void wordsThatWereJoinedAreSplitAgain() {
        List<String> words = List.of("a", "b c", "it's", "", "\\\"$x", "|", "/p/q:1");
        assertThat(CommandWords.join(words)).isEqualTo("a 'b c' 'it'\\''s' '' '\\\"$x' '|' /p/q:1");
        assertThat(CommandWords.split(CommandWords.join(words))).isEqualTo(words);
    }

    @Test
    void aQuoteThatIsNotClosedIsRefused() {
        assertThatThrownBy(() -> CommandWords.split("a 'b"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the quote ' in \"a 'b\" is not closed");
    }

    @Test
    void anEmptyLineIsRefused() {
        assertThatThrownBy(() -> CommandWords.split("  ")).hasMessage("the command is empty");
    }

    @Test
    void whatOnlyAShellUnderstandsIsRefused() {
        assertThatThrownBy(() -> CommandWords.split("a | tee log"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("sh -c");
    }

    @Test
    void placesAreFilledWithinWordsAndNeverSplitAgain() {
        List<String> words = List.of("p", "--to={origin}", "{\"json\":1}", "{port}{port}");
        assertThat(CommandWords.fill(words, Map.of("origin", "a b:$1", "port", "80")))
                .containsExactly("p", "--to=a b:$1", "{\"json\":1}", "8080");
    }

    @Test
    void aPlaceThatStandsForNothingNamesThoseThereAre() {
        Map<String, String> values = Map.of("origin", "o", "listen", "l");
        assertThatThrownBy(() -> CommandWords.fill(List.of("{lisen}"), values))
                .hasMessage("{lisen} stands for nothing; known are {listen}, {origin}");
    }

    @Test
    void aCommandThatIsNotToldWhereToListenIsRefused() {
        assertThatThrownBy(() -> SpecimenDefinition.Command.of("mine", "proxy {origin}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("mine must have {listen} or {port}");
    }
}
