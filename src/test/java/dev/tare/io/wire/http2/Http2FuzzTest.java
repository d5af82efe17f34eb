package dev.tare.io.wire.http2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.testing.SlowTest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Broken streams of frames in pieces: no exception, no hang, no look behind the bytes that are
 * there (the segments end with them), and the same told whatever the pieces.
 */
final class Http2FuzzTest {
    private static final int STREAMS = 4;
    private static final List<String> BLOCKS =
            List.of(
                    "88",
                    "88 40 01 61 01 62",
                    "88 be",
                    "88 0f0d 01 33",
                    "89",
                    "0803 313030",
                    "4882 6402 5885 aec3 771a 4b",
                    "00 0b 677270632d737461747573 01 30",
                    "82 86 84",
                    "83 86 84",
                    "20 3f e1 1f 82 86 84 41 8cf1 e3c2 e5f2 3a6b a0ab 90f4 ff");

    private final Http2Options options =
            new Http2Options(STREAMS, 65_535, 20_000, Http2Options.MIN_OUTPUT_BYTES);
    private final ClientBench whole = new ClientBench(options, Integer.MAX_VALUE);
    private final ServerBench server = new ServerBench(options);
    private final StreamingClientBench streaming =
            new StreamingClientBench(options, Integer.MAX_VALUE);
    private final StreamingServerBench halfClosed = new StreamingServerBench(options);

    @ParameterizedTest(name = "seed={0}")
    @ValueSource(longs = {31, 32})
    void brokenAnswersAreToldTheSameInPieces(long seed) {
        fuzzClient(seed, 15_000);
    }

    @ParameterizedTest(name = "seed={0}")
    @ValueSource(longs = {33, 34})
    void brokenRequestsAreToldTheSameInPieces(long seed) {
        fuzzServer(seed, 15_000);
    }

    @ParameterizedTest(name = "seed={0}")
    @ValueSource(longs = {39, 40})
    void brokenAnswersToStreamedRequestsAreToldTheSameInPieces(long seed) {
        fuzz(seed, 5_000, new FrameBytes().settings(), this::streamingClient);
    }

    @ParameterizedTest(name = "seed={0}")
    @ValueSource(longs = {41, 42})
    void brokenRequestsToAHalfClosedServerAreToldTheSameInPieces(long seed) {
        FrameBytes begun = new FrameBytes().raw(Frames.PREFACE).settings();
        fuzz(seed, 5_000, begun, this::halfClosedServer);
    }

    @SlowTest
    @ParameterizedTest(name = "seed={0}")
    @ValueSource(longs = {43, 44})
    void halfAMillionBrokenAnswersToStreamedRequestsAreToldTheSame(long seed) {
        fuzz(seed, 250_000, new FrameBytes().settings(), this::streamingClient);
    }

    @SlowTest
    @ParameterizedTest(name = "seed={0}")
    @ValueSource(longs = {45, 46})
    void halfAMillionBrokenRequestsToAHalfClosedServerAreToldTheSame(long seed) {
        FrameBytes begun = new FrameBytes().raw(Frames.PREFACE).settings();
        fuzz(seed, 250_000, begun, this::halfClosedServer);
    }

    /** What a session is told of bytes in pieces. */
    private interface Told {
        List<String> of(byte[] bytes, int pieceBytes);
    }

    private static void fuzz(long seed, int cases, FrameBytes begun, Told session) {
        Random random = new Random(seed);
        int failures = 0;
        for (int i = 0; i < cases; i++) {
            byte[] bytes = mutated(random, new FrameBytes().raw(begun.bytes()));
            List<String> told = session.of(bytes, bytes.length);
            int pieceBytes = 1 + random.nextInt(20);
            if (!session.of(bytes, pieceBytes).equals(told)) {
                throw new AssertionError(explain(bytes, pieceBytes));
            }
            failures += told.getLast().contains(": ") ? 1 : 0;
        }
        assertThat(failures).isBetween(cases / 20, cases - cases / 20);
    }

    /** Bodies end last: whether an answer is whole before them is the server's to say. */
    private List<String> streamingClient(byte[] bytes, int pieceBytes) {
        streaming.told.clear();
        streaming.told.add("begun");
        streaming.session.begin();
        streaming.open().begin(STREAMS - 1);
        streaming.receiveIn(bytes, pieceBytes);
        for (int token = 0; token < STREAMS; token++) {
            streaming.session.moreBody(token, 5);
            if (token == 1) {
                FieldLines.fill(streaming.fields, "t: 1");
                streaming.session.endBody(token, streaming.fields);
            } else {
                streaming.session.endBody(token);
            }
        }
        checkOutput(streaming.sentBytes());
        return List.copyOf(streaming.told);
    }

    private List<String> halfClosedServer(byte[] bytes, int pieceBytes) {
        halfClosed.told.clear();
        halfClosed.told.add("begun");
        halfClosed.session.begin();
        halfClosed.receive(bytes, pieceBytes);
        for (int slot = 0; slot < STREAMS; slot++) {
            halfClosed.answer(slot, slot == 1, ":status: 200", "a: b");
            if (slot != 1) {
                halfClosed.session.moreBody(slot, 5);
                FieldLines.fill(halfClosed.fields, "t: 1");
                halfClosed.session.endBody(slot, halfClosed.fields);
            }
        }
        checkOutput(halfClosed.sent());
        return List.copyOf(halfClosed.told);
    }

