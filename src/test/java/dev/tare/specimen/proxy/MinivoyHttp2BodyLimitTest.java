package dev.tare.specimen.proxy;

import static dev.tare.specimen.proxy.Configured.text;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tare.io.net.LoopOptions;
import dev.tare.io.wire.http2.FrameBytes;
import dev.tare.io.wire.http2.FrameBytes.Frame;
import dev.tare.io.wire.http2.Http2Error;
import dev.tare.io.wire.http2.Http2TestClient;
import dev.tare.specimen.Eventually;
import dev.tare.specimen.RawClient;
import dev.tare.specimen.RawResponse;
import dev.tare.specimen.ScriptedServer;
import dev.tare.specimen.proxy.config.HostPort;
import dev.tare.specimen.proxy.count.ProxyError;
import dev.tare.testing.SocketTest;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Bodies that turn out too long on their way, where HTTP/2 is spoken on a side or on both. */
@SocketTest
@Timeout(60)
@ParameterizedClass
@MethodSource("dev.tare.specimen.BackEnds#all")
final class MinivoyHttp2BodyLimitTest {
    private static final String CHUNKED =
            "POST %s HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n";
    private static final String OK_CHUNKED =
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    private static final String TOO_LARGE = "413 request_too_large\n";

    @Parameter LoopOptions loop = LoopOptions.standard();

    private final AtomicInteger readBytes = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();

    private Configured limited(String bounds, ScriptedServer old) throws IOException {
        return limited(bounds, "{name: a, endpoints: ['%s']}".formatted(text(old)));
    }

    private Configured limited(String bounds, ScriptedHttp2Upstream young) throws IOException {
        String address = HostPort.textOf(young.address());
        return limited(bounds, "{name: a, protocol: http2, endpoints: ['%s']}".formatted(address));
    }

    private Configured limited(String bounds, String cluster) throws IOException {
        return new Configured(
                loop,
                "filters: [{body_limit: {%s}}]\nroutes: [{cluster: a}]\nclusters: [%s]\n"
                        .formatted(bounds, cluster));
    }

    /** Says something at once, and reads whatever comes. */
    private ScriptedServer reader(String says) throws IOException {
        return new ScriptedServer((connection, number) -> {
            connection.readHeadText();
            connection.send(says);
            int length = connection.skip(1000);
            while (length >= 0) {
                readBytes.addAndGet(length);
                length = connection.skip(1000);
            }
            ended.incrementAndGet();
        });
    }

    private static RawHttp2Client post(Configured minivoy, String path, String body)
            throws IOException {
        RawHttp2Client client = new RawHttp2Client(minivoy.proxy().address());
        client.send(
                new FrameBytes()
                        .headers(1, false, RawHttp2Client.postWithoutLength(path))
                        .data(1, false, body));
        return client;
    }

    private static void assertRefused(RawHttp2Client client) throws IOException {
        Frame said = Objects.requireNonNull(client.await(RawHttp2Client.DATA));
        assertThat(new String(said.payload(), US_ASCII)).isEqualTo(TOO_LARGE);
        assertReset(client, Http2Error.NO_ERROR);
        // The others go on.
        client.send(new FrameBytes().headers(3, true, RawHttp2Client.get("/early")));
        assertThat(client.await(RawHttp2Client.HEADERS)).isNotNull();
    }

    private static void assertReset(RawHttp2Client client, Http2Error error) throws IOException {
        Frame reset = Objects.requireNonNull(client.await(RawHttp2Client.RST_STREAM));
        assertThat(reset.streamId()).isEqualTo(1);
        assertThat(reset.word(0)).isEqualTo(error.code());
    }

    private static void assertDenied(Configured minivoy, ProxyError error) throws Exception {
        Eventually.holds(() -> minivoy.proxy().stats().errors(error) == 1);
        assertThat(minivoy.proxy().stats().errors()).isEqualTo(1);
        assertThat(minivoy.page("/stats/prometheus"))
                .contains("{filter=\"body_limit\",kind=\"body_limit\"} 1\n");
    }

