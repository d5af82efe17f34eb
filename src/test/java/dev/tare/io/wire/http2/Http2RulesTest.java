package dev.tare.io.wire.http2;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a server may not send, and what follows from it. Source: RFC 9113, sections 4 to 8. */
final class Http2RulesTest {
    /** Frames against a client with requests on streams 1 and 3, and what it is told first. */
    record Rule(String name, FrameBytes frames, String told) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static FrameBytes frames() {
        return new FrameBytes();
    }

    static Stream<Rule> connectionErrors() {
        return Stream.of(
                new Rule("DATA on stream 0", frames().data(0, false, "x"), "PROTOCOL_ERROR"),
                new Rule("DATA on an idle stream", frames().data(99, false, "x"), "PROTOCOL_ERROR"),
                new Rule("DATA on an even stream", frames().data(2, false, "x"), "PROTOCOL_ERROR"),
                new Rule("HEADERS on stream 0", frames().headers(0, true, "88"), "PROTOCOL_ERROR"),
                new Rule("HEADERS on an idle stream", frames().headers(9, true, "88"), "PROTOCOL"),
                new Rule("a frame too large", frames().header(16_385, 0, 0, 1), "FRAME_SIZE_ERROR"),
                new Rule(
                        "padding beyond DATA",
                        frames().headers(1, false, "88").frame(0, 8, 1, Octets.hex("05 61")),
                        "0 head 200, PROTOCOL_ERROR"),
                new Rule(
                        "padded DATA of nothing",
                        frames().headers(1, false, "88").frame(0, 8, 1),
                        "0 head 200, FRAME_SIZE_ERROR"),
                new Rule(
                        "padding beyond HEADERS",
                        frames().frame(1, 0xc, 1, Octets.hex("05 88")),
                        "PROTOCOL_ERROR"),
                new Rule(
                        "HEADERS without its priority",
                        frames().frame(1, 0x24, 1, Octets.hex("88")),
                        "FRAME_SIZE_ERROR"),
                new Rule("RST_STREAM size", frames().frame(3, 0, 1, new byte[3]), "FRAME_SIZE"),
                new Rule("RST_STREAM idle", frames().word(3, 9, 0), "PROTOCOL_ERROR"),
                new Rule("RST_STREAM on 0", frames().word(3, 0, 0), "PROTOCOL_ERROR"),
                new Rule("SETTINGS on 1", frames().frame(4, 0, 1), "PROTOCOL_ERROR"),
                new Rule("SETTINGS size", frames().frame(4, 0, 0, new byte[5]), "FRAME_SIZE_ERROR"),
                new Rule("SETTINGS ack", frames().frame(4, 1, 0, new byte[6]), "FRAME_SIZE_ERROR"),
                new Rule("SETTINGS push 1", frames().settings(2, 1), "PROTOCOL_ERROR"),
                new Rule("SETTINGS push 2", frames().settings(2, 2), "PROTOCOL_ERROR"),
                new Rule("SETTINGS window", frames().settings(4, -1), "FLOW_CONTROL_ERROR"),
                new Rule("SETTINGS small frame", frames().settings(5, 16_383), "PROTOCOL_ERROR"),
                new Rule("SETTINGS large frame", frames().settings(5, 1 << 24), "PROTOCOL_ERROR"),
                new Rule("PUSH_PROMISE", frames().frame(5, 4, 1, new byte[4]), "PROTOCOL_ERROR"),
                new Rule("PING on 1", frames().frame(6, 0, 1, new byte[8]), "PROTOCOL_ERROR"),
                new Rule("PING size", frames().frame(6, 0, 0, new byte[7]), "FRAME_SIZE_ERROR"),
                new Rule("GOAWAY on 1", frames().frame(7, 0, 1, new byte[8]), "PROTOCOL_ERROR"),
                new Rule("GOAWAY size", frames().frame(7, 0, 0, new byte[7]), "FRAME_SIZE_ERROR"),
                new Rule("WINDOW_UPDATE size", frames().frame(8, 0, 0, new byte[3]), "FRAME_SIZE"),
                new Rule("WINDOW_UPDATE by 0", frames().word(8, 0, 0), "PROTOCOL_ERROR"),
                new Rule("WINDOW_UPDATE idle", frames().word(8, 9, 1), "PROTOCOL_ERROR"),
                new Rule("window overflow", frames().word(8, 0, -1), "FLOW_CONTROL_ERROR"),
                new Rule(
                        "windows overflow by SETTINGS",
                        frames().word(8, 1, 1000).settings(4, Integer.MAX_VALUE),
                        "FLOW_CONTROL_ERROR"),
                new Rule("PRIORITY on 0", frames().frame(2, 0, 0, new byte[5]), "PROTOCOL_ERROR"),
                new Rule("PRIORITY size", frames().frame(2, 0, 1, new byte[4]), "FRAME_SIZE_ERROR"),
                new Rule("CONTINUATION alone", frames().frame(9, 4, 1), "PROTOCOL_ERROR"),
                new Rule(
                        "a block interrupted",
                        frames().frame(1, 0, 1, Octets.hex("88")).ping("12345678"),
                        "PROTOCOL_ERROR"),
                new Rule(
                        "a block interrupted by an unknown frame",
                        frames().frame(1, 0, 1, Octets.hex("88")).frame(77, 0, 1),
                        "PROTOCOL_ERROR"),
                new Rule(
                        "a block of another stream",
                        frames().frame(1, 0, 1, Octets.hex("88")).frame(9, 4, 3),
                        "PROTOCOL_ERROR"),
                new Rule("a broken block", frames().headers(1, true, "ff"), "COMPRESSION_ERROR"),
                new Rule(
                        "a frame behind the end",
                        frames().headers(1, true, "88").data(1, true, "x"),
                        "0 head 200, 0 end, STREAM_CLOSED"));
    }

