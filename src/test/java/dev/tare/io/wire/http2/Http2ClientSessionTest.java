package dev.tare.io.wire.http2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tare.base.core.Field;
import dev.tare.base.core.RequestSpec;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client sends and is told; the rules that servers break are in the tests of rules. */
final class Http2ClientSessionTest {
    /** An answer's head with status 200, and with Content-Length 5 behind it. */
    private static final String OK = "88";

    private static final String OK_5 = "88 0f0d 01 35";

    @Test
    void theConnectionBeginsWithPrefaceSettingsAndAWiderWindow() {
        ClientBench bench = new ClientBench();
        byte[] bytes = bench.sentBytes();
        assertThat(Arrays.copyOf(bytes, 24)).isEqualTo(Frames.PREFACE);
        List<FrameBytes.Frame> frames =
                FrameBytes.parse(Arrays.copyOfRange(bytes, 24, bytes.length));
        assertThat(frames).hasSize(2);
        assertThat(frames.get(0).type()).isEqualTo(Frames.SETTINGS);
        assertThat(frames.get(0).payload())
                .isEqualTo(Octets.hex("0002 00000000 0004 00800000 0006 00010000"));
        assertThat(frames.get(1).type()).isEqualTo(Frames.WINDOW_UPDATE);
        assertThat(frames.get(1).word(0)).isEqualTo((64 << 20) - 65_535);
    }

    @Test
    void settingsAreAcknowledged() {
        ClientBench bench = new ClientBench();
        bench.sent();
        bench.receive(new FrameBytes().settings(3, 10, 4, 100_000));
        List<FrameBytes.Frame> frames = bench.sent();
        assertThat(frames).hasSize(1);
        assertThat(frames.getFirst().type()).isEqualTo(Frames.SETTINGS);
        assertThat(frames.getFirst().flags()).isEqualTo(Frames.ACK);
        assertThat(bench.session.streamLimit()).isEqualTo(10);
    }

    @Test
    void aRequestBecomesAHandfulOfBytes() {
        ClientBench bench = new ClientBench().open();
        bench.start(3);
        List<FrameBytes.Frame> frames = bench.sent();
        assertThat(frames).extracting(FrameBytes.Frame::streamId).containsExactly(1, 3, 5);
        assertThat(frames)
                .allMatch(f -> f.flags() == (Frames.END_HEADERS | Frames.END_STREAM))
                .allMatch(f -> f.type() == Frames.HEADERS);
        // :authority, user-agent and accept are in the server's table now.
        assertThat(frames.get(1).payload()).isEqualTo(Octets.hex("82 86 c0 84 bf be"));
        assertThat(frames.get(2).payload()).isEqualTo(frames.get(1).payload());
        assertThat(bench.session.inFlight()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, Integer.MAX_VALUE})
    void answersAreToldInWhateverPiecesTheyCome(int pieceBytes) {
        ClientBench bench = new ClientBench(Http2Options.standard(), pieceBytes).open().start(3);
        bench.receive(
                new FrameBytes()
                        .headers(3, false, OK_5)
                        .frame(99, 0xff, 77, Octets.latin("unknown"))
                        .headers(1, false, OK)
                        .data(3, false, "he")
                        .data(1, false, "other")
                        .frame(Frames.DATA, Frames.PADDED | 1, 3, Octets.hex("02 6c6c6f 0000"))
                        .data(1, true, "")
                        .headers(5, true, "8d"));
        assertThat(bench.told)
                .containsExactly(
                        "1 head 200 content-length=5",
                        "0 head 200",
                        "1 body he",
                        "0 body other",
                        "1 body llo",
                        "1 end",
                        "0 end",
                        "2 head 404",
                        "2 end");
        assertThat(bench.session.inFlight()).isZero();
    }

    @Test
    void informationalHeadsAreSkippedAndCounted() {
        ClientBench bench = new ClientBench().open().start(1);
        bench.receive(
                new FrameBytes()
                        .headers(1, false, "08 03 313033")
                        .headers(1, false, "08 03 313030")
                        .headers(1, true, OK));
        assertThat(bench.told).containsExactly("0 head 200", "0 end");
        assertThat(bench.session.informationalCount()).isEqualTo(2);
    }

    @Test
    void trailersAreTold() {
        ClientBench bench = new ClientBench().open().start(1);
        bench.receive(
                new FrameBytes()
                        .headers(1, false, OK)
                        .data(1, false, "x")
                        .headers(1, true, "00 0b 677270632d737461747573 01 30"));
        assertThat(bench.told)
                .containsExactly("0 head 200", "0 body x", "0 trailers grpc-status=0", "0 end");
    }

