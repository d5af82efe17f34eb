package dev.tare.io.wire.http2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.base.core.Field;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class Http2ServerSessionTest {
    /** GET / of http, and POST /. */
    private static final String GET = "82 86 84";

    private static final String POST = "83 86 84";

    private static ServerBench bench() {
        return new ServerBench(Http2Options.standard()).open();
    }

    private static FrameBytes frames() {
        return new FrameBytes();
    }

    @Test
    void settingsComeFirst() {
        ServerBench bench = new ServerBench(Http2Options.standard());
        List<FrameBytes.Frame> frames = bench.sent();
        assertThat(frames).extracting(FrameBytes.Frame::type).containsExactly(4, 8);
        assertThat(frames.getFirst().payload()).startsWith(Octets.hex("0003 00000080"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 1000})
    void requestsAreAnsweredInAnyPieces(int pieceBytes) {
        ServerBench bench = new ServerBench(Http2Options.standard());
        bench.answerBytes = 3;
        byte[] bytes =
                frames().raw(Frames.PREFACE)
                        .settings()
                        .headers(1, true, GET)
                        .headers(3, false, POST)
                        .data(3, false, "ab")
                        .headers(5, true, GET)
                        .data(3, true, "c")
                        .bytes();
        bench.receive(bytes, pieceBytes);
        assertThat(bench.told).contains("0 GET /", "0 end", "0 answered").hasSize(11);
        List<FrameBytes.Frame> frames = bench.sent();
        assertThat(frames.stream().filter(f -> f.type() == Frames.DATA))
                .hasSize(3)
                .allMatch(f -> f.flags() == Frames.END_STREAM && f.payload().length == 3);
        assertThat(bench.session.openStreams()).isZero();
    }

    @Test
    void theSameAnswerIsAHandfulOfBytes() {
        ServerBench bench = bench();
        bench.answerBytes = 100;
        bench.receive(frames().headers(1, true, GET).headers(3, true, GET));
        FrameBytes.Frame second = bench.sent().get(2);
        assertThat(second.payload()).isEqualTo(Octets.hex("88 be 0f0d 03 313030"));
    }

    @Test
    void answersWaitForWindowsAndGoOut() {
        ServerBench bench = bench();
        bench.answerBytes = 100_000;
        bench.receive(frames().headers(1, true, GET));
        assertThat(bytes(bench.sent())).isEqualTo(65_535);
        bench.receive(frames().word(Frames.WINDOW_UPDATE, 0, 100_000));
        assertThat(bytes(bench.sent())).isZero();
        bench.receive(frames().word(Frames.WINDOW_UPDATE, 1, 100_000));
        List<FrameBytes.Frame> rest = bench.sent();
        assertThat(bytes(rest)).isEqualTo(100_000 - 65_535);
        assertThat(rest.getLast().flags()).isEqualTo(Frames.END_STREAM);
        assertThat(rest.getLast().payload()[0])
                .isEqualTo((byte) (100_000 - rest.getLast().payload().length));
    }

    private static int bytes(List<FrameBytes.Frame> frames) {
        return frames.stream()
                .filter(f -> f.type() == Frames.DATA)
                .mapToInt(f -> f.payload().length)
                .sum();
    }

    @Test
    void bodiesMayGrowAndEndWithTrailers() {
        ServerBench bench = bench();
        bench.receive(frames().headers(1, true, GET));
        Http2ServerSession session = bench.session;
        session.answer(0, ServerBench.OK, Http2ServerSession.NO_LENGTH, 0, false);
        session.moreBody(0, 5);
        session.endBody(0, PreparedAnswer.trailers(List.of(new Field("grpc-status", "0"))));
        List<FrameBytes.Frame> frames = bench.sent();
        assertThat(frames).extracting(FrameBytes.Frame::type).containsExactly(1, 0, 1);
        assertThat(frames).extracting(FrameBytes.Frame::flags).containsExactly(4, 0, 5);
        assertThat(bench.told).endsWith("0 answered");
    }

    @Test
    void anAnswerBeforeTheRequestsEndResetsItsStream() {
        ServerBench bench = bench();
        bench.receive(frames().headers(1, false, POST));
        bench.session.answer(0, ServerBench.OK, 0, 0, true);
        List<FrameBytes.Frame> frames = bench.sent();
        assertThat(frames).extracting(FrameBytes.Frame::type).containsExactly(1, 3);
        assertThat(frames.getLast().word(0)).isEqualTo(Http2Error.NO_ERROR.code());
        bench.receive(frames().data(1, true, "late"));
        assertThat(bench.session.failed()).isFalse();
    }

    @Test
    void moreStreamsThanAllowedAreRefused() {
        ServerBench bench = new ServerBench(Http2Options.standard().withMaxStreams(2)).open();
        bench.receive(frames().headers(1, true, GET).headers(3, true, GET).headers(5, true, GET));
        List<FrameBytes.Frame> frames = bench.sent();
        assertThat(frames).hasSize(1);
        assertThat(frames.getFirst().streamId()).isEqualTo(5);
        assertThat(frames.getFirst().word(0)).isEqualTo(Http2Error.REFUSED_STREAM.code());
        bench.session.answer(0, ServerBench.OK, 0, 0, true);
        bench.receive(frames().headers(7, true, GET));
        assertThat(bench.told).endsWith("0 GET /", "0 end");
    }

    @Test
    void thousandsOfStreamsAreServed() {
        ServerBench bench = new ServerBench(Http2Options.standard().withMaxStreams(4096)).open();
        FrameBytes all = frames();
        for (int i = 0; i < 4096; i++) {
            all.headers(2 * i + 1, true, GET);
        }
        bench.receive(all);
        assertThat(bench.session.openStreams()).isEqualTo(4096);
        for (int i = 4095; i >= 0; i--) {
            bench.session.answer(i, ServerBench.OK, 0, 0, true);
        }
        while (bench.session.outputLength() > 0) {
            bench.sent();
        }
        assertThat(bench.session.openStreams()).isZero();
        bench.receive(frames().headers(8193, true, GET));
        assertThat(bench.session.openStreams()).isEqualTo(1);
    }

    @Test
    void rapidResetsAreBounded() {
        ServerBench bench = bench();
        int resets = 0;
        while (!bench.session.failed() && resets < 20_000) {
            int id = 2 * resets + 1;
            bench.receive(frames().headers(id, true, GET).word(Frames.RST_STREAM, id, 8));
            resets++;
        }
        assertThat(resets).isEqualTo(Http2ServerSession.MAX_RESETS + 1);
        assertThat(bench.told.getLast()).startsWith("ENHANCE_YOUR_CALM");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "86 84", // no :method
                "82 84", // no :scheme
                "82 86", // no :path
                "82 86 84 88", // a :status
                "82 86 84 84", // :path twice
                "82 86 04 00", // an empty :path
                "82 86 84 00 0a 636f6e6e656374696f6e 0162",
                "82 86 84 00 02 7465 0162", // te that is not trailers
                "82 86 84 00 01 41 0162"
            })
    void malformedRequestsAreReset(String block) {
        ServerBench bench = bench();
        bench.receive(frames().headers(1, true, block).headers(3, true, GET));
        assertThat(bench.told).containsExactly("0 GET /", "0 end");
        assertThat(bench.sent()).hasSize(1).allMatch(f -> f.type() == Frames.RST_STREAM);
    }

    @Test
    void whatIsNoPrefaceEndsTheConnection() {
        ServerBench bench = new ServerBench(Http2Options.standard());
        bench.receive(frames().raw(Octets.latin("GET / HTTP/1.1\r\n\r\n")));
        assertThat(bench.told).hasSize(1).allMatch(line -> line.startsWith("PROTOCOL_ERROR"));
    }

    @Test
    void aStreamThatWasUsedIsNotBegunAnew() {
        ServerBench bench = bench();
        bench.answerBytes = 0;
        bench.receive(frames().headers(3, true, GET).headers(1, true, GET));
        assertThat(bench.told.getLast()).startsWith("STREAM_CLOSED");
    }

    @Test
    void aFrameBehindTheRequestsEndEndsTheConnection() {
        ServerBench bench = bench();
        bench.receive(frames().headers(1, true, GET).data(1, true, "x"));
        assertThat(bench.told).startsWith("0 GET /", "0 end").hasSize(3);
        assertThat(bench.told.getLast()).startsWith("STREAM_CLOSED");
    }

    @Test
    void creditByOwnerHoldsTheClientBack() {
        Http2Options options = Http2Options.standard().withWindows(65_535, 1000);
        ServerBench bench = new ServerBench(options).open();
        bench.receive(frames().headers(1, false, POST));
        bench.session.creditByOwner(0);
        bench.receive(frames().data(1, false, "x".repeat(1000)));
        assertThat(bench.sent()).isEmpty();
        bench.session.credit(0, 600);
        assertThat(bench.sent()).hasSize(1).allMatch(f -> f.streamId() == 1 && f.word(0) == 600);
    }

    @Test
    void goAwayRefusesWhatComesLater() {
        ServerBench bench = bench();
        bench.receive(frames().headers(1, true, GET));
        bench.session.goAway();
        bench.receive(frames().headers(3, true, GET));
        List<FrameBytes.Frame> frames = bench.sent();
        assertThat(frames).extracting(FrameBytes.Frame::type).containsExactly(7, 3);
        assertThat(frames.getFirst().word(0)).isEqualTo(1);
    }
}
