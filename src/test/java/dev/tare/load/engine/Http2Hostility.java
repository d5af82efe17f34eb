package dev.tare.load.engine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.tare.base.core.Outcome;
import dev.tare.io.wire.http2.FrameBytes;
import dev.tare.load.engine.RawHttp2Server.Exchange;
import java.io.IOException;

/** What a server does with HTTP/2 to every request, and what that is called. */
enum Http2Hostility implements RawHttp2Server.Script {
    NO_SETTINGS_FIRST(Outcome.MALFORMED, Greeting.NONE, (e, id) -> frames().ping("too soon")),
    THE_OLD_PROTOCOL(
            Outcome.MALFORMED,
            Greeting.NONE,
            (e, id) -> frames().raw(latin("HTTP/1.1 400 Bad Request\r\n\r\n"))),
    SETTINGS_OUT_OF_RANGE(Outcome.MALFORMED, (e, id) -> frames().settings(5, 1)),
    A_FRAME_TOO_LARGE(
            Outcome.MALFORMED, (e, id) -> ok(id).header(16_385, 0, 0, id).raw(new byte[16_385])),
    CONTINUATION_OF_NOTHING(Outcome.MALFORMED, (e, id) -> frames().continuation(id, "88")),
    A_HEAD_INTERRUPTED(
            Outcome.MALFORMED, (e, id) -> frames().headersBegun(id, "88").ping("8 bytes.")),
    A_HEAD_WITHOUT_END(
            Outcome.MALFORMED,
            endless(
                    id -> frames().headersBegun(id, "88"),
                    id -> frames().continuation(id, field()))),
    A_HEAD_OF_EMPTY_PIECES(
            Outcome.MALFORMED,
            endless(id -> frames().headersBegun(id, "88"), id -> frames().continuation(id, ""))),
    A_HEAD_THAT_IS_NO_HPACK(
            Outcome.MALFORMED, (e, id) -> frames().headers(id, true, "ffffffffffff")),
    A_FIELD_THAT_NO_TABLE_HOLDS(
            Outcome.MALFORMED, (e, id) -> frames().headers(id, true, "88 ff00")),
    A_NAME_IN_CAPITALS(Outcome.MALFORMED, (e, id) -> frames().headers(id, true, "88 00014101 61")),
    A_HEAD_WITHOUT_STATUS(Outcome.MALFORMED, (e, id) -> frames().headers(id, true, "5803 61 6263")),
    A_HEAD_ON_A_STREAM_NOBODY_BEGAN(
            Outcome.MALFORMED, (e, id) -> frames().headers(id + 1000, true, "88")),
    A_HEAD_ON_A_STREAM_OF_THE_SERVERS(
            Outcome.MALFORMED, (e, id) -> frames().headers(2, true, "88")),
    A_PROMISE(Outcome.MALFORMED, (e, id) -> frames().frame(5, 4, id, new byte[4])),
    A_BODY_BEFORE_THE_HEAD(Outcome.MALFORMED, (e, id) -> frames().data(id, true, "ok")),
    A_BODY_BEYOND_ITS_LENGTH(
            Outcome.MALFORMED,
            (e, id) -> frames().headers(id, false, "88 0f0d 0131").data(id, true, "ok")),
    A_BODY_SHORT_OF_ITS_LENGTH(
            Outcome.MALFORMED,
            (e, id) -> frames().headers(id, false, "88 0f0d 0133").data(id, true, "ok")),
    A_BODY_OF_PADDING(
            Outcome.MALFORMED, (e, id) -> ok(id).frame(0, 8 | 1, id, new byte[] {9, 'o', 'k'})),
    A_BODY_OF_EMPTY_PIECES(
            Outcome.MALFORMED, endless(Http2Hostility::ok, id -> frames().data(id, false, ""))),
    TRAILERS_IN_THE_MIDDLE(
            Outcome.MALFORMED,
            (e, id) -> ok(id).headers(id, false, "0001610161").data(id, true, "ok")),
    INFORMATION_WITHOUT_END(
            Outcome.MALFORMED,
            (e, id) -> {
                FrameBytes hints = frames();
                for (int i = 0; i < 100; i++) {
                    hints.headers(id, false, "0803313033");
                }
                return hints;
            }),
    PINGS_WITHOUT_END(Outcome.MALFORMED, endless(id -> frames(), id -> frames().ping("and on.."))),
    SETTINGS_WITHOUT_END(Outcome.MALFORMED, endless(id -> frames(), id -> frames().settings())),
    A_WINDOW_THAT_OVERFLOWS(
            Outcome.MALFORMED, (e, id) -> frames().windowUpdate(0, Integer.MAX_VALUE)),
    A_WINDOW_WIDENED_BY_NOTHING(Outcome.MALFORMED, (e, id) -> frames().windowUpdate(id, 0)),
    A_STREAM_RESET(Outcome.STREAM_RESET, (e, id) -> frames().rstStream(id, 2)),
    A_STREAM_RESET_IN_THE_BODY(
            Outcome.STREAM_RESET, (e, id) -> ok(id).data(id, false, "o").rstStream(id, 8)),
    A_STREAM_RESET_THAT_NOBODY_BEGAN(
            Outcome.MALFORMED, (e, id) -> frames().rstStream(id + 1000, 2)),
    GOING_AWAY_WITHOUT_AN_ANSWER(Outcome.CLOSED_EARLY, (e, id) -> frames().goAway(0, 0)),
    GOING_AWAY_AND_CLOSING(
            Outcome.CLOSED_EARLY,
            (e, id) -> {
                e.write(frames().goAway(id, 0));
                e.socket().close();
                return frames();
            }),
    GOING_AWAY_WITH_AN_ANSWER(
            Outcome.CORRECT, (e, id) -> answer(frames().goAway(Integer.MAX_VALUE, 0), id)),
    CLOSE_AT_ONCE(
            Outcome.CLOSED_EARLY,
            (e, id) -> {
                e.socket().close();
                return frames();
            }),
    CLOSE_IN_THE_BODY(
            Outcome.CLOSED_EARLY,
            (e, id) -> {
                e.write(ok(id).data(id, false, "o"));
                e.socket().close();
                return frames();
            }),
    RESET_AT_ONCE(
            Outcome.CLOSED_EARLY,
            (e, id) -> {
                e.reset();
                return frames();
            }),
    NO_STREAMS_UNTIL_LATER(
            Outcome.CORRECT,
            e -> {
                e.write(frames().settings(3, 0));
                Thread.sleep(50);
                e.write(frames().settings(3, 2));
            },
            (e, id) -> answer(frames(), id)),

