package dev.tare.lab.foreign.reader;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.lab.foreign.reader.result.Labels;
import dev.tare.lab.foreign.reader.result.Labels.Claim;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ClaimReaderTest {
    private static String words(List<Claim> claims) {
        return claims.stream()
                .map(claim ->
                        claim.subject()
                                + " "
                                + plain(claim.low())
                                + (claim.low() == claim.high() ? "" : "-" + plain(claim.high())))
                .sorted()
                .collect(Collectors.joining(" + "));
    }

    private static String plain(double value) {
        return new BigDecimal(value).stripTrailingZeros().toPlainString();
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "=>",
            value = {
                "1 connection => CONNECTIONS 1",
                "2500Conn => CONNECTIONS 2500",
                "1Kc => CONNECTIONS 1000",
                "Connection 64 => CONNECTIONS 64",
                "connections: 64 => CONNECTIONS 64",
                "c=64 => CONNECTIONS 64",
                "64 concurrent connections => CONNECTIONS 64",
                "并发：64个连接，8个线程 => CONNECTIONS 64 + THREADS 8",
                "１６Ｋ，６４连接 => BODY_BYTES 16000-16384 + CONNECTIONS 64",
                "8 thread => THREADS 8",
                "16thr => THREADS 16",
                "4 worker threads => THREADS 4",
                "threads: 8 => THREADS 8",
                "16K|1min|64connection => BODY_BYTES 16000-16384 + CONNECTIONS 64 + DURATION_NS"
                        + " 60000000000",
                "1MB => BODY_BYTES 1000000-1048576",
                "1 MiB => BODY_BYTES 1048576",
                "128 bytes => BODY_BYTES 128",
                "12M/reqeust => BODY_BYTES 12000000-12582912",
                "/byte/123 => BODY_BYTES 123",
                "/bytes/1000001?x=2 => BODY_BYTES 1000001",
                "/16K => BODY_BYTES 16000-16384",
                "/files/1MB.bin => BODY_BYTES 1000000-1048576",
                "500 rps => RATE_PER_SEC 500",
                "2k req/s => RATE_PER_SEC 2000",
                "CPU >91% => CPU_PERCENT 91-100",
                "CPU(0-1) | 60-75% => CPU_PERCENT 60-75",
                "fortio CPU(20-100) <11% => CPU_PERCENT 0-11",
                "CPU 97% => CPU_PERCENT 97",
                "30m => DURATION_NS 1800000000000",
                "1h => DURATION_NS 3600000000000"
            })
    void figuresInAHeading(String text, String expected) {
        assertThat(words(ClaimReader.all(text, 1))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "=>",
            value = {
                "10GbE",
                "C99 latancy",
                "100k requests",
                "throughput: 266M",
                "4G memory",
                "16 GB RAM",
                "100Mbit",
                "seem CPU is lower 1-2%(need check)",
                "version 1.2.3",
                "timeout =10s",
                "p99 3s",
                "h2c",
                "conn",
                "2.2GHz",
                "HTTP/1.1 200"
            })
    void wordsThatClaimNothing(String text) {
        assertThat(ClaimReader.all(text, 1)).isEmpty();
    }

    @Test
    void proseClaimsNoDurations() {
        assertThat(ClaimReader.prose("after 30s with 8 threads", 7))
                .containsExactly(new Claim(Labels.Subject.THREADS, 8, 8, "8 threads", 7));
    }

    @Test
    void ofALongTextTheBeginningIsLookedAt() {
        String begin = "x ".repeat(ClaimReader.MAX_CHARS / 2);
        assertThat(ClaimReader.all(begin + "8 threads", 1)).isEmpty();
        assertThat(ClaimReader.all(begin.substring(20) + " 8 threads", 1)).hasSize(1);
    }

    @Test
    void aSizeAllowsBothItsMeanings() {
        Claim size = ClaimReader.all("1MB", 1).getFirst();
        assertThat(size.allows(1_000_000, 0)).isTrue();
        assertThat(size.allows(1_048_576, 0)).isTrue();
        assertThat(size.allows(102_400, 0.05)).isFalse();
        assertThat(size.allows(980_000, 0.05)).isTrue();
    }
}
