package dev.tare.specimen.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.io.net.LoopOptions;
import dev.tare.specimen.RawClient;
import dev.tare.specimen.RawResponse;
import dev.tare.specimen.ScriptedServer;
import dev.tare.specimen.proxy.setup.ProxyOptions;
import dev.tare.testing.SocketTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Requests that two recipients could understand differently are refused, and nothing of them is
 * passed on.
 *
 * <p>Source: RFC 9112, sections 6.3 and 11.2.
 */
@SocketTest
@Timeout(60)
@ParameterizedClass
@MethodSource("dev.tare.specimen.BackEnds#all")
final class MinivoySmugglingTest {
    @Parameter LoopOptions loop = LoopOptions.standard();

    @ParameterizedTest
    @MethodSource("dev.tare.specimen.proxy.SmugglingCase#refused")
    void anAmbiguousRequestIsRefusedWhole(SmugglingCase smuggling) throws Exception {
        try (ScriptedServer server =
                        ScriptedServer.answering(
                                SmugglingCase.bytes("HTTP/1.1 200 OK|Content-Length: 0||"));
                Minivoy proxy = Minivoy.start(ProxyOptions.to(server.address()).withLoop(loop));
                RawClient client = RawClient.to(proxy.address())) {
            client.send(smuggling.bytes());
            client.shutdownOutput();
            RawResponse response = client.read();
            assertThat(response.status()).isEqualTo(smuggling.status());
            assertThat(response.field("connection")).isEqualTo("close");
            assertThat(client.isClosedWithoutMore()).isTrue();
            assertThat(server.heads()).isEmpty();
            assertThat(proxy.stats().requests()).isEqualTo(1);
            assertThat(proxy.stats().errors()).isEqualTo(1);
        }
    }

    @Test
    void nobodyCanHaveTheFramingRemoved() throws Exception {
        try (ScriptedServer server =
                        ScriptedServer.answering(
                                SmugglingCase.bytes("HTTP/1.1 200 OK|Content-Length: 0||"));
                Minivoy proxy = Minivoy.start(ProxyOptions.to(server.address()).withLoop(loop));
                RawClient client = RawClient.to(proxy.address())) {
            client.send(
                    SmugglingCase.bytes(
                            "POST / HTTP/1.1|Host: h|Connection: content-length|"
                                    + "Content-Length: 0||"
                                    + SmugglingCase.NEXT));
            assertThat(client.read().status()).isEqualTo(200);
            assertThat(client.read().status()).isEqualTo(200);
            assertThat(server.heads().getFirst()).contains("Content-Length: 0\n");
            assertThat(server.heads()).hasSize(2);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.tare.specimen.proxy.SmugglingCase#passed")
    void aPlainRequestPassesAndSoDoesTheNext(SmugglingCase smuggling) throws Exception {
        try (RecordingUpstream upstream = new RecordingUpstream();
                Minivoy proxy = Minivoy.start(ProxyOptions.to(upstream.address()).withLoop(loop));
                RawClient client = RawClient.to(proxy.address())) {
            client.send(smuggling.bytes());
            assertThat(client.read().status()).isEqualTo(200);
            assertThat(client.read().status()).isEqualTo(200);
            assertThat(upstream.requests()).hasSize(2).allMatch(RecordingUpstream.Seen::whole);
            assertThat(upstream.requests().getLast().startLine()).startsWith("GET /smuggled ");
            assertThat(proxy.stats().errors()).isZero();
        }
    }
}