    @ParameterizedTest
    @MethodSource("connectionErrors")
    void theConnectionEnds(Rule rule) {
        ClientBench bench = new ClientBench().open().start(2);
        bench.sent();
        bench.receive(rule.frames).receive(frames().ping("no pong!"));
        assertThat(String.join(", ", bench.told)).startsWith(rule.told);
        assertThat(bench.session.failed()).isTrue();
        assertThat(bench.session.canStart()).isFalse();
        List<FrameBytes.Frame> sent = bench.sent();
        assertThat(sent.getLast().type()).isEqualTo(Frames.GOAWAY);
        assertThat(bench.told.getLast()).startsWith(Http2Error.name(sent.getLast().word(4)) + ": ");
    }

    static Stream<Rule> streamErrors() {
        return Stream.of(
                new Rule("no status", frames().headers(1, true, "40 01 61 01 62"), "without"),
                new Rule("two statuses", frames().headers(1, true, "88 88"), "twice"),
                new Rule("status behind", frames().headers(1, true, "0f04 01 61 88"), "behind"),
                new Rule("a request's field", frames().headers(1, true, "88 82"), "other than"),
                new Rule("an unknown one", frames().headers(1, true, "88 00023a61 00"), "other"),
                new Rule("status of letters", frames().headers(1, true, "0803 32786f"), "100 to"),
                new Rule("status of 4 digits", frames().headers(1, true, "0804 32303030"), "100 "),
                new Rule("status below 100", frames().headers(1, true, "0803 303939"), "100 to"),
                new Rule("status 101", frames().headers(1, false, "0803 313031"), "101"),
                new Rule("upper case", frames().headers(1, true, "88 000141 0162"), "holds what"),
                new Rule("an empty name", frames().headers(1, true, "88 0000 0162"), "holds what"),
                new Rule("a blank in a name", frames().headers(1, true, "88 000120 00"), "holds"),
                new Rule("NUL in a value", frames().headers(1, true, "88 000161 0100"), "holds"),
                new Rule("CR in a value", frames().headers(1, true, "88 000161 010d"), "holds"),
                new Rule("a blank before", frames().headers(1, true, "88 000161 022061"), "holds"),
                new Rule(
                        "connection",
                        frames().headers(1, true, "88 00 0a 636f6e6e656374696f6e 0162"),
                        "connection-specific"),
                new Rule(
                        "transfer-encoding",
                        frames().headers(1, true, "88 0f2a 0763 68756e6b6564"),
                        "connection-specific"),
                new Rule("te", frames().headers(1, true, "88 00027465 0874 7261696c657273"), "te"),
                new Rule("a length of letters", frames().headers(1, true, "880f0d0178"), "length"),
                new Rule(
                        "two lengths", frames().headers(1, true, "88 0f0d0131 0f0d0132"), "length"),
                new Rule("too short", frames().headers(1, true, "88 0f0d0131"), "less DATA"),
                new Rule(
                        "too long",
                        frames().headers(1, false, "88 0f0d0131").data(1, true, "xx"),
                        "more DATA"),
                new Rule(
                        "a body behind 204",
                        frames().headers(1, false, "89").data(1, true, "x"),
                        "no body"),
                new Rule("DATA first", frames().data(1, true, "x"), "before the head"),
                new Rule(
                        "trailers that end nothing",
                        frames().headers(1, false, "88").headers(1, false, "0f04 00"),
                        "do not end"),
                new Rule(
                        "a status in trailers",
                        frames().headers(1, false, "88").headers(1, true, "88"),
                        "trailers with"),
                new Rule("1xx that ends", frames().headers(1, true, "0803 313030"), "last"),
                new Rule("window by 0", frames().word(8, 1, 0), "by nothing"),
                new Rule("window overflow", frames().word(8, 1, Integer.MAX_VALUE), "overflows"),
                new Rule(
                        "too many fields",
                        frames().headers(1, true, "88" + "0f0400".repeat(200)),
                        "more header fields"));
    }

