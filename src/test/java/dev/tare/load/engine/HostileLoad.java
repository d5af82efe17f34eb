package dev.tare.load.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.base.core.AnswerCheck;
import dev.tare.base.core.Outcome;
import dev.tare.base.core.RequestSpec;
import dev.tare.base.core.Tally;
import dev.tare.base.core.Unsent;
import dev.tare.base.time.NanoClock;
import dev.tare.io.net.IoBackEnd;
import dev.tare.io.net.tls.TlsClientOptions;
import dev.tare.load.result.EndpointResult;
import dev.tare.load.result.LoadResult;
import dev.tare.load.spec.ConnectionPolicy;
import dev.tare.load.spec.Endpoint;
import dev.tare.load.spec.Protocol;
import dev.tare.load.spec.Target;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Assumptions;

/**
 * One open loop to many servers that do their worst, all at the same time, and to one that is as it
 * should be: what each of the others does has its name, and the good one notices nothing.
 */
final class HostileLoad {
    private static final int CALLS_EACH = 20;
    private static final int RATE_PER_SEC = 2_000;
    private static final int CONNECTIONS_EACH = 2;
    private static final int LONG_MS = 20_000;
    private static final String GOOD = "as it should be";

    /** Requests that wait are given up, for their connections are busy with what never ends. */
    private static final int SHORT_MS = 800;

    /**
     * What is to become of the requests to a server.
     *
     * @param outcomes some of these, and no others
     * @param unsent not sent for one of these reasons, if at all
     */
    record Fate(Set<Outcome> outcomes, Set<Unsent> unsent) {
        /** Sent, and ended so; one that was begun on a connection that ended may not be sent. */
        static Fate sent(Outcome outcome) {
            return new Fate(EnumSet.of(outcome), EnumSet.of(Unsent.NO_CONNECTION));
        }

        /** Sent or not: too late in any case; so may be a handshake on a slow machine. */
        static Fate tooLate() {
            return new Fate(
                    EnumSet.of(Outcome.TIMED_OUT),
                    EnumSet.of(Unsent.ALL_BUSY, Unsent.NO_CONNECTION));
        }

        /** No connection is ever made. */
        static Fate neverConnected() {
            return new Fate(EnumSet.noneOf(Outcome.class), EnumSet.of(Unsent.NO_CONNECTION));
        }

        private void check(SoftAssertions softly, String name, Tally tally) {
            softly.assertThat(tally.conserved()).as("%s: %s", name, tally).isTrue();
            softly.assertThat(outcomes)
                    .as("%s: %s", name, tally)
                    .containsAll(tally.outcomes().keySet());
            softly.assertThat(unsent)
                    .as("%s: %s", name, tally)
                    .containsAll(tally.unsent().keySet());
            long named = outcomes.isEmpty() ? tally.unsentTotal() : tally.ended();
            softly.assertThat(named).as("%s: %s", name, tally).isGreaterThanOrEqualTo(2);
        }
    }

    /** A server, and what is to become of requests to it. */
    private record Foe(Endpoint endpoint, Fate fate) {}

    private final Protocol protocol;
    private final Optional<TlsClientOptions> tls;
    private final List<Foe> foes = new ArrayList<>();

    HostileLoad(Protocol protocol, Optional<TlsClientOptions> tls) {
        this.protocol = protocol;
        this.tls = tls;
    }

    /** Adds a server. */
    void add(String name, int port, RequestSpec request, Fate fate) {
        add(name, port, request, fate, 1);
    }

    /** Adds a server that has so many times as many requests as the others. */
    void add(String name, int port, RequestSpec request, Fate fate, int weight) {
        foes.add(new Foe(endpoint(name, port, request, weight), fate));
    }

    private Endpoint endpoint(String name, int port, RequestSpec request, int weight) {
        return new Endpoint(
                name,
                new Target(protocol, "127.0.0.1", port, "", tls),
                request,
                List.of(),
                AnswerCheck.okWithLength(2),
                weight,
                Optional.empty());
    }

    /** Runs the load and holds what came of it against what should. */
    LoadResult run(int goodPort, IoBackEnd backEnd, int depth, boolean slow) throws IOException {
        List<Endpoint> endpoints = new ArrayList<>(foes.stream().map(Foe::endpoint).toList());
        endpoints.add(endpoint(GOOD, goodPort, RequestSpec.get("/"), 1));
        TestLoad load =
                new TestLoad()
                        .endpoints(endpoints.toArray(Endpoint[]::new))
                        .constantRate(RATE_PER_SEC)
                        .calls((long) CALLS_EACH * weights(endpoints))
                        .policy(
                                new ConnectionPolicy(
                                        CONNECTIONS_EACH,
                                        depth,
                                        ConnectionPolicy.Opening.WARM,
                                        0,
                                        0))
                        .timeoutMs(slow ? SHORT_MS : LONG_MS)
                        .measuredMs(2 * LONG_MS)
                        .backEnd(backEnd);
        LoadEngine engine = new LoadEngine(NanoClock.system());
        engine.run(warmUp(endpoints.getLast(), backEnd).build(), interval -> {});
        LoadResult result = engine.run(load.build(), interval -> {});

        SoftAssertions softly = new SoftAssertions();
        for (int i = 0; i < foes.size(); i++) {
            EndpointResult of = result.endpoints().get(i);
            foes.get(i).fate().check(softly, of.name(), of.tally());
        }
        Tally good = result.endpoints().getLast().tally();
        softly.assertThat(good.count(Outcome.CORRECT)).as("%s", good).isPositive();
        if (!slow) {
            // With the short timeout a slow machine may be late.
            softly.assertThat(good.outcomes()).containsOnlyKeys(Outcome.CORRECT);
            softly.assertThat(good.unsent()).isEmpty();
        }
        softly.assertAll();
        assertThat(result.measured().tally().conserved()).isTrue();
        return result;
    }

    private static int weights(List<Endpoint> endpoints) {
        return endpoints.stream().mapToInt(Endpoint::weight).sum();
    }

    /** Both ends load their classes, which takes longer than the short timeout. */
    private static TestLoad warmUp(Endpoint good, IoBackEnd backEnd) {
        return new TestLoad()
                .endpoints(good)
                .calls(2)
                .measuredMs(LONG_MS)
                .timeoutMs(LONG_MS)
                .backEnd(backEnd);
    }

    /** Skips, aloud, on a machine without this back end. */
    static void requireBackEnd(IoBackEnd backEnd) {
        if (!TestLoad.backEnds().contains(backEnd)) {
            System.out.println("SKIPPED: this machine has no " + backEnd);
            Assumptions.abort("this machine has no " + backEnd);
        }
    }
}
