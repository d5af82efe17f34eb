package dev.tare.io.wire.http2;

import static dev.tare.io.wire.http2.StreamingClientBench.types;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Heads made on the spot, bodies to come, and streams of which one direction has ended. */
final class Http2StreamingTest {
    private static final String OK = "88";
    private static final String POST = "83 86 84";
    private static final String TRAILER = "00 01 74 01 31";
    private static final int HEADERS = Frames.HEADERS;
    private static final int DATA = Frames.DATA;
    private static final int RST = Frames.RST_STREAM;

    private static FrameBytes frames() {
        return new FrameBytes();
    }

    // The client's side.

    @Test
    void aRequestsBodyComesBitByBit() {
        StreamingClientBench bench = new StreamingClientBench().open().begin(1);
        assertThat(bench.sent()).hasSize(1).allMatch(f -> f.flags() == Frames.END_HEADERS);
        bench.session.moreBody(0, 3);
        bench.session.moreBody(0, 2);
        bench.session.endBody(0);
        List<FrameBytes.Frame> sent = bench.sent();
        assertThat(types(sent)).containsExactly(DATA, DATA, DATA);
        assertThat(sent.get(0).payload()).containsExactly(0, 1, 2);
        assertThat(sent.get(1).payload()).containsExactly(3, 4);
        assertThat(sent.get(2).flags()).isEqualTo(Frames.END_STREAM);
        bench.receive(frames().headers(1, true, OK));
        assertThat(bench.told).containsExactly("0 head 200", "0 end");
    }

    @Test
    void aRequestsBodyWaitsForItsWindow() {
        StreamingClientBench bench = new StreamingClientBench().open(4, 10).begin(1);
        bench.sent();
        bench.session.moreBody(0, 25);
        FieldLines.fill(bench.fields, "t: 1");
        assertThat(bench.session.endBody(0, bench.fields)).isTrue();
        assertThat(bench.session.waitingBody(0)).isEqualTo(15);
        assertThat(types(bench.sent())).containsExactly(DATA);
        bench.receive(frames().windowUpdate(1, 100));
        List<FrameBytes.Frame> sent = bench.sent();
        assertThat(types(sent)).containsExactly(DATA, HEADERS);
        assertThat(sent.getFirst().flags()).isZero();
        assertThat(sent.getLast().flags()).isEqualTo(Frames.END_HEADERS | Frames.END_STREAM);
        assertThat(bench.session.waitingBody(0)).isZero();
    }

    @Test
    void informationalHeadsAreToldToWhoWantsThem() {
        StreamingClientBench bench = new StreamingClientBench().open().begin(1);
        bench.receive(
                frames().headers(1, false, "08 03 313030")
                        .headers(1, false, "08 03 313033")
                        .headers(1, true, OK));
        assertThat(bench.told)
                .containsExactly(
                        "0 informational 100",
                        "0 informational 103",
                        "0 head 200",
                        "0 half-closed");
    }

    @Test
    void anAnswerMayEndBeforeItsRequest() {
        StreamingClientBench bench = new StreamingClientBench().open().begin(1);
        bench.sent();
        bench.receive(frames().headers(1, false, OK).headers(1, true, TRAILER));
        assertThat(bench.told).containsExactly("0 head 200", "0 trailers t=1", "0 half-closed");
        assertThat(bench.session.inFlight()).isEqualTo(1);
        bench.session.moreBody(0, 4);
        bench.session.endBody(0);
        assertThat(types(bench.sent())).containsExactly(DATA, DATA);
        assertThat(bench.told).endsWith("0 end").hasSize(4);
        assertThat(bench.session.inFlight()).isZero();
    }

    @Test
    void aServerMayEndWhatIsHalfClosed() {
        StreamingClientBench bench = new StreamingClientBench().open().begin(2);
        bench.receive(frames().headers(1, true, OK).rstStream(1, 0));
        assertThat(bench.told).containsExactly("0 head 200", "0 half-closed", "0 reset NO_ERROR");
        bench.session.moreBody(0, 4);
        bench.session.endBody(0);
        bench.receive(frames().headers(3, true, OK).data(3, true, "x"));
        assertThat(bench.told.getLast()).startsWith("STREAM_CLOSED");
    }

