package dev.tare.specimen.proxy.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HostPortTest {
    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:80", "[::1]:8080", "a-b.example:0", "x:65535"})
    void whatItReadsItWrites(String text) {
        assertThat(HostPort.parse(text).text()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:80", "[0:0:0:0:0:0:0:1]:8080"})
    void anAddressIsWrittenAsItIsRead(String text) {
        HostPort parsed = HostPort.parse(text);
        InetAddress host = InetAddress.ofLiteral(parsed.host());
        assertThat(HostPort.textOf(new InetSocketAddress(host, parsed.port()))).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "a:", ":1", "::1:80", "[::1]", "a:65536", "a:1x", "a b:1"})
    void anythingElseIsRefusedWithTheForm(String text) {
        assertThatThrownBy(() -> HostPort.parse(text)).isInstanceOf(ConfigFault.class);
    }
}