    @ParameterizedTest
    @MethodSource("streamErrors")
    void theStreamEndsAndOthersGoOn(Rule rule) {
        ClientBench bench = new ClientBench().open().start(2);
        bench.sent();
        bench.receive(rule.frames).receive(frames().headers(3, true, "88"));
        assertThat(bench.told).anyMatch(line -> line.startsWith("0 malformed: "));
        assertThat(bench.told.stream().filter(line -> line.contains("malformed")).toList())
                .hasSize(1)
                .allMatch(line -> line.contains(rule.told));
        assertThat(bench.told).endsWith("1 head 200", "1 end");
        assertThat(bench.sent()).hasSize(1).allMatch(f -> f.type() == Frames.RST_STREAM);
        assertThat(bench.session.failed()).isFalse();
        assertThat(bench.session.inFlight()).isZero();
    }

    @Test
    void theFirstFrameMustBeSettings() {
        ClientBench bench = new ClientBench();
        bench.receive(frames().ping("12345678"));
        assertThat(bench.told.getFirst()).contains("the first frame is not SETTINGS");
        ClientBench http1 = new ClientBench();
        http1.receive(Octets.latin("HTTP/1.1 400 Bad Request\r\n\r\n"));
        assertThat(http1.session.failed()).isTrue();
    }

    @Test
    void windowsThatWereGivenBindTheServer() {
        Http2Options options = Http2Options.standard().withWindows(65_535, 20_000);
        ClientBench bench = new ClientBench(options, Integer.MAX_VALUE).open().start(5);
        String large = "x".repeat(16_384);
        bench.receive(frames().headers(1, false, "88").data(1, false, large));
        // The first 16,384 were credited, for that is more than half of the window.
        bench.receive(frames().data(1, false, large));
        assertThat(bench.told).noneMatch(line -> line.contains("malformed"));
        ClientBench strict =
                new ClientBench(
                                Http2Options.standard().withWindows(65_535, 10_000),
                                Integer.MAX_VALUE)
                        .open()
                        .start(1);
        strict.receive(frames().headers(1, false, "88").data(1, false, large));
        assertThat(strict.told).anyMatch(line -> line.contains("stream's window"));
    }