    @Test
    void aStreamThatIsTooLongIsRefusedAndResetUpstream() throws Exception {
        try (ScriptedHttp2Upstream young = new ScriptedHttp2Upstream(100);
                Configured minivoy = limited("request: 10", young);
                RawHttp2Client client = post(minivoy, "/never", "0123456789")) {
            Eventually.holds(() -> young.requests.size() == 1);
            client.send(new FrameBytes().data(1, false, "x"));
            assertRefused(client);
            Eventually.holds(() -> young.aborted.get() == 1);
            assertThat(minivoy.proxy().stats().upstreamConnectionsOpened()).isEqualTo(1);
            assertDenied(minivoy, ProxyError.REQUEST_TOO_LARGE);
        }
    }

    @Test
    void aStreamThatIsTooLongClosesItsConnectionOfHttp1() throws Exception {
        try (ScriptedServer old = reader("");
                Configured minivoy = limited("request: 10", old);
                RawHttp2Client client = post(minivoy, "/", "0123456789")) {
            Eventually.holds(() -> readBytes.get() == "a\r\n0123456789\r\n".length());
            client.send(new FrameBytes().data(1, true, "x"));
            Frame said = Objects.requireNonNull(client.await(RawHttp2Client.DATA));
            assertThat(new String(said.payload(), US_ASCII)).isEqualTo(TOO_LARGE);
            Eventually.holds(() -> ended.get() == 1);
            assertThat(readBytes.get()).isEqualTo("a\r\n0123456789\r\n".length());
            assertDenied(minivoy, ProxyError.REQUEST_TOO_LARGE);
            Eventually.holds(() -> minivoy.proxy().stats().upstreamConnectionsOpen() == 0);
        }
    }

    @Test
    void aRequestThatIsTooLongResetsItsStream() throws Exception {
        try (ScriptedHttp2Upstream young = new ScriptedHttp2Upstream(100);
                Configured minivoy = limited("request: 10", young);
                RawClient client = minivoy.client()) {
            client.send(CHUNKED.formatted("/never") + "5\r\n01234\r\n");
            Eventually.holds(() -> young.requests.size() == 1);
            client.send("6\r\n567890\r\n0\r\n\r\n");
            RawResponse answer = client.read();
            assertThat(answer.text()).isEqualTo(TOO_LARGE);
            assertThat(answer.field("connection")).isEqualTo("close");
            Eventually.holds(() -> young.aborted.get() == 1);
            assertDenied(minivoy, ProxyError.REQUEST_TOO_LARGE);
        }
        try (ScriptedHttp2Upstream young = new ScriptedHttp2Upstream(100);
                Configured minivoy = limited("request: 10", young);
                RawClient client = minivoy.client()) {
            // What comes with its head is looked at before it goes anywhere.
            client.send(CHUNKED.formatted("/never") + "b\r\n01234567890\r\n0\r\n\r\n");
            assertThat(client.read().text()).isEqualTo(TOO_LARGE);
            assertThat(client.get("/early").text()).isEqualTo("early");
            assertThat(young.requests).hasSize(1);
        }
    }

