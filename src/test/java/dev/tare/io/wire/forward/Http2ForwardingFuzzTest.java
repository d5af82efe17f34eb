package dev.tare.io.wire.forward;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.io.wire.forward.Chain.Script;
import dev.tare.io.wire.http2.HeadFields;
import dev.tare.io.wire.http2.Http2ClientSession;
import dev.tare.io.wire.http2.Http2Error;
import dev.tare.io.wire.http2.Http2Options;
import dev.tare.testing.SlowTest;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Requests and answers through a forwarder: whatever the pieces, windows and resets, what comes out
 * is what went in; and whatever comes in, what goes out is well-formed.
 */
final class Http2ForwardingFuzzTest {
    private static final int STREAMS = 4;
    private static final int[] WINDOWS = {3, 300, 20_000};

    @ParameterizedTest(name = "seed={0}")
    @ValueSource(longs = {51, 52})
    void whatComesOutIsWhatWentIn(long seed) {
        forwardWhole(seed, 800);
    }

    @ParameterizedTest(name = "seed={0}")
    @ValueSource(longs = {53, 54})
    void resetsHarmNobodyElse(long seed) {
        forwardWithResets(seed, 800);
    }

    @ParameterizedTest(name = "seed={0}")
    @ValueSource(longs = {55, 56})
    void brokenRequestsAreNotPassedOnBroken(long seed) {
        forwardMutated(seed, 3_000);
    }

    @SlowTest
    @ParameterizedTest(name = "seed={0}")
    @ValueSource(longs = {57, 58, 59, 60})
    void manyMoreComeOutAsTheyWentIn(long seed) {
        forwardWhole(seed, 10_000);
        forwardWithResets(seed, 10_000);
    }

    @SlowTest
    @ParameterizedTest(name = "seed={0}")
    @ValueSource(longs = {91, 92, 93, 94, 95, 96, 97, 98, 99, 100})
    void aMillionBrokenRequestsAreNotPassedOnBroken(long seed) {
        forwardMutated(seed, 100_000);
    }

    private static List<Chain> chains(Random random) {
        return Arrays.stream(WINDOWS)
                .mapToObj(window -> options(window))
                .map(options -> new Chain(options, random))
                .toList();
    }

    private static Http2Options options(int streamWindowBytes) {
        return new Http2Options(STREAMS, 65_535, streamWindowBytes, Http2Options.MIN_OUTPUT_BYTES);
    }

    private static int maxBodyBytes(int i) {
        return 10 + 4 * WINDOWS[i % WINDOWS.length];
    }

    private static void forwardWhole(long seed, int cases) {
        Random random = new Random(seed);
        Scripts scripts = new Scripts(random);
        List<Chain> chains = chains(random);
        for (int i = 0; i < cases; i++) {
            Chain chain = chains.get(i % chains.size()).begin();
            chain.early = random.nextInt(3) == 0;
            List<Script> requests = new ArrayList<>();
            List<Script> answers = new ArrayList<>();
            for (int n = random.nextInt(STREAMS); n >= 0; n--) {
                requests.add(scripts.request(maxBodyBytes(i)));
                answers.add(scripts.answer(maxBodyBytes(i)));
            }
            chain.scripts = answers;
            requests.forEach(chain::send);
            chain.run();
            assertNothingFailed(chain);
            for (int k = 0; k < requests.size(); k++) {
                assertSame(chain.arrived.get(k), requests.get(k));
                assertSame(chain.told.get(k), answers.get(k));
            }
            assertNothingOpen(chain);
        }
    }

    private static void forwardWithResets(long seed, int cases) {
        Random random = new Random(seed);
        Scripts scripts = new Scripts(random);
        List<Chain> chains = chains(random);
        for (int i = 0; i < cases; i++) {
            Chain chain = chains.get(i % chains.size()).begin();
            chain.early = random.nextInt(3) == 0;
            List<Script> requests = new ArrayList<>();
            List<Script> answers = new ArrayList<>();
            for (int n = 0; n < STREAMS; n++) {
                requests.add(scripts.request(maxBodyBytes(i)));
                answers.add(scripts.answer(maxBodyBytes(i)));
            }
            chain.scripts = answers;
            requests.forEach(chain::send);
            for (int turn = random.nextInt(12); turn > 0; turn--) {
                chain.turn();
            }
            int reset = random.nextInt(STREAMS);
            if (random.nextBoolean()) {
                chain.requests.resetStream(reset, Http2Error.CANCEL);
            } else {
                chain.resetAtServer(reset, Http2Error.ENHANCE_YOUR_CALM);
            }
            chain.run();
            assertNothingFailed(chain);
            for (int k = 0; k < STREAMS; k++) {
                if (k != reset) {
                    assertSame(chain.arrived.get(k), requests.get(k));
                    assertSame(chain.told.get(k), answers.get(k));
                }
            }
            assertNothingOpen(chain);
        }
    }

    private static void forwardMutated(long seed, int cases) {
        Random random = new Random(seed);
        Scripts scripts = new Scripts(random);
        Chain chain = new Chain(options(WINDOWS[2]), random);
        chain.clientAbsent = true;
        Recording recording = new Recording();
        int failures = 0;
        int whole = 0;
        for (int i = 0; i < cases; i++) {
            byte[] bytes = mutated(recording.bytes(scripts, random), random);
            chain.begin();
            chain.early = random.nextBoolean();
            chain.scripts = List.of(scripts.answer(100));
            chain.receive(bytes);
            boolean well = chain.failure.isEmpty();
            well &= !chain.forwarder.failure.startsWith("upstream");
            well &= chain.arrived.size() == chain.passed.size();
            for (int k = 0; k < chain.arrived.size() && well; k++) {
                well = isPassedOn(chain.passed.get(k), chain.arrived.get(k));
                whole += chain.arrived.get(k).isWhole() ? 1 : 0;
            }
            if (!well) {
                throw new AssertionError(
                        "%s, %s: passed %s, arrived %s: %s"
                                .formatted(
                                        chain.failure,
                                        chain.forwarder.failure,
                                        chain.passed,
                                        chain.arrived,
                                        HexFormat.of().formatHex(bytes)));
            }
            failures += chain.forwarder.failure.isEmpty() ? 0 : 1;
        }
        assertThat(failures).isBetween(cases / 20, cases - cases / 20);
        assertThat(whole).isGreaterThan(cases / 20);
    }

