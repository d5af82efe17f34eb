package dev.tare.load.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.base.core.AnswerCheck;
import dev.tare.base.core.Outcome;
import dev.tare.base.core.RequestSpec;
import dev.tare.base.core.Unsent;
import dev.tare.base.time.NanoClock;
import dev.tare.io.net.IoBackEnd;
import dev.tare.io.net.tls.TestAuthority;
import dev.tare.io.net.tls.TlsClientOptions;
import dev.tare.io.wire.http2.FrameBytes;
import dev.tare.load.engine.HostileLoad.Fate;
import dev.tare.load.result.LoadResult;
import dev.tare.load.spec.ConnectionPolicy;
import dev.tare.load.spec.Endpoint;
import dev.tare.load.spec.Protocol;
import dev.tare.load.spec.Target;
import dev.tare.testing.SocketTest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Servers that break HTTP/2, in the clear and over TLS, on every back end. */
@SocketTest
final class HostileHttp2Test {
    private static final int STREAMS = 4;
    private static final int LARGE_BYTES = 8 * 1024 * 1024;
    private static final int HUNDREDTH_BYTES = 10 * 1024;

    /** Answers everything as it should. */
    private static final RawHttp2Server.Script GOOD =
            exchange ->
                    exchange.write(
                            new FrameBytes()
                                    .headers(exchange.streamId(), false, "88")
                                    .data(exchange.streamId(), true, "ok"));

    @TempDir private Path folder;
    private final List<RawHttp2Server> servers = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        for (RawHttp2Server server : servers) {
            server.close();
        }
    }

    private RawHttp2Server start(ServerLayer layer, RawHttp2Server.Script script)
            throws IOException {
        RawHttp2Server server = new RawHttp2Server(layer, script);
        servers.add(server);
        return server;
    }

    private void inTheClear(IoBackEnd backEnd, boolean slow) throws IOException {
        hasItsName(socket -> socket, Optional.empty(), backEnd, slow);
    }

    private void overTls(IoBackEnd backEnd, boolean slow) throws IOException {
        TestAuthority authority = new TestAuthority(folder, "Tare's test authority");
        hasItsName(
                ServerLayer.tls(authority.vouchFor("127.0.0.1"), false, "h2"),
                Optional.of(TlsClientOptions.standard().withAuthorities(authority.file())),
                backEnd,
                slow);
    }

    private void hasItsName(
            ServerLayer layer, Optional<TlsClientOptions> tls, IoBackEnd backEnd, boolean slow)
            throws IOException {
        HostileLoad.requireBackEnd(backEnd);
        HostileLoad load = new HostileLoad(Protocol.HTTP2, tls);
        for (Http2Hostility hostility : Http2Hostility.values()) {
            if ((hostility.outcome() == Outcome.TIMED_OUT) == slow) {
                load.add(
                        hostility.name(),
                        start(layer, hostility).port(),
                        request(hostility),
                        slow ? Fate.tooLate() : Fate.sent(hostility.outcome()));
            }
        }
        load.run(start(layer, GOOD).port(), backEnd, STREAMS, slow);
    }

    private static RequestSpec request(Http2Hostility to) {
        return switch (to) {
            case NO_WINDOW_EVER, READING_NO_MORE ->
                    new RequestSpec("POST", "/", List.of(), "x".repeat(LARGE_BYTES));
            default -> RequestSpec.get("/");
        };
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AUTO")
    void whatBreaksTheRulesHasItsName(IoBackEnd backEnd) throws IOException {
        inTheClear(backEnd, false);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AUTO")
    void whatNeverEndsTimesOut(IoBackEnd backEnd) throws IOException {
        inTheClear(backEnd, true);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AUTO")
    void whatBreaksTheRulesHasItsNameOverTls(IoBackEnd backEnd) throws IOException {
        overTls(backEnd, false);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AUTO")
    void whatNeverEndsTimesOutOverTls(IoBackEnd backEnd) throws IOException {
        overTls(backEnd, true);
    }

    /** So many are reset that even the resets find no room: the connection is given up, once. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AUTO")
    void whoReadsNoMoreLosesTheConnectionWhenHundredsGiveUp(IoBackEnd backEnd) throws IOException {
        HostileLoad.requireBackEnd(backEnd);
        HostileLoad load = new HostileLoad(Protocol.HTTP2, Optional.empty());
        load.add(
                "reads no more",
                start(socket -> socket, Http2Hostility.READING_NO_MORE).port(),
                new RequestSpec("POST", "/", List.of(), "x".repeat(HUNDREDTH_BYTES)),
                new Fate(
                        EnumSet.of(Outcome.TIMED_OUT, Outcome.MALFORMED),
                        EnumSet.of(Unsent.ALL_BUSY, Unsent.NO_CONNECTION)),
                100);
        load.run(start(socket -> socket, GOOD).port(), backEnd, ConnectionPolicy.MAX_DEPTH, true);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AUTO")
    void aLoadEndsWithGoAwayOnEveryConnection(IoBackEnd backEnd) throws Exception {
        HostileLoad.requireBackEnd(backEnd);
        RawHttp2Server server = start(socket -> socket, GOOD);
        TestLoad load =
                new TestLoad()
                        .endpoints(
                                Endpoint.single(
                                        new Target(
                                                Protocol.HTTP2,
                                                "127.0.0.1",
                                                server.port(),
                                                "",
                                                Optional.empty()),
                                        RequestSpec.get("/"),
                                        AnswerCheck.okWithLength(2)))
                        .connections(3)
                        .calls(30)
                        .measuredMs(20_000)
                        .backEnd(backEnd);
        LoadResult result = new LoadEngine(NanoClock.system()).run(load.build(), interval -> {});
        assertThat(result.measured().tally().count(Outcome.CORRECT)).isEqualTo(30);

        for (int i = 0; i < 1000 && server.lastFrames().size() < 3; i++) {
            Thread.sleep(10);
        }
        assertThat(server.lastFrames()).hasSize(3).allMatch(FrameBytes.Frame::isGoAway);
        assertThat(server.lastFrames())
                .allMatch(frame -> Arrays.equals(frame.payload(), new byte[8]));
    }
}
