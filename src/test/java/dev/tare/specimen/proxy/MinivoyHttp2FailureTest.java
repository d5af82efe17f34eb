package dev.tare.specimen.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.base.core.Field;
import dev.tare.base.core.RequestSpec;
import dev.tare.io.net.LoopOptions;
import dev.tare.io.wire.http2.FrameBytes;
import dev.tare.io.wire.http2.FrameBytes.Frame;
import dev.tare.io.wire.http2.Http2Error;
import dev.tare.io.wire.http2.Http2TestClient;
import dev.tare.io.wire.http2.Http2TestClient.Exchange;
import dev.tare.specimen.Eventually;
import dev.tare.specimen.ScriptedServer;
import dev.tare.specimen.origin.Origin;
import dev.tare.specimen.origin.OriginOptions;
import dev.tare.specimen.proxy.client.http2.Http2Downstream;
import dev.tare.specimen.proxy.cluster.Http2Upstreams;
import dev.tare.specimen.proxy.count.ProxyCounters.Count;
import dev.tare.specimen.proxy.count.ProxyError;
import dev.tare.specimen.proxy.count.ProxyStats;
import dev.tare.specimen.proxy.loop.Http2Side;
import dev.tare.specimen.proxy.setup.ProxyOptions;
import dev.tare.specimen.proxy.setup.ProxyTimeouts;
import dev.tare.testing.SocketTest;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What minivoy does over HTTP/2 when a client, the upstream or the time fails it. */
@SocketTest
@Timeout(60)
@ParameterizedClass
@MethodSource("dev.tare.specimen.BackEnds#all")
final class MinivoyHttp2FailureTest {
    private static final long SHORT_NS = 100_000_000L;
    private static final long LONG_NS = 60_000_000_000L;
    private static final int MUCH = 50_000_000;

    @Parameter LoopOptions loop = LoopOptions.standard();

    private ProxyOptions to(InetSocketAddress upstream) {
        return ProxyOptions.to(upstream).withLoop(loop).withUpstreamHttp2(true);
    }

    private static ProxyTimeouts timeouts(long clientNs, long responseNs, long bodyNs) {
        return new ProxyTimeouts(
                clientNs, LONG_NS, LONG_NS, responseNs, bodyNs, LONG_NS, LONG_NS, LONG_NS);
    }

    @Test
    void anUpstreamThatNeverAnswersIsAGatewayTimeout() throws Exception {
        try (ScriptedHttp2Upstream upstream = new ScriptedHttp2Upstream(100);
                Minivoy proxy =
                        Minivoy.start(
                                to(upstream.address())
                                        .withTimeouts(timeouts(LONG_NS, SHORT_NS, LONG_NS)));
                Http2TestClient client = new Http2TestClient(proxy.address())) {
            assertThat(client.get("/ok", 1).getFirst().status()).isEqualTo(200);
            Exchange late = client.get("/never", 1).getFirst();
            assertThat(late.status()).isEqualTo(504);
            assertThat(Http2TestClient.text(late)).isEqualTo("504 upstream_timeout\n");
            List<Field> grpc = List.of(new Field("content-type", "application/grpc"));
            RequestSpec call = new RequestSpec("POST", "/never", grpc, "x");
            assertThat(client.exchange(List.of(call)).getFirst().fields())
                    .contains("grpc-status: 4\n");
            Eventually.holds(() -> upstream.aborted.get() == 2);
            assertThat(client.get("/ok", 1).getFirst().status()).isEqualTo(200);
            assertThat(proxy.stats().errors(ProxyError.UPSTREAM_TIMEOUT)).isEqualTo(2);
            // One that has not said a word for so long is not asked again.
            assertThat(proxy.stats().upstreamConnectionsOpened()).isGreaterThan(1);
        }
    }

