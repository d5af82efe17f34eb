package dev.tare.lab.foreign;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The expected texts were printed by wrk2's own functions (44a94c1); wrk's are the same. */
final class WrkUnitsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "0|0.00us|0s|0.00|0.00|    0.00us|  0.00  ",
                "12.345|12.35us|12s|12.35|12.35|   12.35us| 12.35  ",
                "849.99|849.99us|14m|849.99|849.99|  849.99us|849.99  ",
                "850|0.85ms|14m|850.00|0.85k|    0.85ms|  0.85k ",
                "850000|850.00ms|14167m|830.08K|0.85M|  850.00ms|  0.85M ",
                "999999|1000.00ms|16667m|0.95M|1.00M| 1000.00ms|  1.00M ",
                "1000000|1.00s|16667m|0.95M|1.00M|    1.00s |  1.00M ",
                "51000000|0.85m|850000m|48.64M|51.00M|    0.85m | 51.00M ",
                "1e11|1666.67m|1666666667m|93.13G|100.00G| 1666.67m |100.00G "
            })
    void quantitiesGoOverAt85Percent(
            double value,
            String us,
            String seconds,
            String bytes,
            String count,
            String wide,
            String narrow) {
        assertThat(WrkUnits.durationUs(value)).isEqualTo(us);
        assertThat(WrkUnits.wholeSeconds(value)).isEqualTo(seconds);
        assertThat(WrkUnits.bytes(value)).isEqualTo(bytes);
        assertThat(WrkUnits.count(value)).isEqualTo(count);
        assertThat(WrkUnits.column(us, 10)).isEqualTo(wide);
        assertThat(WrkUnits.column(count, 8)).isEqualTo(narrow);
    }
}
