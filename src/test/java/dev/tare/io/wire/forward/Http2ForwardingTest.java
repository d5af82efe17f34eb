package dev.tare.io.wire.forward;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.io.wire.forward.Chain.Script;
import dev.tare.io.wire.http2.Http2Error;
import dev.tare.io.wire.http2.Http2Options;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** One request at a time through a client, a forwarder and a server. */
final class Http2ForwardingTest {
    private static final List<String> GET =
            List.of(":method: GET", ":scheme: http", ":authority: a", ":path: /x");
    private static final List<String> POST =
            List.of(":method: POST", ":scheme: http", ":authority: a", ":path: /x");
    private static final List<String> OK = List.of(":status: 200");
    private static final byte[] NO_BODY = {};

    private static Script message(List<String> head, byte[] body, String... trailers) {
        return new Script(List.of(), head, body, List.of(trailers));
    }

    private static Chain chain(int streamWindowBytes) {
        Http2Options options =
                new Http2Options(4, 65_535, streamWindowBytes, Http2Options.MIN_OUTPUT_BYTES);
        return new Chain(options, new Random(1)).begin();
    }

    @Test
    void aCallOfGrpcGoesThereAndBack() {
        Chain chain = chain(1000);
        chain.scripts = List.of(message(OK, Chain.latin("answer"), "grpc-status: 0"));
        chain.send(message(POST, Chain.latin("question"), "x-sum: 1"));
        chain.run();
        Message arrived = chain.arrived.getFirst();
        assertThat(arrived.head).isEqualTo(POST);
        assertThat(arrived.body).hasToString("question");
        assertThat(arrived.trailers).containsExactly("x-sum: 1");
        Message told = chain.told.getFirst();
        assertThat(told.head).isEqualTo(OK);
        assertThat(told.body).hasToString("answer");
        assertThat(told.trailers).containsExactly("grpc-status: 0");
        assertThat(told.end).isEqualTo("whole");
    }

    @Test
    void anAnswerOfTrailersOnlyIsOneHead() {
        Chain chain = chain(1000);
        chain.scripts = List.of(message(List.of(":status: 200", "grpc-status: 12"), NO_BODY));
        chain.send(message(GET, NO_BODY));
        chain.run();
        assertThat(chain.told.getFirst().head).containsExactly(":status: 200", "grpc-status: 12");
        assertThat(chain.told.getFirst().trailers).isEmpty();
        assertThat(chain.told.getFirst().end).isEqualTo("whole");
    }

    @Test
    void informationalHeadsArePassedOn() {
        Chain chain = chain(1000);
        List<String> hints = List.of(":status: 103", "link: </style.css>");
        chain.scripts = List.of(new Script(List.of(hints, hints), OK, NO_BODY, List.of()));
        chain.send(message(GET, NO_BODY));
        chain.run();
        assertThat(chain.told.getFirst().informational).containsExactly(hints, hints);
    }

    @Test
    void aFieldThatIsNeverIndexedStaysSo() {
        Chain chain = chain(1000);
        List<String> head = List.of(":status: 200", "x-key: 1 (never)", "x-open: 2");
        chain.scripts = List.of(message(head, NO_BODY));
        for (int i = 0; i < 3; i++) {
            chain.send(message(GET, NO_BODY));
            chain.run();
            assertThat(chain.told.getLast().head).isEqualTo(head);
        }
    }

    @Test
    void anAnswerMayEndBeforeItsRequest() {
        Chain chain = chain(100);
        chain.early = true;
        chain.scripts = List.of(message(OK, NO_BODY, "grpc-status: 0"));
        byte[] body = new byte[5000];
        chain.send(message(POST, body));
        for (int turn = 0; chain.told.getFirst().end.isEmpty(); turn++) {
            assertThat(turn).isLessThan(100);
            chain.turn();
        }
        assertThat(chain.told.getFirst().end).isEqualTo("half-closed");
        assertThat(chain.arrived.getFirst().end).isEmpty();
        chain.run();
        assertThat(chain.told.getFirst().end).isEqualTo("whole");
        assertThat(chain.arrived.getFirst().body.toByteArray()).isEqualTo(body);
    }

    @Test
    void aServerThatWantsNoMoreOfARequestIsHeard() {
        Chain chain = chain(100);
        chain.early = true;
        chain.scripts = List.of(message(OK, Chain.latin("enough")));
        chain.send(message(POST, new byte[5000]));
        while (chain.told.getFirst().end.isEmpty()) {
            chain.turn();
        }
        chain.resetAtServer(0, Http2Error.NO_ERROR);
        chain.run();
        assertThat(chain.told.getFirst().body).hasToString("enough");
        assertThat(chain.told.getFirst().end).isEqualTo("half-closedNO_ERROR");
        assertThat(chain.forwarder.server.openStreams()).isZero();
        assertThat(chain.forwarder.client.inFlight()).isZero();
    }

    @Test
    void aReasonForAResetReachesTheClient() {
        Chain chain = chain(100);
        chain.scripts = List.of(message(OK, NO_BODY));
        chain.send(message(POST, new byte[5000]));
        chain.runUntilItArrives();
        chain.resetAtServer(0, Http2Error.ENHANCE_YOUR_CALM);
        chain.run();
        assertThat(chain.told.getFirst().end).isEqualTo("ENHANCE_YOUR_CALM");
    }

    @Test
    void aClientThatLeavesIsMissedByTheServer() {
        Chain chain = chain(100);
        chain.scripts = List.of(message(OK, NO_BODY));
        chain.send(message(POST, new byte[5000]));
        chain.runUntilItArrives();
        chain.requests.cancel(0);
        chain.run();
        assertThat(chain.arrived.getFirst().end).isEqualTo("CANCEL");
        assertThat(chain.forwarder.client.inFlight()).isZero();
    }

    @Test
    void anAnswerThatNobodyReadsIsHeldBackAtItsServer() {
        Chain chain = chain(1000);
        chain.scripts = List.of(message(OK, new byte[500_000]));
        chain.send(message(GET, NO_BODY));
        chain.runUntilItArrives();
        // From now on the client takes nothing; the forwarder's rings throw when they overflow.
        chain.clientAbsent = true;
        while (chain.runInside()) {
            assertThat(chain.forwarder.server.outputLength())
                    .isLessThanOrEqualTo(Http2Options.MIN_OUTPUT_BYTES);
        }
        assertThat(chain.answers.waitingBody(0)).isGreaterThan(400_000);
    }

    @Test
    void aRequestWithoutAHostGetsOneAndAFaultyOneAnAnswer() {
        Chain chain = chain(1000);
        chain.scripts = List.of(message(OK, NO_BODY));
        chain.send(message(List.of(":method: GET", ":scheme: http", ":path: /"), NO_BODY));
        chain.send(
                message(
                        List.of(
                                ":method: GET",
                                ":scheme: http",
                                ":authority: a",
                                ":path: /",
                                "host: b"),
                        NO_BODY));
        chain.run();
        assertThat(chain.arrived).hasSize(1);
        assertThat(chain.arrived.getFirst().head).contains(":authority: nowhere");
        assertThat(chain.told.getLast().head).containsExactly(":status: 400");
    }
}