    SILENCE(Outcome.TIMED_OUT, (e, id) -> frames()),
    SILENCE_FROM_THE_BEGINNING(Outcome.TIMED_OUT, Greeting.NONE, (e, id) -> frames()),
    HALF_A_FRAME(Outcome.TIMED_OUT, thenSilence(id -> ok(id).header(2, 0, 1, id).raw((byte) 'o'))),
    HALF_A_HEAD(Outcome.TIMED_OUT, thenSilence(id -> frames().headersBegun(id, "88"))),
    A_BYTE_EACH_50_MS(
            Outcome.TIMED_OUT,
            (e, id) -> {
                for (byte octet : answer(frames(), id).bytes()) {
                    e.out().write(octet);
                    Thread.sleep(50);
                }
                return frames();
            }),
    A_BODY_WITHOUT_END(
            Outcome.TIMED_OUT,
            (e, id) -> {
                e.write(ok(id));
                while (!e.socket().isClosed()) {
                    e.write(frames().data(id, false, "more of it"));
                    Thread.sleep(1);
                }
                return frames();
            }),
    NO_STREAMS_EVER(Outcome.TIMED_OUT, e -> e.write(frames().settings(3, 0)), (e, id) -> frames()),
    NO_WINDOW_EVER(Outcome.TIMED_OUT, e -> e.write(frames().settings(4, 0)), (e, id) -> frames()),
    READING_NO_MORE(
            Outcome.TIMED_OUT,
            e -> {
                int most = Integer.MAX_VALUE;
                e.write(frames().settings(4, most).windowUpdate(0, most - 65_535));
            },
            thenSilence(id -> frames()));

    /** The first words of a connection. */
    private interface Greeting {
        Greeting SETTINGS = e -> e.write(frames().settings());
        Greeting NONE = e -> {};

        void on(Exchange exchange) throws IOException, InterruptedException;
    }

    /** What follows a request: deeds of its own, or frames to be written. */
    private interface Deed {
        FrameBytes to(Exchange exchange, int streamId) throws IOException, InterruptedException;
    }

    private interface Frames {
        FrameBytes on(int streamId);
    }

    private final Outcome outcome;

    @SuppressWarnings("ImmutableEnumChecker") // Greetings and deeds keep nothing but constants.
    private final Greeting greeting;

    @SuppressWarnings("ImmutableEnumChecker")
    private final Deed deed;

    Http2Hostility(Outcome outcome, Deed deed) {
        this(outcome, Greeting.SETTINGS, deed);
    }

    Http2Hostility(Outcome outcome, Greeting greeting, Deed deed) {
        this.outcome = outcome;
        this.greeting = greeting;
        this.deed = deed;
    }

    /** What each of its answers counts as. */
    Outcome outcome() {
        return outcome;
    }

    private static FrameBytes frames() {
        return new FrameBytes();
    }

    /** A field of 32 bytes that no table keeps. */
    private static String field() {
        return "000e" + "61".repeat(14) + "0f" + "62".repeat(15);
    }

    private static byte[] latin(String text) {
        return text.getBytes(ISO_8859_1);
    }

    private static FrameBytes ok(int streamId) {
        return frames().headers(streamId, false, "88");
    }

    private static FrameBytes answer(FrameBytes behind, int streamId) {
        return behind.headers(streamId, false, "88").data(streamId, true, "ok");
    }

    /** And nothing is read any more. */
    private static Deed thenSilence(Frames first) {
        return (exchange, streamId) -> {
            exchange.write(first.on(streamId));
            while (!exchange.socket().isClosed()) {
                Thread.sleep(10);
            }
            return frames();
        };
    }

    /** Until the other side has had enough. */
    private static Deed endless(Frames first, Frames again) {
        return (exchange, streamId) -> {
            exchange.write(first.on(streamId));
            FrameBytes much = frames();
            for (int i = 0; i < 100; i++) {
                much.raw(again.on(streamId).bytes());
            }
            while (!exchange.socket().isClosed()) {
                exchange.write(much);
            }
            return frames();
        };
    }

    @Override
    public void greet(Exchange exchange) throws IOException, InterruptedException {
        greeting.on(exchange);
    }

    @Override
    public void serve(Exchange exchange) throws IOException, InterruptedException {
        exchange.write(deed.to(exchange, exchange.streamId()));
    }
}