    @Test
    void nothingComesBehindTheEndOfAnAnswer() {
        for (FrameBytes late :
                List.of(
                        frames().data(1, false, "x"),
                        frames().data(1, true, ""),
                        frames().headers(1, true, TRAILER),
                        frames().headers(1, false, OK))) {
            StreamingClientBench bench = new StreamingClientBench().open().begin(1);
            bench.receive(frames().headers(1, true, OK)).receive(late);
            assertThat(bench.told).startsWith("0 head 200", "0 half-closed").hasSize(3);
            assertThat(bench.told.getLast()).startsWith("STREAM_CLOSED");
        }
    }

    @Test
    void trailersThatComeTooEarlyAreNotTold() {
        StreamingClientBench bench = new StreamingClientBench().open().begin(1);
        bench.receive(frames().headers(1, false, "88 0f0d 01 35").headers(1, true, TRAILER));
        assertThat(bench.told)
                .containsExactly(
                        "0 head 200 content-length=5",
                        "0 malformed: less DATA than content-length says");
    }

    @Test
    void aReasonCanBeGivenForAReset() {
        StreamingClientBench bench = new StreamingClientBench().open().begin(1);
        bench.sent();
        bench.session.resetStream(0, Http2Error.INTERNAL_ERROR);
        bench.session.resetStream(0, Http2Error.INTERNAL_ERROR);
        assertThat(bench.sent())
                .hasSize(1)
                .allMatch(f -> f.type() == RST && f.word(0) == Http2Error.INTERNAL_ERROR.code());
    }

    @Test
    void theOwnerMayHoldAServerBack() {
        Http2Options options = Http2Options.standard().withWindows(65_535, 1000);
        StreamingClientBench bench = new StreamingClientBench(options, 100).open().begin(1);
        bench.session.creditByOwner(0);
        bench.sent();
        bench.receive(frames().headers(1, false, OK).data(1, false, "x".repeat(1000)));
        assertThat(bench.sent()).isEmpty();
        bench.session.credit(0, 600);
        assertThat(bench.sent()).hasSize(1).allMatch(f -> f.streamId() == 1 && f.word(0) == 600);
        bench.receive(frames().data(1, false, "x".repeat(601)));
        assertThat(bench.told.getLast()).contains("stream's window");
        bench.session.credit(0, 400);
    }

    @Test
    void aHeadRequestsAnswerHasNoBody() {
        StreamingClientBench bench = new StreamingClientBench().open();
        FieldLines.fill(bench.fields, ":method: HEAD", ":scheme: http", ":path: /");
        bench.session.startRequest(0, bench.fields, true);
        bench.receive(frames().headers(1, true, "88 0f0d 01 35"));
        assertThat(bench.told).containsExactly("0 head 200 content-length=5", "0 end");
    }

    // The server's side.

    @Test
    void trailersOfRequestsAreTold() {
        StreamingServerBench bench = new StreamingServerBench().open();
        bench.receive(frames().headers(1, false, POST).data(1, false, "x"));
        bench.receive(frames().headers(1, true, TRAILER));
        assertThat(bench.told)
                .containsExactly("0 POST /", "0 body x", "0 trailers [t: 1]", "0 end");
    }

    @Test
    void anAnswerIsMadeOnTheSpot() {
        StreamingServerBench bench = new StreamingServerBench().open();
        bench.receive(frames().headers(1, true, POST));
        FieldLines.fill(bench.fields, ":status: 103", "a: b");
        assertThat(bench.session.inform(0, bench.fields)).isTrue();
        assertThat(bench.answer(0, false, ":status: 200", "a: b")).isTrue();
        bench.session.moreBody(0, 3);
        FieldLines.fill(bench.fields, "grpc-status: 0");
        assertThat(bench.session.endBody(0, bench.fields)).isTrue();
        List<FrameBytes.Frame> sent = bench.sent();
        assertThat(types(sent)).containsExactly(HEADERS, HEADERS, DATA, HEADERS);
        assertThat(sent).extracting(FrameBytes.Frame::flags).containsExactly(4, 4, 0, 5);
        assertThat(bench.told.getLast()).isEqualTo("0 answered");
        assertThat(bench.session.openStreams()).isZero();
        // The calls are for a stream that is gone.
        assertThat(bench.answer(0, true, ":status: 200")).isTrue();
        bench.session.moreBody(0, 3);
        bench.session.endBody(0);
        assertThat(bench.sent()).isEmpty();
    }

