package dev.tare.lab.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.base.core.Field;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RedactionTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"Authorization", "PROXY-AUTHORIZATION", "cookie", "X-Api-Key", "Set-Cookie"})
    void theValueOfASecretFieldIsReplaced(String name) {
        assertThat(Redaction.field(new Field(name, "hunter2")))
                .isEqualTo(new Field(name, "(redacted)"));
    }

    @Test
    void otherFieldsStayAsTheyAre() {
        Field accept = new Field("Accept", "text/html, */*;q=0.1");
        assertThat(Redaction.field(accept)).isEqualTo(accept);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Authorization: Bearer abc def|Authorization: (redacted)",
                "-HCookie: id=1; b=2|-HCookie: (redacted)",
                "--header=x-api-key=abc|--header=x-api-key=(redacted)",
                "http://joe:pw@host:80/a?b=c|http://(redacted)@host:80/a?b=c",
                "envoy=https://user@host|envoy=https://(redacted)@host",
                "http://host/a@b|http://host/a@b",
                "http://host/?x=1&token=abc&y=2|http://host/?x=1&token=(redacted)&y=2",
                "--duration|--duration",
                "GET /cookies|GET /cookies"
            })
    void secretsWithinWordsAreReplacedAndNothingElse(String word, String redacted) {
        assertThat(Redaction.text(word)).isEqualTo(redacted);
    }
}
