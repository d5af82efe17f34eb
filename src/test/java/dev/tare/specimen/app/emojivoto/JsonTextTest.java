package dev.tare.specimen.app.emojivoto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class JsonTextTest {
    private static String error(String message) {
        return new String(JsonText.error(message), UTF_8);
    }

    @Test
    void textIsEscapedAsGoDoesIt() {
        assertThat(error("a\"b\\c/d")).isEqualTo("{\"error\":\"a\\\"b\\\\c/d\"}\n");
        assertThat(error("<a>&'")).isEqualTo("{\"error\":\"\\u003ca\\u003e\\u0026'\"}\n");
        assertThat(error("\n\r\t\b\f\0\u001f"))
                .isEqualTo("{\"error\":\"\\n\\r\\t\\u0008\\u000c\\u0000\\u001f\"}\n");
        assertThat(error("\u2028\u2029ü🍺\u007f"))
                .isEqualTo("{\"error\":\"\\u2028\\u2029ü🍺\u007f\"}\n");
    }

    @Test
    void anEmptyListIsAnArray() {
        assertThat(new String(JsonText.list(List.of()), UTF_8)).isEqualTo("[]\n");
    }
}