    @Test
    void aRequestMayGoOnAfterItsAnswer() {
        StreamingServerBench bench = new StreamingServerBench().open();
        bench.receive(frames().headers(1, false, POST));
        bench.answer(0, true, ":status: 200");
        assertThat(types(bench.sent())).containsExactly(HEADERS);
        bench.receive(frames().data(1, false, "more").windowUpdate(1, 5).settings(4, 100_000));
        bench.receive(frames().data(1, true, "!"));
        assertThat(bench.told)
                .containsExactly(
                        "0 POST /", "0 half-closed", "0 body more!", "0 end", "0 answered");
        assertThat(bench.session.openStreams()).isZero();
        bench.receive(frames().headers(3, true, POST));
        assertThat(bench.told).endsWith("0 POST /", "0 end");
    }

    @Test
    void nothingComesBehindTheEndOfARequest() {
        for (FrameBytes late :
                List.of(
                        frames().data(1, false, "x"),
                        frames().headers(1, true, TRAILER),
                        frames().headers(1, false, POST))) {
            StreamingServerBench bench = new StreamingServerBench().open();
            bench.receive(frames().headers(1, true, POST));
            bench.answer(0, false, ":status: 200");
            bench.receive(late);
            assertThat(bench.told.getLast()).startsWith("STREAM_CLOSED");
        }
        StreamingServerBench bench = new StreamingServerBench().open();
        bench.receive(frames().headers(1, false, POST));
        bench.answer(0, true, ":status: 200");
        bench.receive(frames().headers(1, false, TRAILER));
        assertThat(bench.told.getLast()).isEqualTo("0 aborted PROTOCOL_ERROR");
    }

    @Test
    void theRestOfARequestMayBeDeclined() {
        StreamingServerBench bench = new StreamingServerBench().open();
        bench.receive(frames().headers(1, false, POST));
        bench.answer(0, true, ":status: 413");
        bench.session.resetStream(0, Http2Error.NO_ERROR);
        List<FrameBytes.Frame> sent = bench.sent();
        assertThat(types(sent)).containsExactly(HEADERS, RST);
        assertThat(sent.getLast().word(0)).isZero();
        bench.receive(frames().data(1, true, "late"));
        assertThat(bench.told).containsExactly("0 POST /", "0 half-closed");
    }

    @Test
    void theReasonOfAnAbortIsTold() {
        StreamingServerBench bench = new StreamingServerBench().open();
        bench.receive(frames().headers(1, false, POST).rstStream(1, 8));
        bench.receive(frames().headers(3, false, "83 86 84 0f0d 01 31").data(3, true, "xx"));
        assertThat(bench.told)
                .containsExactly(
                        "0 POST /", "0 aborted CANCEL", "0 POST /", "0 aborted PROTOCOL_ERROR");
    }

    @Test
    void headsAndTrailersWaitForRoomInTheirOrder() {
        Http2Options options = new Http2Options(100, 65_535, 65_535, Http2Options.MIN_OUTPUT_BYTES);
        StreamingServerBench bench = new StreamingServerBench(options).open();
        bench.receive(frames().settings(4, 1 << 24).windowUpdate(0, 1 << 24));
        bench.receive(frames().headers(1, true, POST).headers(3, true, POST));
        bench.answer(0, false, ":status: 200");
        bench.session.moreBody(0, 1_000_000);
        assertThat(bench.session.outputLength()).isGreaterThan(150_000);
        String large = "x: " + "~".repeat(10_000);
        assertThat(bench.answer(1, false, ":status: 200", large, "s: 1 (never)")).isTrue();
        bench.session.moreBody(1, 5);
        FieldLines.fill(bench.fields, "t: 1");
        assertThat(bench.session.endBody(1, bench.fields)).isTrue();
        assertThat(bench.session.waitingBody(1)).isEqualTo(5);
        List<FrameBytes.Frame> second = new ArrayList<>();
        while (bench.session.outputLength() > 0) {
            assertThat(bench.session.outputLength())
                    .isLessThanOrEqualTo(Http2Options.MIN_OUTPUT_BYTES);
            bench.sent().stream().filter(f -> f.streamId() == 3).forEach(second::add);
        }
        assertThat(types(second)).containsExactly(HEADERS, DATA, HEADERS);
        assertThat(bench.told).endsWith("1 answered");
    }