    @Test
    void whoGivesUpIsGivenUpUpstreamToo() throws Exception {
        try (ScriptedHttp2Upstream upstream = new ScriptedHttp2Upstream(100);
                Minivoy proxy = Minivoy.start(to(upstream.address()));
                Http2TestClient other = new Http2TestClient(proxy.address())) {
            try (RawHttp2Client client = new RawHttp2Client(proxy.address())) {
                client.send(new FrameBytes().headers(1, true, RawHttp2Client.get("/never")));
                client.send(new FrameBytes().headers(3, true, RawHttp2Client.get("/never")));
                client.send(new FrameBytes().headers(5, false, RawHttp2Client.post("/never", 5)));
                Eventually.holds(() -> upstream.requests.size() == 3);
                client.send(new FrameBytes().rstStream(1, Http2Error.CANCEL.code()));
                Eventually.holds(() -> upstream.aborted.get() == 1);
                assertThat(proxy.stats().of(Count.CLIENT_STREAMS_RESET)).isEqualTo(1);
            }
            Eventually.holds(() -> upstream.aborted.get() == 3);
            assertThat(proxy.stats().errors(ProxyError.CLIENT_GONE)).isEqualTo(2);
            assertThat(proxy.stats().errors(ProxyError.CLIENT_ABORTED)).isEqualTo(1);
            assertThat(other.get("/ok", 1).getFirst().status()).isEqualTo(200);
            assertThat(proxy.stats().upstreamConnectionsOpened()).isEqualTo(1);
        }
    }

    @Test
    void whoDoesNotReadHoldsUpNobodyElse() throws Exception {
        try (Origin origin = Origin.start(OriginOptions.standard().withLoop(loop));
                Minivoy proxy = Minivoy.start(to(origin.address()));
                RawHttp2Client slow = new RawHttp2Client(proxy.address());
                Http2TestClient other = new Http2TestClient(proxy.address())) {
            for (int stream = 1; stream < 100; stream += 2) {
                slow.send(
                        new FrameBytes()
                                .headers(stream, true, RawHttp2Client.get("/byte/" + MUCH)));
            }
            Eventually.holds(() -> proxy.stats().requests() == 50);
            for (Exchange answer : other.get("/byte/1000000", 20)) {
                assertThat(answer.end()).isEqualTo("whole");
                assertThat(answer.body()).hasSize(1_000_000);
            }
            // A window of each stream, and what others have taken.
            assertThat(proxy.stats().upstreamBytesReceived())
                    .isLessThan(20L * 1_100_000 + 50L * 2 * Http2Side.STREAM_WINDOW_BYTES);
            assertThat(proxy.stats().upstreamConnectionsOpened()).isEqualTo(1);
        }
    }

    @Test
    void whoDoesNotReadForTooLongIsResetAndTheUpstreamToo() throws Exception {
        try (Origin origin = Origin.start(OriginOptions.standard().withLoop(loop));
                Minivoy proxy =
                        Minivoy.start(
                                to(origin.address())
                                        .withTimeouts(timeouts(LONG_NS, LONG_NS, SHORT_NS)));
                RawHttp2Client client = new RawHttp2Client(proxy.address())) {
            client.send(new FrameBytes().headers(1, true, RawHttp2Client.get("/byte/" + MUCH)));
            Frame reset = Objects.requireNonNull(client.await(RawHttp2Client.RST_STREAM));
            assertThat(reset.word(0)).isEqualTo(Http2Error.INTERNAL_ERROR.code());
            // All has come from upstream, and lies here.
            client.send(new FrameBytes().headers(3, true, RawHttp2Client.get("/byte/90000")));
            assertThat(client.await(RawHttp2Client.RST_STREAM)).isNotNull();
            Eventually.holds(() -> proxy.stats().errors(ProxyError.STREAM_TIMEOUT) == 2);
        }
    }

    @Test
    void aBodyThatDoesNotComeIsARequestTimeout() throws Exception {
        try (ScriptedHttp2Upstream upstream = new ScriptedHttp2Upstream(100);
                Minivoy proxy =
                        Minivoy.start(
                                to(upstream.address())
                                        .withTimeouts(timeouts(LONG_NS, LONG_NS, SHORT_NS)));
                RawHttp2Client client = new RawHttp2Client(proxy.address())) {
            client.send(new FrameBytes().headers(1, false, RawHttp2Client.post("/ok", 5)));
            assertThat(client.await(RawHttp2Client.HEADERS)).isNotNull();
            assertThat(client.await(RawHttp2Client.RST_STREAM)).isNotNull();
            Eventually.holds(() -> upstream.aborted.get() == 1);
            assertThat(proxy.stats().errors(ProxyError.REQUEST_TIMEOUT)).isEqualTo(1);
            assertThat(proxy.stats().responses(4)).isEqualTo(1);
        }
    }