    /** Whether what the server was told is what the forwarder was told. */
    private static boolean isPassedOn(Message passed, Message arrived) {
        boolean whole = arrived.isWhole();
        boolean unharmed = passed.isWhole() == whole || passed.end.endsWith("aborted");
        boolean sameHead =
                regular(passed.head).equals(regular(arrived.head))
                        && control(passed.head).equals(control(arrived.head));
        boolean sameRest =
                !whole
                        || (Arrays.equals(passed.body.toByteArray(), arrived.body.toByteArray())
                                && plain(passed.trailers).equals(plain(arrived.trailers)));
        return unharmed && sameHead && sameRest;
    }

    /** A client's bytes. */
    private static final class Recording {
        private final Arena arena = Arena.ofAuto();
        private final HeadFields fields = new HeadFields(arena);
        private byte[] body = {};
        private final Http2ClientSession client =
                new Http2ClientSession(options(WINDOWS[2]), new BodyOnly(), arena);

        private final class BodyOnly extends SilentClient {
            @Override
            public void copyBody(
                    int token, long position, MemorySegment target, long offset, int length) {
                MemorySegment.copy(MemorySegment.ofArray(body), position, target, offset, length);
            }
        }

        byte[] bytes(Scripts scripts, Random random) {
            client.begin();
            // The limit of streams is not known before SETTINGS.
            client.read(MemorySegment.ofArray(new byte[] {0, 0, 0, 4, 0, 0, 0, 0, 0}), 0, 9);
            for (int token = random.nextInt(STREAMS); token >= 0; token--) {
                Script script = scripts.request(200);
                body = script.body();
                Message.fill(fields, script.head());
                client.startRequest(token, fields, script.isHeadOnly());
                if (!script.isHeadOnly()) {
                    client.moreBody(token, body.length);
                    Message.fill(fields, script.trailers());
                    if (script.trailers().isEmpty()) {
                        client.endBody(token);
                    } else {
                        client.endBody(token, fields);
                    }
                }
            }
            return client.output()
                    .asSlice(client.outputOffset(), client.outputLength())
                    .toArray(ValueLayout.JAVA_BYTE);
        }
    }

    private static byte[] mutated(byte[] whole, Random random) {
        int handshake = 24 + 9;
        byte[] bytes = whole;
        for (int i = random.nextInt(4); i > 0; i--) {
            int at = handshake + random.nextInt(bytes.length - handshake);
            switch (random.nextInt(5)) {
                case 0 -> bytes[at] = (byte) random.nextInt(256);
                case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> bytes[at] = (byte) (bytes[at] + 1);
                case 3 -> bytes = repeated(bytes, at, random);
                default -> bytes = Arrays.copyOf(bytes, Math.max(handshake + 1, at));
            }
        }
        return bytes;
    }

    /** Says some bytes twice. */
    private static byte[] repeated(byte[] bytes, int at, Random random) {
        int length = Math.min(bytes.length - at, 1 + random.nextInt(40));
        byte[] longer = Arrays.copyOf(bytes, bytes.length + length);
        System.arraycopy(bytes, at, longer, at + length, bytes.length - at);
        return longer;
    }

    private static void assertNothingFailed(Chain chain) {
        assertThat(chain.failure).isEmpty();
        assertThat(chain.forwarder.failure).isEmpty();
    }

    private static void assertNothingOpen(Chain chain) {
        assertThat(chain.requests.inFlight()).isZero();
        assertThat(chain.forwarder.server.openStreams()).isZero();
        assertThat(chain.forwarder.client.inFlight()).isZero();
        assertThat(chain.answers.openStreams()).isZero();
    }

    private static void assertSame(Message message, Script script) {
        assertThat(message.end).isEqualTo("whole");
        assertThat(message.informational).isEqualTo(script.informational());
        assertThat(plain(message.head)).isEqualTo(plain(script.head()));
        assertThat(message.body.toByteArray()).isEqualTo(script.body());
        assertThat(plain(message.trailers)).isEqualTo(plain(script.trailers()));
    }

    /** Without the mark that a sender gives to secrets by itself. */
    private static List<String> plain(List<String> lines) {
        return lines.stream().map(Http2ForwardingFuzzTest::plain).toList();
    }

    private static String plain(String line) {
        boolean secret =
                line.startsWith("authorization:")
                        || line.startsWith("proxy-authorization:")
                        || line.startsWith("cookie:")
                        || line.startsWith("set-cookie:");
        return secret ? line.replace(Message.NEVER, "") : line;
    }

    private static List<String> regular(List<String> head) {
        return plain(head).stream()
                .filter(line -> !line.startsWith(":") && !line.startsWith("host:"))
                .toList();
    }

    /** Method and path; scheme and authority are the forwarder's own business. */
    private static List<String> control(List<String> head) {
        return head.stream()
                .filter(line -> line.startsWith(":method") || line.startsWith(":path"))
                .sorted()
                .toList();
    }
}