    @Test
    void moreHeadsThanMayWaitAreRefused() {
        Http2Options options =
                new Http2Options(1000, 65_535, 65_535, Http2Options.MIN_OUTPUT_BYTES);
        StreamingServerBench bench = new StreamingServerBench(options).open();
        int streams = 200;
        FrameBytes all = frames();
        for (int i = 0; i < streams; i++) {
            all.headers(2 * i + 1, true, POST);
        }
        bench.receive(all);
        String large = "x: " + "~".repeat(5_000);
        int taken = 0;
        while (taken < streams && bench.answer(taken, true, ":status: 200", large)) {
            taken++;
        }
        // As many bytes in the output, and as many again that wait.
        assertThat(taken).isBetween(50, 70);
        assertThat(bench.answer(taken, true, ":status: 200", large)).isFalse();
        bench.session.resetStream(taken, Http2Error.ENHANCE_YOUR_CALM);
        int answered = 0;
        while (bench.session.outputLength() > 0) {
            answered += (int) bench.sent().stream().filter(f -> f.type() == HEADERS).count();
        }
        assertThat(answered).isEqualTo(taken);
        assertThat(bench.session.openStreams()).isEqualTo(streams - taken - 1);
    }

    @Test
    void whatWaitsOfAResetStreamMakesRoom() {
        Http2Options options =
                new Http2Options(1000, 65_535, 65_535, Http2Options.MIN_OUTPUT_BYTES);
        StreamingServerBench bench = new StreamingServerBench(options).open();
        bench.receive(frames().settings(4, 0));
        bench.sent();
        String trailer = "x: " + "~".repeat(30_000);
        int id = 1;
        for (int round = 0; round < 50; round++) {
            bench.receive(frames().headers(id, true, POST));
            assertThat(bench.answer(0, false, ":status: 200")).isTrue();
            bench.session.moreBody(0, 1);
            FieldLines.fill(bench.fields, trailer);
            assertThat(bench.session.endBody(0, bench.fields)).isTrue();
            bench.receive(frames().rstStream(id, 8));
            bench.sent();
            id += 2;
        }
        assertThat(bench.told).contains("0 aborted CANCEL").doesNotContain("0 answered");
    }

    @Test
    void headsAndEndsPassBodiesThatWaitForTheConnectionsWindow() {
        StreamingServerBench bench = new StreamingServerBench().open();
        bench.receive(frames().settings(4, 1 << 24));
        bench.receive(
                frames().headers(1, true, POST).headers(3, true, POST).headers(5, true, POST));
        bench.answer(0, false, ":status: 200");
        bench.session.moreBody(0, 100_000);
        bench.answer(1, false, ":status: 200");
        bench.session.endBody(1);
        bench.session.answer(2, ServerBench.OK, 0, 0, true);
        List<FrameBytes.Frame> sent = bench.sent();
        assertThat(sent.stream().filter(f -> f.streamId() == 3).toList()).hasSize(2);
        assertThat(sent.stream().filter(f -> f.streamId() == 5).toList()).hasSize(1);
        assertThat(bench.told).endsWith("1 answered", "2 answered");
        assertThat(bench.session.waitingBody(0)).isEqualTo(100_000 - 65_535);
    }

    @Test
    void largeHeadsGoOutInSeveralFrames() {
        StreamingServerBench bench = new StreamingServerBench().open();
        bench.receive(frames().headers(1, true, POST));
        String[] lines = new String[4];
        Arrays.fill(lines, "x: " + "~".repeat(13_000));
        lines[0] = ":status: 200";
        bench.answer(0, true, lines);
        List<FrameBytes.Frame> sent = bench.sent();
        assertThat(types(sent)).containsExactly(HEADERS, 9, 9);
        assertThat(sent).extracting(FrameBytes.Frame::flags).containsExactly(1, 0, 4);
    }

    @Test
    void secretsStaySecretsWhereverTheyCameFrom() {
        StreamingServerBench bench = new StreamingServerBench().open();
        // Never indexed: x = y; without indexing: z = y.
        bench.receive(frames().headers(1, true, POST + "10 01 78 01 79 00 01 7a 01 79"));
        Http2Fields head = bench.session.heads().fields();
        assertThat(FieldLines.of(head)).endsWith("x: y (never)", "z: y");
        assertThat(head.kind(3)).isEqualTo(FieldKind.OTHER);
        assertThat(head.endsMessage()).isTrue();
    }
}