    @SlowTest
    @ParameterizedTest(name = "seed={0}")
    @ValueSource(longs = {35, 36})
    void aMillionBrokenAnswersAreToldTheSameInPieces(long seed) {
        fuzzClient(seed, 500_000);
    }

    @SlowTest
    @ParameterizedTest(name = "seed={0}")
    @ValueSource(longs = {37, 38})
    void aMillionBrokenRequestsAreToldTheSameInPieces(long seed) {
        fuzzServer(seed, 500_000);
    }

    private void fuzzClient(long seed, int cases) {
        Random random = new Random(seed);
        int failures = 0;
        for (int i = 0; i < cases; i++) {
            byte[] bytes = mutated(random, new FrameBytes().settings());
            List<String> told = client(bytes, bytes.length);
            int pieceBytes = 1 + random.nextInt(20);
            if (!client(bytes, pieceBytes).equals(told)) {
                throw new AssertionError(explain(bytes, pieceBytes));
            }
            failures += whole.session.failed() ? 1 : 0;
        }
        assertThat(failures).isBetween(cases / 20, cases - cases / 20);
    }

    private List<String> client(byte[] bytes, int pieceBytes) {
        whole.told.clear();
        whole.session.begin();
        whole.open();
        whole.start(STREAMS - 1);
        whole.receiveIn(bytes, pieceBytes);
        checkOutput(whole.sentBytes());
        assertThat(whole.session.inFlight()).isBetween(0, STREAMS);
        return List.copyOf(whole.told);
    }

    private void fuzzServer(long seed, int cases) {
        Random random = new Random(seed);
        int failures = 0;
        for (int i = 0; i < cases; i++) {
            byte[] bytes = mutated(random, new FrameBytes().raw(Frames.PREFACE).settings());
            List<String> told = server(bytes, bytes.length);
            int pieceBytes = 1 + random.nextInt(20);
            if (!server(bytes, pieceBytes).equals(told)) {
                throw new AssertionError(explain(bytes, pieceBytes));
            }
            failures += server.session.failed() ? 1 : 0;
        }
        assertThat(failures).isBetween(cases / 20, cases - cases / 20);
    }

    /** Answers come last: when one leaves, and frees its stream, is not the client's to say. */
    private List<String> server(byte[] bytes, int pieceBytes) {
        server.told.clear();
        server.session.begin();
        server.receive(bytes, pieceBytes);
        for (int slot = 0; slot < STREAMS && !server.session.failed(); slot++) {
            if (server.session.streams.isOpen(slot)) {
                server.session.answer(slot, ServerBench.OK, 10, 10, true);
            }
        }
        server.sent();
        return List.copyOf(server.told);
    }

    private static void checkOutput(byte[] bytes) {
        checkOutput(FrameBytes.parse(bytes));
    }

    private static void checkOutput(List<FrameBytes.Frame> frames) {
        assertThat(frames).allMatch(frame -> frame.type() <= Frames.CONTINUATION);
    }

    private static byte[] mutated(Random random, FrameBytes begun) {
        int skipped = begun.bytes().length - 9;
        for (int i = 2 + random.nextInt(6); i > 0; i--) {
            addFrame(random, begun);
        }
        byte[] bytes = begun.bytes();
        for (int i = random.nextInt(3); i > 0; i--) {
            int at = skipped + random.nextInt(bytes.length - skipped);
            switch (random.nextInt(4)) {
                case 0 -> bytes[at] = (byte) random.nextInt(256);
                case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> bytes[at] = (byte) (bytes[at] + 1);
                default -> bytes = Arrays.copyOf(bytes, Math.max(skipped + 1, at));
            }
        }
        return bytes;
    }

    private static void addFrame(Random random, FrameBytes frames) {
        int id = random.nextInt(10) == 0 ? random.nextInt(12) : 1 + 2 * random.nextInt(3);
        String block = BLOCKS.get(random.nextInt(BLOCKS.size()));
        boolean ends = random.nextInt(3) == 0;
        switch (random.nextInt(12)) {
            case 0, 1, 2 -> frames.headers(id, ends, block);
            case 3, 4, 5 -> frames.data(id, ends, "abc".repeat(random.nextInt(4)));
            case 6 -> frames.frame(0, 8 | (ends ? 1 : 0), id, Octets.hex("02 616263 0000"));
            case 7 ->
                    frames.frame(1, ends ? 1 : 0, id, Octets.hex(block))
                            .frame(9, 4, id, Octets.hex("0f04 01 61"));
            case 8 -> frames.word(Frames.WINDOW_UPDATE, id, 1 + random.nextInt(1000));
            case 9 -> frames.ping("12345678");
            case 10 -> frames.settings(1 + random.nextInt(6), random.nextInt(70_000));
            default -> frames.word(Frames.RST_STREAM, id, random.nextInt(14));
        }
    }

    private static String explain(byte[] bytes, int pieceBytes) {
        return "in pieces of %d: %s".formatted(pieceBytes, HexFormat.of().formatHex(bytes));
    }
}