    @Test
    void anIdleClientIsToldToGo() throws Exception {
        try (ScriptedHttp2Upstream upstream = new ScriptedHttp2Upstream(100);
                Minivoy proxy =
                        Minivoy.start(
                                to(upstream.address())
                                        .withTimeouts(timeouts(SHORT_NS, LONG_NS, LONG_NS)));
                RawHttp2Client client = new RawHttp2Client(proxy.address())) {
            Frame goodbye = Objects.requireNonNull(client.await(RawHttp2Client.GOAWAY));
            assertThat(goodbye.word(4)).isZero();
            assertThat(client.read()).isNull();
            client.end();
            Eventually.holds(() -> proxy.stats().clientConnectionsOpen() == 0);
            assertThat(proxy.stats().errors()).isZero();
        }
    }

    @Test
    void whoOnlyResetsIsSentAway() throws Exception {
        try (ScriptedHttp2Upstream upstream = new ScriptedHttp2Upstream(100);
                Minivoy proxy = Minivoy.start(to(upstream.address()));
                RawHttp2Client client = new RawHttp2Client(proxy.address());
                Http2TestClient other = new Http2TestClient(proxy.address())) {
            assertThat(other.get("/ok", 1).getFirst().status()).isEqualTo(200);
            FrameBytes flood = new FrameBytes();
            for (int i = 0; i < Http2Downstream.MAX_RESETS + 100; i++) {
                flood.headers(2 * i + 1, true, RawHttp2Client.get("/never"));
                flood.rstStream(2 * i + 1, Http2Error.CANCEL.code());
            }
            client.send(flood);
            assertThat(client.await(RawHttp2Client.GOAWAY)).isNotNull();
            Eventually.holds(() -> proxy.stats().errors(ProxyError.CLIENT_PROTOCOL_ERROR) == 1);
            assertThat(other.get("/ok", 1).getFirst().status()).isEqualTo(200);
        }
    }

    @Test
    void framesThatAreNoneEndTheConnection() throws Exception {
        try (ScriptedHttp2Upstream upstream = new ScriptedHttp2Upstream(100);
                Minivoy proxy = Minivoy.start(to(upstream.address()));
                RawHttp2Client client = new RawHttp2Client(proxy.address())) {
            client.send(new FrameBytes().headers(1, true, RawHttp2Client.get("/never")));
            Eventually.holds(() -> upstream.requests.size() == 1);
            client.send(new FrameBytes().headers(2, true, RawHttp2Client.get("/ok")));
            Frame goodbye = Objects.requireNonNull(client.await(RawHttp2Client.GOAWAY));
            assertThat(goodbye.word(4)).isEqualTo(Http2Error.PROTOCOL_ERROR.code());
            Eventually.holds(() -> upstream.aborted.get() == 1);
            assertThat(proxy.stats().errors(ProxyError.CLIENT_PROTOCOL_ERROR)).isEqualTo(1);
            assertThat(proxy.stats().errors(ProxyError.CLIENT_GONE)).isEqualTo(1);
        }
    }

    @Test
    void anUpstreamThatSpeaksSomethingElseIsABadGateway() throws Exception {
        try (ScriptedServer server =
                        new ScriptedServer((connection, number) ->
                                connection.send("HTTP/1.1 400 Bad Request\r\n\r\n"));
                Minivoy proxy = Minivoy.start(to(server.address()));
                Http2TestClient client = new Http2TestClient(proxy.address())) {
            for (Exchange answer : client.get("/ok", 3)) {
                assertThat(answer.status()).isEqualTo(502);
            }
            ProxyStats stats = proxy.stats();
            assertThat(stats.errors()).isEqualTo(3);
            assertThat(stats.errorsSeen().keySet())
                    .isSubsetOf(ProxyError.UPSTREAM_MALFORMED, ProxyError.UPSTREAM_CLOSED);
        }
    }

