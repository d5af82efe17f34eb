package dev.tare.specimen.proxy.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tare.specimen.proxy.config.FilterRule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TokenCheckFilterTest {
    private static final String REALM = " realm=\"minivoy\"";

    @TempDir private Path folder = Path.of("");

    private static String sha256(String token) {
        return HexFormat.of()
                .formatHex(TokenDigests.sha256().digest(token.getBytes(StandardCharsets.US_ASCII)));
    }

    private static FilterChain chain(FilterRule.TokenCheck rule) throws IOException {
        Filter filter = new TokenCheckFilter(rule, TokenDigests.of(rule));
        return FilterChains.of(filter, rule);
    }

    private static FilterRule.TokenCheck bearer(String... tokens) {
        List<String> digests = List.of(tokens).stream().map(token -> sha256(token)).toList();
        return new FilterRule.TokenCheck("Authorization", "Bearer", digests, Optional.empty());
    }

    private static String answered(FilterRule.TokenCheck rule, String... lines) throws IOException {
        FilterRun run = new FilterRun();
        if (run.request(chain(rule), Heads.request(lines), 0, 0, 0)) {
            return "";
        }
        FilterAnswer answer = run.denial();
        assertThat(answer.status()).isEqualTo(401);
        assertThat(new String(answer.body(), StandardCharsets.US_ASCII))
                .isEqualTo("401 token_refused\n");
        assertThat(new String(answer.fieldName(0), StandardCharsets.US_ASCII))
                .isEqualTo("www-authenticate");
        return new String(answer.fieldValue(0), StandardCharsets.US_ASCII);
    }

    @ParameterizedTest
    @CsvSource({
        "Authorization: Bearer one, true",
        "authorization: bearer   two, true",
        "Authorization: Bearer three, false",
        "Authorization: Bearer on, false",
        "Authorization: Bearer onee, false",
        "Authorization: Bearer one two, false",
        "Authorization: Bearer, false",
        "Authorization: Bearer ONE, false",
        "Authorization: Bearerone, false",
        "Authorization: Basic one, false",
        "Authorization: one, false",
        "Authorization: Bearer\tone, false",
        "Authorization:, false",
    })
    void aTokenIsKnownOrNot(String line, boolean passes) throws IOException {
        assertThat(answered(bearer("one", "two"), line))
                .isEqualTo(passes ? "" : "Bearer" + REALM + ", error=\"invalid_token\"");
    }

    @Test
    void withoutATokenNothingIsSaidToBeWrongWithIt() throws IOException {
        assertThat(answered(bearer("one"))).isEqualTo("Bearer" + REALM);
    }

    @Test
    void twoFieldsAreNoToken() throws IOException {
        String right = "Authorization: Bearer one";
        assertThat(answered(bearer("one"), right, right)).isNotEmpty();
        assertThat(answered(bearer("one"), "Authorization: Bearer x", right)).isNotEmpty();
    }

    @Test
    void aKeyMayStandInAFieldOfItsOwn() throws IOException {
        FilterRule.TokenCheck rule =
                new FilterRule.TokenCheck(
                        "x-api-key", "", List.of(sha256("key")), Optional.empty());
        assertThat(answered(rule, "X-API-Key: key")).isEmpty();
        assertThat(answered(rule, "X-API-Key: yek")).isEqualTo("Token" + REALM);
        assertThat(answered(rule, "Authorization: Bearer key")).isEqualTo("Token" + REALM);
    }

    @Test
    void tokensAreBoundedInLength() throws IOException {
        String longest = "x".repeat(TokenDigests.MAX_TOKEN_BYTES);
        assertThat(answered(bearer(longest), "Authorization: Bearer " + longest)).isEmpty();
        assertThat(answered(bearer(longest + "x"), "Authorization: Bearer " + longest + "x"))
                .isNotEmpty();
    }

    @Test
    void everyOneOfManyIsFound() throws IOException {
        String[] tokens = new String[FilterRule.MAX_TOKENS];
        for (int i = 0; i < tokens.length; i++) {
            tokens[i] = "t" + i;
        }
        FilterChain chain = chain(bearer(tokens));
        FilterRun run = new FilterRun();
        for (String token : tokens) {
            String line = "Authorization: Bearer " + token;
            assertThat(run.request(chain, Heads.request(line), 0, 0, 0)).as(token).isTrue();
        }
        assertThat(run.request(chain, Heads.request("Authorization: Bearer t"), 0, 0, 0)).isFalse();
    }

    private FilterRule.TokenCheck byFile(String text) throws IOException {
        Path file = folder.resolve("tokens.txt");
        Files.writeString(file, text);
        return new FilterRule.TokenCheck("authorization", "Bearer", List.of(), Optional.of(file));
    }

    @Test
    void tokensAreReadFromAFile() throws IOException {
        FilterRule.TokenCheck rule = byFile("# for the shop\n\n one \r\ntwo\n");
        assertThat(answered(rule, "Authorization: Bearer one")).isEmpty();
        assertThat(answered(rule, "Authorization: Bearer two")).isEmpty();
        assertThat(answered(rule, "Authorization: Bearer #")).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''| makes 0 tokens, must make 1 to 1000",
                "'# none'| makes 0 tokens, must make 1 to 1000",
                "'one\nhush hush'| line 2 is no token: 1 to 4096 visible characters",
                "'höh'| line 1 is no token",
            })
    void aFileThatHoldsNoTokensIsOneLineWithoutThem(String text, String fault) throws IOException {
        FilterRule.TokenCheck rule = byFile(text);
        assertThatThrownBy(() -> TokenDigests.of(rule))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("tokens.txt")
                .hasMessageContaining(fault)
                .message()
                .doesNotContain("hush")
                .hasLineCount(1);
    }

    @Test
    void theFileIsBounded() throws IOException {
        FilterRule.TokenCheck many = byFile("t\n".repeat(FilterRule.MAX_TOKENS + 1));
        assertThatThrownBy(() -> TokenDigests.of(many)).hasMessageContaining("makes 1001 tokens");
        FilterRule.TokenCheck large = byFile("#".repeat(TokenDigests.MAX_FILE_BYTES + 1));
        assertThatThrownBy(() -> TokenDigests.of(large)).hasMessageContaining("has more than");
        Files.delete(folder.resolve("tokens.txt"));
        assertThatThrownBy(() -> TokenDigests.of(large))
                .hasMessageContaining("cannot be read; give a file with a token a line");
    }
}
