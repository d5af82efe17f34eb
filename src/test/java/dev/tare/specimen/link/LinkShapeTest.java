package dev.tare.specimen.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LinkShapeTest {
    @ParameterizedTest
    @CsvSource({
        "1gbit, 1000000000",
        "2.5Gbit, 2500000000",
        "100mbit, 100000000",
        "1500kbit, 1500000",
        "1234.567kbit, 1234567"
    })
    void aRateIsReadAndWrittenAsTcHasIt(String text, long bitsPerSec) {
        assertThat(LinkShape.rateBitsPerSec(text)).isEqualTo(bitsPerSec);
        LinkShape shape = new LinkShape(bitsPerSec, LinkShape.UNSHAPED);
        assertThat(LinkShape.rateBitsPerSec(shape.rateText())).isEqualTo(bitsPerSec);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1g", "1000/s", "", "0gbit", "-1gbit", "1gbit/s", "1 gbit x", "1bit"})
    void anythingElseIsNoRate(String text) {
        assertThatThrownBy(() -> LinkShape.rateBitsPerSec(text))
                .hasMessageContaining("is not the rate of a link; write it as 1gbit or 100mbit");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | 0 | a link needs a rate, such as 1gbit, or a round-trip",
                "999999 | 0 | rate 999.999kbit must be 1mbit to 100gbit",
                "100000000001 | 0 | must be 1mbit to 100gbit",
                "-1 | 0 | must be 1mbit to 100gbit",
                "0 | 19999 | round-trip 19.999us must be 20us to 2s",
                "0 | 2000000001 | must be 20us to 2s",
                "0 | -1 | must be 20us to 2s",
            })
    void whatNoLinkCanBeIsRefused(long bitsPerSec, long roundTripNs, String expected) {
        assertThatThrownBy(() -> new LinkShape(bitsPerSec, roundTripNs))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(expected);
    }

    @Test
    void theLimitsThemselvesAreAllowed() {
        assertThat(new LinkShape(1_000_000, 20_000).oneWayUs()).isEqualTo(11);
        assertThat(new LinkShape(100_000_000_000L, 2_000_000_000L).rateText()).isEqualTo("100gbit");
    }

    @Test
    void halfARoundTripIsRoundedUpSoThatTheWholeIsNeverTooShort() {
        assertThat(new LinkShape(0, 208_000).oneWayUs()).isEqualTo(104);
        for (long roundTripNs = 200_000; roundTripNs < 210_000; roundTripNs++) {
            long oneWayUs = new LinkShape(0, roundTripNs).oneWayUs();
            long countedNs = oneWayUs * 1_000 / 64 * 64;
            assertThat(2 * countedNs).isBetween(roundTripNs, roundTripNs + 4_000);
        }
    }

    @Test
    void itSaysWhatIsMeantInEachDirection() {
        assertThat(new LinkShape(1_000_000_000, 200_000))
                .hasToString(
                        "1gbit in each direction, 200us more for a round trip, half of it in each"
                                + " direction");
    }
}