    @Test
    void theConnectionsWindowBindsTheServer() {
        // A frame that is never whole is never credited.
        Http2Options options = new Http2Options(10, 65_535, 1 << 20, 1 << 20);
        ClientBench bench = new ClientBench(options, Integer.MAX_VALUE).open().start(1);
        FrameBytes frames = frames().headers(1, false, "88");
        bench.receive(frames);
        for (int i = 0; i < 40; i++) {
            bench.receive(frames().data(1, false, "x".repeat(16_384)));
        }
        assertThat(bench.session.failed()).isFalse();
    }

    @Test
    void continuationsAreBounded() {
        ClientBench bench = new ClientBench().open().start(1);
        FrameBytes flood = frames().frame(Frames.HEADERS, 0, 1);
        for (int i = 0; i <= HeaderBlocks.MAX_CONTINUATIONS; i++) {
            flood.frame(Frames.CONTINUATION, 0, 1);
        }
        bench.receive(flood);
        assertThat(bench.told.getFirst()).startsWith("ENHANCE_YOUR_CALM: a header block");
        ClientBench large = new ClientBench().open().start(1);
        FrameBytes block = frames().frame(Frames.HEADERS, 0, 1, new byte[16_384]);
        for (int i = 0; i < 4; i++) {
            block.frame(Frames.CONTINUATION, 0, 1, new byte[16_384]);
        }
        large.receive(block);
        assertThat(large.told.getFirst()).startsWith("ENHANCE_YOUR_CALM: a header block");
    }

    @Test
    void framesThatBringNothingFurtherAreBounded() {
        for (FrameBytes idle :
                List.of(
                        frames().frame(2, 0, 1, new byte[5]),
                        frames().frame(0, 0, 1),
                        frames().word(8, 3, 1),
                        frames().frame(4, 1, 0),
                        frames().frame(99, 0, 0))) {
            ClientBench bench = new ClientBench().open().start(2);
            bench.receive(frames().headers(1, false, "88"));
            int sent = 0;
            while (!bench.session.failed() && sent <= Http2Session.MAX_IDLE_FRAMES) {
                bench.receive(idle);
                sent++;
            }
            assertThat(sent).isEqualTo(Http2Session.MAX_IDLE_FRAMES + 1);
            assertThat(bench.told.getLast()).startsWith("ENHANCE_YOUR_CALM: 10,000 frames");
        }
    }

    @Test
    void answersThatAreNotReadAreBounded() {
        for (FrameBytes asking : List.of(frames().ping("12345678"), frames().settings())) {
            Http2Options options =
                    Http2Options.standard().withMaxOutputBytes(Http2Options.MIN_OUTPUT_BYTES);
            ClientBench bench = new ClientBench(options, Integer.MAX_VALUE).open().start(1);
            PreparedRequest post = bench.get.withBody(bench.arena.allocate(10_000_000));
            bench.receive(frames().settings(4, 1 << 24).word(8, 0, 1 << 24));
            bench.session.startRequest(1, post);
            for (int i = 0; i < 2000 && !bench.session.failed(); i++) {
                bench.receive(asking);
            }
            assertThat(bench.told.getLast()).contains("does not read");
            assertThat(bench.session.outputLength())
                    .isLessThanOrEqualTo(Http2Options.MIN_OUTPUT_BYTES);
        }
    }

    @Test
    void informationalHeadsAreBounded() {
        ClientBench bench = new ClientBench().open().start(1);
        for (int i = 0; i <= Http2ClientSession.MAX_INFORMATIONAL; i++) {
            bench.receive(frames().headers(1, false, "0803 313030"));
        }
        assertThat(bench.told).containsExactly("0 malformed: more than 16 informational answers");
    }

    @Test
    void lateFramesAreBounded() {
        Http2Options options = Http2Options.standard().withWindows(65_535, 1000);
        ClientBench bench = new ClientBench(options, Integer.MAX_VALUE).open().start(1);
        bench.session.cancel(0);
        for (int i = 0; i < 100 && !bench.session.failed(); i++) {
            bench.receive(frames().data(1, false, "x".repeat(1000)));
        }
        assertThat(bench.told.getLast()).contains("reset streams");
    }
}
