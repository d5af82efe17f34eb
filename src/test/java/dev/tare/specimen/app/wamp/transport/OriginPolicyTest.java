package dev.tare.specimen.app.wamp.transport;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tare.io.wire.Http1Head;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class OriginPolicyTest {
    private static boolean allows(OriginPolicy policy, String... fields) {
        String text = "GET /ws HTTP/1.1\r\n" + String.join("\r\n", fields) + "\r\n\r\n";
        byte[] bytes = text.getBytes(ISO_8859_1);
        MemorySegment segment = Arena.ofAuto().allocate(bytes.length);
        MemorySegment.copy(bytes, 0, segment, ValueLayout.JAVA_BYTE, 0, bytes.length);
        Http1Head head = new Http1Head();
        assertThat(head.parseRequest(segment, 0, bytes.length)).isPositive();
        return policy.allows(head);
    }

    @Test
    void whoeverSendsNoneIsNoPage() {
        assertThat(allows(OriginPolicy.SAME_HOST, "Host: a")).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "http://a:8080, a:8080, true",
        "http://A:8080, a:8080, true",
        "http://a, a, true",
        "http://a, a:80, true",
        "https://a, a:443, true",
        "https://a, a, true",
        "http://[::1]:8080, [::1]:8080, true",
        "http://a:8080, a:8081, false",
        "http://a, a:8080, false",
        "http://evil, a, false",
        "http://a.evil, a, false",
        "http://a@evil, a, false",
        "http://evil/http://a, a, false",
        "null, a, false",
        "file://, a, false",
        "ftp://a, a, false",
        "a, a, false",
    })
    void aPageIsLetInByItsHost(String origin, String host, boolean allowed) {
        boolean is = allows(OriginPolicy.SAME_HOST, "Host: " + host, "Origin: " + origin);
        assertThat(is).isEqualTo(allowed);
    }

    @Test
    void othersAreLetInByName() {
        OriginPolicy policy = new OriginPolicy(Set.of("https://Friend.example:8443"));
        assertThat(allows(policy, "Host: a", "Origin: https://friend.example:8443")).isTrue();
        assertThat(allows(policy, "Host: a", "Origin: https://friend.example")).isFalse();
        assertThat(allows(policy, "Host: a", "Origin: http://a")).isTrue();
        OriginPolicy any = new OriginPolicy(Set.of("*"));
        assertThat(allows(any, "Host: a", "Origin: null")).isTrue();
    }

    @Test
    void twoOriginsAreNone() {
        assertThat(
                        allows(
                                OriginPolicy.SAME_HOST,
                                "Host: a",
                                "Origin: http://a",
                                "Origin: http://a"))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"friend.example", "https://", "https://a/path", ""})
    void whatIsNoOriginIsNamed(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new OriginPolicy(Set.of(text)))
                .withMessageContaining("origin \"" + text + "\"");
    }
}