    @Test
    void moreThanMayWaitAreTurnedAway() throws Exception {
        try (ScriptedHttp2Upstream upstream = new ScriptedHttp2Upstream(1);
                Minivoy proxy = Minivoy.start(to(upstream.address()))) {
            List<RawHttp2Client> clients = new ArrayList<>();
            int streams = Http2Upstreams.MAX_WAITING + Http2Upstreams.MAX_CONNECTIONS + 100;
            for (int asked = 0; asked < streams; asked += Http2Downstream.MAX_STREAMS) {
                RawHttp2Client client = new RawHttp2Client(proxy.address());
                clients.add(client);
                FrameBytes all = new FrameBytes();
                for (int i = 0; i < Http2Downstream.MAX_STREAMS; i++) {
                    all.headers(2 * i + 1, true, RawHttp2Client.get("/never"));
                }
                client.send(all);
            }
            Eventually.holds(() -> proxy.stats().errors(ProxyError.UPSTREAM_OVERFLOW) >= 100);
            long most = Http2Upstreams.MAX_CONNECTIONS;
            Eventually.holds(() -> proxy.stats().upstreamConnectionsOpened() == most);
            for (RawHttp2Client client : clients) {
                client.end();
            }
            Eventually.holds(() -> proxy.stats().clientConnectionsOpen() == 0);
            assertThat(proxy.stats().responses(5))
                    .isEqualTo(proxy.stats().errors(ProxyError.UPSTREAM_OVERFLOW));
        }
    }

    @Test
    void aStopFinishesWhatIsInFlight() throws Exception {
        try (Origin origin = Origin.start(OriginOptions.standard().withLoop(loop));
                Minivoy proxy = Minivoy.start(to(origin.address()));
                RawHttp2Client idle = new RawHttp2Client(proxy.address());
                RawHttp2Client client = new RawHttp2Client(proxy.address())) {
            String path = "/byte/5?delay=300ms";
            client.send(new FrameBytes().headers(1, true, RawHttp2Client.get(path)));
            Eventually.holds(() -> origin.stats().loadRequests() == 1);
            Eventually.holds(() -> proxy.stats().of(Count.HTTP2_CONNECTIONS) == 2);
            proxy.stop();
            assertThat(idle.await(RawHttp2Client.GOAWAY)).isNotNull();
            idle.end();
            assertThat(client.await(RawHttp2Client.GOAWAY)).isNotNull();
            assertThat(client.await(RawHttp2Client.DATA)).isNotNull();
            assertThat(client.await(RawHttp2Client.RST_STREAM)).isNull();
            client.end();
            proxy.awaitEnd();
            assertThat(proxy.stats().errors()).isZero();
            assertThat(proxy.stats().upstreamConnectionsOpen()).isZero();
        }
    }

    @Test
    void whatIsInFlightWhenTheTimeIsOverIsCounted() throws IOException, InterruptedException {
        ProxyTimeouts hasty =
                new ProxyTimeouts(
                        LONG_NS, LONG_NS, LONG_NS, LONG_NS, LONG_NS, LONG_NS, LONG_NS, SHORT_NS);
        try (ScriptedHttp2Upstream upstream = new ScriptedHttp2Upstream(100);
                Minivoy proxy = Minivoy.start(to(upstream.address()).withTimeouts(hasty));
                RawHttp2Client client = new RawHttp2Client(proxy.address())) {
            client.send(new FrameBytes().headers(1, true, RawHttp2Client.get("/never")));
            client.send(new FrameBytes().headers(3, true, RawHttp2Client.get("/never")));
            Eventually.holds(() -> upstream.requests.size() == 2);
            proxy.stop();
            proxy.awaitEnd();
            assertThat(proxy.stats().errors(ProxyError.STOPPED)).isEqualTo(2);
        }
    }
}