    @Test
    void headAndBodilessAnswersMayNameALength() {
        ClientBench bench = new ClientBench().open();
        PreparedRequest head = bench.prepare(new RequestSpec("HEAD", "/", List.of(), ""));
        bench.session.startRequest(0, head);
        bench.session.startRequest(1, bench.get);
        bench.receive(new FrameBytes().headers(1, true, OK_5).headers(3, true, "8b 0f0d 01 35"));
        assertThat(bench.told)
                .containsExactly(
                        "0 head 200 content-length=5",
                        "0 end",
                        "1 head 304 content-length=5",
                        "1 end");
    }

    @Test
    void noMoreStreamsAreBegunThanTheServerAllows() {
        ClientBench bench = new ClientBench().open(3, 2).start(2);
        assertThat(bench.session.canStart()).isFalse();
        assertThat(bench.session.startRequest(2, bench.get)).isFalse();
        bench.receive(new FrameBytes().headers(1, true, OK));
        assertThat(bench.session.canStart()).isTrue();
        // A limit that sinks ends nothing; one that rises allows more.
        bench.receive(new FrameBytes().settings(3, 1));
        assertThat(bench.session.canStart()).isFalse();
        bench.receive(new FrameBytes().settings(3, 5));
        assertThat(bench.session.canStart()).isTrue();
    }

    @Test
    void oneStreamMayBeBegunBeforeTheSettingsArrive() {
        Http2Options options = Http2Options.standard().withMaxStreams(1000);
        ClientBench bench = new ClientBench(options, Integer.MAX_VALUE).start(1);
        assertThat(bench.session.canStart()).isFalse();
        bench.open();
        assertThat(bench.session.streamLimit()).isEqualTo(1000);
    }

    @Test
    void bodiesGoOutAsWindowsAllow() {
        ClientBench bench = new ClientBench().open(4, 10);
        PreparedRequest post =
                bench.prepare(new RequestSpec("POST", "/", List.of(), "x".repeat(25)));
        bench.session.startRequest(0, post);
        List<FrameBytes.Frame> frames = bench.sent();
        assertThat(frames).hasSize(2);
        assertThat(frames.get(0).flags()).isEqualTo(Frames.END_HEADERS);
        assertThat(frames.get(1).payload()).hasSize(10);
        bench.receive(new FrameBytes().word(Frames.WINDOW_UPDATE, 1, 10));
        assertThat(bench.sent().getFirst().payload()).hasSize(10);
        // The window may shrink below nothing, and then grow.
        bench.receive(new FrameBytes().settings(4, 0).word(Frames.WINDOW_UPDATE, 1, 12));
        frames = bench.sent();
        assertThat(frames.getLast().payload()).hasSize(2);
        bench.receive(new FrameBytes().settings(4, 10));
        frames = bench.sent();
        assertThat(frames.getLast().payload()).hasSize(3);
        assertThat(frames.getLast().flags()).isEqualTo(Frames.END_STREAM);
    }

    @Test
    void bodiesShareTheConnectionsWindow() {
        ClientBench bench = new ClientBench().open(4, 1 << 20);
        PreparedRequest post =
                bench.prepare(new RequestSpec("POST", "/", List.of(), "x".repeat(50_000)));
        bench.session.startRequest(0, post);
        bench.session.startRequest(1, post);
        assertThat(dataBytes(bench.sent())).isEqualTo(65_535);
        assertThat(bench.session.outputLength()).isZero();
        bench.receive(new FrameBytes().word(Frames.WINDOW_UPDATE, 0, 100_000));
        assertThat(dataBytes(bench.sent())).isEqualTo(100_000 - 65_535);
    }

    private static int dataBytes(List<FrameBytes.Frame> frames) {
        return frames.stream()
                .filter(frame -> frame.type() == Frames.DATA)
                .mapToInt(frame -> frame.payload().length)
                .sum();
    }

    @Test
    void outputIsBoundedAndBodiesWaitForRoom() {
        Http2Options options =
                Http2Options.standard().withMaxOutputBytes(Http2Options.MIN_OUTPUT_BYTES);
        ClientBench bench = new ClientBench(options, Integer.MAX_VALUE);
        bench.open(4, Integer.MAX_VALUE);
        bench.receive(new FrameBytes().word(Frames.WINDOW_UPDATE, 0, 1 << 30));
        MemorySegment body = bench.arena.allocate(3_000_000);
        bench.session.startRequest(0, bench.get.withBody(body));
        int sum = 0;
        int turns = 0;
        while (bench.session.outputLength() > 0) {
            assertThat(bench.session.outputLength())
                    .isLessThanOrEqualTo(Http2Options.MIN_OUTPUT_BYTES);
            sum += dataBytes(bench.sent());
            turns++;
        }
        assertThat(sum).isEqualTo(3_000_000);
        assertThat(turns).isGreaterThan(10);
    }