    @Test
    void whoIsAnsweredBeforeIsCutOff() throws Exception {
        try (ScriptedServer old = reader(OK_CHUNKED + "1\r\na\r\n");
                Configured minivoy = limited("request: 10", old);
                RawHttp2Client client = post(minivoy, "/", "01234")) {
            assertThat(client.await(RawHttp2Client.DATA)).isNotNull();
            client.send(new FrameBytes().data(1, false, "567890"));
            assertReset(client, Http2Error.INTERNAL_ERROR);
            Eventually.holds(() -> ended.get() == 1);
            assertDenied(minivoy, ProxyError.REQUEST_TOO_LARGE);
        }
        try (ScriptedHttp2Upstream young = new ScriptedHttp2Upstream(100);
                Configured minivoy = limited("request: 10", young);
                RawHttp2Client client = post(minivoy, "/cut", "01234")) {
            assertThat(client.await(RawHttp2Client.DATA)).isNotNull();
            client.send(new FrameBytes().data(1, false, "567890"));
            assertReset(client, Http2Error.INTERNAL_ERROR);
            Eventually.holds(() -> young.aborted.get() == 1);
            assertDenied(minivoy, ProxyError.REQUEST_TOO_LARGE);
        }
        try (ScriptedHttp2Upstream young = new ScriptedHttp2Upstream(100);
                Configured minivoy = limited("request: 10", young);
                RawClient client = minivoy.client()) {
            client.send(CHUNKED.formatted("/cut") + "5\r\n01234\r\n");
            assertThat(client.readHeadText()).startsWith("HTTP/1.1 200 OK");
            assertThat(new String(client.exactly(9), US_ASCII)).isEqualTo("4\r\nsome\r\n");
            client.send("6\r\n567890\r\n");
            assertThat(client.isClosedWithoutMore()).isTrue();
            Eventually.holds(() -> young.aborted.get() == 1);
            assertDenied(minivoy, ProxyError.REQUEST_TOO_LARGE);
        }
    }

    @Test
    void whoHasAllOfAnAnswerKeepsItThoughTheRequestIsTooLong() throws Exception {
        try (ScriptedHttp2Upstream young = new ScriptedHttp2Upstream(100);
                Configured minivoy = limited("request: 10", young);
                RawHttp2Client client = post(minivoy, "/early", "01234")) {
            Frame said = Objects.requireNonNull(client.await(RawHttp2Client.DATA));
            assertThat(new String(said.payload(), US_ASCII)).isEqualTo("early");
            client.send(new FrameBytes().data(1, false, "567890"));
            assertReset(client, Http2Error.NO_ERROR);
            Eventually.holds(() -> young.aborted.get() == 1);
            assertDenied(minivoy, ProxyError.REQUEST_TOO_LARGE);
        }
    }

    @Test
    void aResponseThatTurnsOutTooLongIsCutOff() throws Exception {
        String chunk = "1000\r\n" + "x".repeat(4096) + "\r\n";
        try (ScriptedServer old = ScriptedServer.answering(OK_CHUNKED + chunk.repeat(100));
                Configured minivoy = limited("response: 1000", old);
                Http2TestClient client = new Http2TestClient(minivoy.proxy().address())) {
            Http2TestClient.Exchange answer = client.get("/", 1).getFirst();
            assertThat(answer.end()).isEqualTo("INTERNAL_ERROR");
            assertThat(answer.body().length).isLessThanOrEqualTo(1000);
            assertDenied(minivoy, ProxyError.RESPONSE_TOO_LARGE);
            Eventually.holds(() -> minivoy.proxy().stats().upstreamConnectionsOpen() == 0);
        }
        try (ScriptedHttp2Upstream young = new ScriptedHttp2Upstream(100);
                Configured minivoy = limited("response: 1000", young);
                Http2TestClient client = new Http2TestClient(minivoy.proxy().address())) {
            Http2TestClient.Exchange answer = client.get("/good/7/1000000", 1).getFirst();
            assertThat(answer.end()).isEqualTo("INTERNAL_ERROR");
            assertThat(answer.body().length).isLessThanOrEqualTo(1000);
            Eventually.holds(() -> young.aborted.get() == 1);
            assertDenied(minivoy, ProxyError.RESPONSE_TOO_LARGE);
            assertThat(client.get("/good/7/1000", 1).getFirst().body())
                    .isEqualTo(ChaosContent.of(7, 1000));
        }
        try (ScriptedHttp2Upstream young = new ScriptedHttp2Upstream(100);
                Configured minivoy = limited("response: 1000", young);
                RawClient client = minivoy.client()) {
            assertThatThrownBy(() -> client.get("/good/7/1000000")).isInstanceOf(IOException.class);
            Eventually.holds(() -> young.aborted.get() == 1);
            assertDenied(minivoy, ProxyError.RESPONSE_TOO_LARGE);
            assertThat(minivoy.ask("/good/7/1000").body()).isEqualTo(ChaosContent.of(7, 1000));
        }
    }
}
