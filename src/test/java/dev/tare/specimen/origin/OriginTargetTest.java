package dev.tare.specimen.origin;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OriginTargetTest {
    private final OriginTarget target = new OriginTarget();

    @ParameterizedTest
    @CsvSource({
        "/byte/0, BYTE, 0, 0",
        "/byte/16384, BYTE, 16384, 0",
        "/byte/1073741824, BYTE, 1073741824, 0",
        "/byte/7?delay=5ms, BYTE, 7, 5000000",
        "/byte/7?cache=no&delay=250us&x, BYTE, 7, 250000",
        "/byte/7?delay=1s, BYTE, 7, 1000000000",
        "/byte/7?delay=60000000000ns, BYTE, 7, 60000000000",
        "/byte/7?, BYTE, 7, 0",
        "/chunked/20, CHUNKED, 20, 0",
        "/close/3, CLOSE, 3, 0",
        "/until-close/3, UNTIL_CLOSE, 3, 0",
        "/status/404, STATUS, 404, 0",
        "/error-in-200, ERROR_IN_200, 0, 0",
        "/echo?delay=1ms, ECHO, 0, 1000000",
        "/stall?for=1s, STALL, 0, 1000000000",
        "/stats, STATS, 0, 0",
        "/ready, READY, 0, 0",
        "http://127.0.0.1:80/byte/9?delay=1us, BYTE, 9, 1000",
    })
    void aTargetIsReadWhole(String text, RouteClass route, long number, long waitNs) {
        parse(text);
        assertThat(target.routeClass()).isEqualTo(route);
        assertThat(target.number()).isEqualTo(number);
        assertThat(target.waitNs()).isEqualTo(waitNs);
    }

    @ParameterizedTest
    @CsvSource({
        "/, NOT_FOUND",
        "*, NOT_FOUND",
        "/byte, NOT_FOUND",
        "/statsx, NOT_FOUND",
        "/echo/, NOT_FOUND",
        "http://127.0.0.1, NOT_FOUND",
        "/byte/, BAD_REQUEST",
        "/byte/-1, BAD_REQUEST",
        "/byte/1x, BAD_REQUEST",
        "/byte/1073741825, BAD_REQUEST",
        "/byte/99999999999999999999, BAD_REQUEST",
        "/status/199, BAD_REQUEST",
        "/status/600, BAD_REQUEST",
        "/byte/1?delay=, BAD_REQUEST",
        "/byte/1?delay=5, BAD_REQUEST",
        "/byte/1?delay=5m, BAD_REQUEST",
        "/byte/1?delay=5min, BAD_REQUEST",
        "/byte/1?delay=61s, BAD_REQUEST",
        "/byte/1?delay=999999999999999999s, BAD_REQUEST",
        "/stall?for=-1s, BAD_REQUEST",
    })
    void whatIsNoRouteOrOutOfRangeIsSaidToBe(String text, RouteClass route) {
        parse(text);
        assertThat(target.routeClass()).isEqualTo(route);
    }

    private void parse(String text) {
        // Bytes on either side show that the parse keeps within its bounds.
        MemorySegment bytes = MemorySegment.ofArray(("9" + text + "9").getBytes(US_ASCII));
        target.parse(bytes, 1, text.length());
    }
}