    @Test
    void requestsWaitForRoomInTheOutput() {
        Http2Options options =
                new Http2Options(65_536, 65_535, 65_535, Http2Options.MIN_OUTPUT_BYTES);
        ClientBench bench = new ClientBench(options, Integer.MAX_VALUE).open(3, 65_536);
        Field large = new Field("large", "x".repeat(5000));
        PreparedRequest request = bench.prepare(new RequestSpec("GET", "/", List.of(large), ""));
        int started = 0;
        while (bench.session.startRequest(started, request)) {
            started++;
        }
        assertThat(started).isBetween(20, 60);
        assertThat(bench.session.canStart()).isFalse();
        bench.session.outputTaken(bench.session.outputLength());
        assertThat(bench.session.canStart()).isTrue();
        assertThat(bench.session.startRequest(started, request)).isTrue();
    }

    @Test
    void aHeadLargerThanAFrameGoesOutInSeveral() {
        ClientBench bench = new ClientBench().open();
        List<Field> fields =
                List.of(new Field("a", "~".repeat(20_000)), new Field("b", "~".repeat(20_000)));
        bench.session.startRequest(0, bench.prepare(new RequestSpec("GET", "/", fields, "")));
        List<FrameBytes.Frame> frames = bench.sent();
        assertThat(frames).extracting(FrameBytes.Frame::type).containsExactly(1, 9, 9);
        assertThat(frames).extracting(FrameBytes.Frame::flags).containsExactly(1, 0, 4);
        HpackDecoder decoder = new HpackDecoder(4096, bench.arena);
        Http2Fields read = new Http2Fields(bench.arena);
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        frames.forEach(frame -> block.writeBytes(frame.payload()));
        assertThat(decoder.decode(Octets.segment(block.toByteArray()), 0, block.size(), read))
                .isTrue();
        assertThat(read.valueText(read.find(Octets.latin("b")))).hasSize(20_000);
    }

    @Test
    void pathBodyAndFieldsMayVary() {
        ClientBench bench = new ClientBench().open();
        PreparedRequest request =
                bench.prepare(new RequestSpec("POST", "/", List.of(), "")).withVaryingPath();
        RequestVariation variation = new RequestVariation(bench.arena);
        HpackDecoder decoder = new HpackDecoder(4096, bench.arena);
        Http2Fields read = new Http2Fields(bench.arena);
        for (int i = 0; i < 3; i++) {
            MemorySegment path = Octets.segment(Octets.latin("/path/" + i));
            MemorySegment body = Octets.segment(Octets.latin("-body" + i));
            variation
                    .clear()
                    .path(path, 0, 7)
                    .body(body, 1, 5)
                    .field(Octets.latin("x-n"), path, 6, 1);
            assertThat(bench.session.startRequest(i, request, variation)).isTrue();
            List<FrameBytes.Frame> frames = bench.sent();
            byte[] block = frames.get(0).payload();
            assertThat(decoder.decode(Octets.segment(block), 0, block.length, read)).isTrue();
            assertThat(read.valueText(read.find(Octets.latin(":path")))).isEqualTo("/path/" + i);
            assertThat(read.valueText(read.find(Octets.latin("x-n")))).isEqualTo("" + i);
            assertThat(read.valueText(read.find(Octets.latin("content-length")))).isEqualTo("5");
            assertThat(frames.get(1).payload()).isEqualTo(Octets.latin("body" + i));
        }
        assertThatThrownBy(() -> bench.session.startRequest(5, request))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> bench.session.startRequest(5, bench.get, variation))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aCancelledStreamIsResetAndItsLateFramesStillCount() {
        ClientBench bench =
                new ClientBench(
                                Http2Options.standard().withWindows(65_535, 20_000),
                                Integer.MAX_VALUE)
                        .open()
                        .start(2);
        bench.sent();
        bench.session.cancel(0);
        List<FrameBytes.Frame> frames = bench.sent();
        assertThat(frames).hasSize(1);
        assertThat(frames.getFirst().type()).isEqualTo(Frames.RST_STREAM);
        assertThat(frames.getFirst().word(0)).isEqualTo(Http2Error.CANCEL.code());
        assertThat(bench.session.inFlight()).isEqualTo(1);
        String large = "x".repeat(16_384);
        bench.receive(
                new FrameBytes()
                        .headers(1, false, "88 40 01 61 01 62")
                        .data(1, false, large)
                        .data(1, false, large)
                        .headers(3, true, "88 be"));
        // The table knows the field of the late head, and the late DATA was credited.
        assertThat(bench.told).containsExactly("1 head 200 a=b", "1 end");
        assertThat(bench.sent())
                .anyMatch(f -> f.type() == Frames.WINDOW_UPDATE && f.word(0) == 32_768);
    }

