package dev.tare.specimen.proxy.head;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class DateLineTest {
    private static final long SECOND_NS = 1_000_000_000L;

    /** The example of RFC 9110, section 5.6.7, and half a second. */
    private long epochNs = 784_111_777L * SECOND_NS + SECOND_NS / 2;

    private final DateLine date = new DateLine(() -> epochNs, 0);

    private String line() {
        return new String(date.line(), US_ASCII);
    }

    @Test
    void theLineHasTheFormOfTheRfc() {
        assertThat(line()).isEqualTo("Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n");
    }

    @Test
    void theLineChangesWhenTheSecondIsOver() {
        date.update(0);
        epochNs += SECOND_NS / 2;
        date.update(SECOND_NS / 2 - 1);
        assertThat(line()).contains("08:49:37");
        date.update(SECOND_NS / 2);
        assertThat(line()).contains("08:49:38");
    }
}
