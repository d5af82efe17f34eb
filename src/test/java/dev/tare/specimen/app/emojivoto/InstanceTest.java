package dev.tare.specimen.app.emojivoto;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class InstanceTest {
    @ParameterizedTest
    @CsvSource({
        "web-svc-1, 0",
        "web-svc-7, 6",
        "WEB-SVC-30, 29",
        "voting-svc-12:8080, 11",
        "emoji-svc-7.emojivoto-7.svc.cluster.local:8080, 6",
        "web-svc, 0",
        "web-svc.emojivoto:80, 0",
        "'', 0",
        "127.0.0.1:8080, 0",
        "[::1]:8080, 0",
        "node-7, 0",
        "web-svc-0, -1",
        "web-svc-31, -1",
        "web-svc-, -1",
        "web-svc-x, -1",
        "web-svc-1x, -1",
        "web-svc-007, -1",
        "web-svc--1, -1",
        "web-svc-4294967297, -1",
        "web-svc-99999999999999999999, -1",
    })
    void theAuthoritysNumberNamesTheInstance(String authority, int index) {
        assertThat(Instance.of(authority, 30)).isEqualTo(index);
    }
}