    @Test
    void windowsAreCreditedInHalves() {
        Http2Options options = Http2Options.standard().withWindows(65_536, 40_000);
        ClientBench bench = new ClientBench(options, Integer.MAX_VALUE).open().start(1);
        bench.sent();
        bench.receive(new FrameBytes().headers(1, false, OK).data(1, false, "x".repeat(16_000)));
        assertThat(bench.sent()).isEmpty();
        bench.receive(new FrameBytes().data(1, false, "x".repeat(16_000)));
        assertThat(bench.sent()).hasSize(1).allMatch(f -> f.streamId() == 1 && f.word(0) == 32_000);
        bench.receive(new FrameBytes().data(1, true, "x".repeat(16_000)));
        assertThat(bench.sent()).hasSize(1).allMatch(f -> f.streamId() == 0 && f.word(0) == 48_000);
    }

    @Test
    void goAwayTellsWhatWasNotProcessed() {
        ClientBench bench = new ClientBench().open().start(3);
        bench.receive(new FrameBytes().goAway(3, 0).headers(1, true, OK).headers(3, true, OK));
        assertThat(bench.told)
                .containsExactly(
                        "goaway NO_ERROR",
                        "2 not processed",
                        "0 head 200",
                        "0 end",
                        "1 head 200",
                        "1 end");
        assertThat(bench.session.draining()).isTrue();
        assertThat(bench.session.canStart()).isFalse();
        assertThat(bench.session.inFlight()).isZero();
    }

    @Test
    void pingIsAnswered() {
        ClientBench bench = new ClientBench().open();
        bench.receive(new FrameBytes().ping("12345678"));
        FrameBytes.Frame pong = bench.sent().getFirst();
        assertThat(pong.flags()).isEqualTo(Frames.ACK);
        assertThat(pong.payload()).isEqualTo(Octets.latin("12345678"));
    }

    @Test
    void anAnswerBeforeTheRequestsEndIsWhole() {
        ClientBench bench = new ClientBench().open(4, 5);
        PreparedRequest post = bench.prepare(new RequestSpec("POST", "/", List.of(), "0123456789"));
        bench.session.startRequest(0, post);
        bench.sent();
        bench.receive(new FrameBytes().headers(1, true, OK).word(Frames.RST_STREAM, 1, 0));
        assertThat(bench.told).containsExactly("0 head 200", "0 end");
        assertThat(bench.sent()).hasSize(1).allMatch(f -> f.type() == Frames.RST_STREAM);
    }

    @Test
    void aNewTableSizeIsAcknowledgedInTheNextBlock() {
        ClientBench bench = new ClientBench().open().start(1);
        bench.sent();
        bench.receive(new FrameBytes().settings(1, 100));
        bench.sent();
        bench.session.startRequest(1, bench.get);
        byte[] block = bench.sent().getFirst().payload();
        assertThat(Arrays.copyOf(block, 3)).isEqualTo(Octets.hex("20 3f45"));
        bench.session.startRequest(2, bench.get);
        assertThat(bench.sent().getFirst().payload()[0]).isEqualTo((byte) 0x82);
        bench.receive(new FrameBytes().settings(1, 0));
        bench.sent();
        bench.session.startRequest(3, bench.get);
        assertThat(Arrays.copyOf(bench.sent().getFirst().payload(), 2))
                .isEqualTo(Octets.hex("20 20"));
    }

    @Test
    void aSessionServesTheNextConnection() {
        ClientBench bench = new ClientBench().open().start(2);
        bench.receive(new FrameBytes().headers(1, false, "88 40 01 61 01 62"));
        bench.session.begin();
        assertThat(bench.session.inFlight()).isZero();
        assertThat(bench.session.producedBytes()).isEqualTo(bench.session.outputLength());
        bench.open().start(1);
        bench.told.clear();
        bench.receive(new FrameBytes().headers(1, true, "be"));
        assertThat(bench.told.getFirst()).startsWith("COMPRESSION_ERROR");
    }
}
