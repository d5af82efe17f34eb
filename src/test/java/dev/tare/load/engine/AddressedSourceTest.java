package dev.tare.load.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tare.base.core.LoadModel;
import dev.tare.base.core.Outcome;
import dev.tare.base.core.RateShape;
import dev.tare.base.core.Tally;
import dev.tare.base.core.Unsent;
import dev.tare.load.result.EndpointResult;
import dev.tare.load.result.LoadResult;
import dev.tare.load.spec.ConnectionPolicy;
import dev.tare.load.spec.ConnectionPolicy.Opening;
import dev.tare.load.spec.UnsendableRequestException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that the user's code makes, each for an address of its own; by a manual clock. */
final class AddressedSourceTest {
    private static final long MS = 1_000_000;
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    private static final int GOOD = 1001;
    private static final int ALSO_GOOD = 1002;
    private static final int DEAD = 1003;
    private static final int SLOW = 1004;
    private static final int SILENT_ONE = 1005;

    /** Good ones answer in 1 ms, the slow one in 500, the dead one refuses. */
    private static final class Origins implements ScriptedOrigin {
        private final Map<Integer, Integer> opened = new HashMap<>();
        private final List<Long> startsNs = new ArrayList<>();
        private String answer = OK;

        @Override
        public long connectNs(SocketAddress address, long nowNs) {
            int port = ((InetSocketAddress) address).getPort();
            opened.merge(port, 1, Integer::sum);
            return switch (port) {
                case DEAD -> REFUSED;
                case SILENT_ONE -> SILENT;
                default -> MS / 2;
            };
        }

        @Override
        public void onRequest(ScriptedConnection connection, long nowNs) {
            assertThat(connection.path()).isEqualTo("/" + connection.port());
            startsNs.add(nowNs - 1000 * MS);
            connection.answerAt(nowNs + (connection.port() == SLOW ? 500 : 1) * MS, answer);
        }
    }

    private final Origins origins = new Origins();

    private static TestLoad load() {
        return new TestLoad().port(GOOD).startMs(1000).measuredMs(1000).timeoutMs(100);
    }

    private LoadResult run(TestLoad load, Integer... ports) {
        return run(load, new AddressCycle(List.of(ports)));
    }

    /** The addresses' tallies together are the whole load's. */
    private LoadResult run(TestLoad load, AddressCycle code) {
        LoadResult result = new ScriptedLoad(load.build(), origins).hooks(code).run();
        Tally whole = result.measured().tally();
        assertThat(whole.conserved()).as("%s", whole).isTrue();
        Tally sum = Tally.EMPTY;
        for (EndpointResult endpoint : result.endpoints()) {
            assertThat(endpoint.tally().conserved()).as(endpoint.name()).isTrue();
            assertThat(endpoint.responseTime().getTotalCount()).isEqualTo(endpoint.tally().ended());
            sum = sum.plus(endpoint.tally());
        }
        assertThat(sum.planned()).isEqualTo(whole.planned());
        assertThat(sum.sent()).isEqualTo(whole.sent());
        assertThat(sum.unsent()).isEqualTo(whole.unsent());
        assertThat(sum.outcomes()).isEqualTo(whole.outcomes());
        assertThat(sum.doneInside()).isEqualTo(whole.doneInside());
        return result;
    }

    private static Tally tally(LoadResult result, int port) {
        return result.endpoints().stream()
                .filter(endpoint -> endpoint.name().equals("127.0.0.1:" + port))
                .findFirst()
                .orElseThrow()
                .tally();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void eachRequestGoesToItsAddressAndNothingIsConnectedAnew(boolean openLoop) {
        TestLoad load = load().connections(2).calls(300);
        LoadResult result = run(openLoop ? load.constantRate(1000) : load, GOOD, ALSO_GOOD, 1006);

        assertThat(result.endpoints()).hasSize(3);
        for (int port : new int[] {GOOD, ALSO_GOOD, 1006}) {
            assertThat(tally(result, port).outcomes()).isEqualTo(Map.of(Outcome.CORRECT, 100L));
            assertThat(origins.opened.get(port)).isBetween(1, 2);
        }
        assertThat(result.transport().addresses())
                .containsOnlyKeys("127.0.0.1:1001", "127.0.0.1:1002", "127.0.0.1:1006");
    }

    @Test
    void oneClientKeepsOneConnectionToEachAddress() {
        run(load(), GOOD, ALSO_GOOD);

        assertThat(origins.opened).isEqualTo(Map.of(GOOD, 1, ALSO_GOOD, 1));
    }

    @Test
    void theFirstAddressIsConnectedBeforeTheLoadAndTheOthersWhenTheyAreWanted() {
        LoadResult result = run(load().connections(3), GOOD, ALSO_GOOD);

        assertThat(result.lead().tally().connectsOpened()).isEqualTo(3);
        // The second client to ask waits half a ms from its intended start.
        assertThat(result.measured().responseTime().getMaxValue())
                .isEqualTo(result.measured().responseTime().highestEquivalentValue(MS + MS / 2));
    }

    @Test
    void oneAddressIsTheWholeLoad() {
        LoadResult result = run(load().connections(2), GOOD);

        assertThat(result.endpoints()).hasSize(1);
        assertThat(result.endpoints().getFirst().name()).isEqualTo("GET /");
        assertThat(result.measured().tally().outcomes()).isEqualTo(Map.of(Outcome.CORRECT, 2000L));
    }

    @Test
    void aDeadOrSlowAddressHoldsUpNoOtherInAnOpenLoop() {
        LoadResult result = run(load().connections(4).constantRate(900), GOOD, DEAD, SLOW);

        assertThat(result.measured().tally().planned()).isEqualTo(900);
        assertThat(tally(result, GOOD).outcomes()).isEqualTo(Map.of(Outcome.CORRECT, 300L));
        assertThat(result.endpoints().getFirst().responseTime().getMaxValue())
                .isEqualTo(result.measured().responseTime().highestEquivalentValue(MS));
        assertThat(tally(result, DEAD).unsent()).isEqualTo(Map.of(Unsent.NO_CONNECTION, 300L));
        Tally slow = tally(result, SLOW);
        assertThat(slow.outcomes()).containsOnlyKeys(Outcome.TIMED_OUT);
        assertThat(slow.planned()).isEqualTo(300);
    }

    @Test
    void clientsGoOnAtOnceWhereAnAddressRefuses() {
        LoadResult result = run(load().connections(2), GOOD, DEAD, ALSO_GOOD);

        // Two ms for every three requests of a client; a refusal costs 0.1 ms at the most.
        assertThat(tally(result, GOOD).count(Outcome.CORRECT)).isGreaterThan(900);
        assertThat(tally(result, DEAD).unsent())
                .isEqualTo(Map.of(Unsent.NO_CONNECTION, tally(result, DEAD).planned()));
        assertThat(tally(result, DEAD).planned()).isGreaterThan(900);
        // And it is tried again at the pace of the pauses.
        assertThat(result.measured().tally().connectsFailed()).isBetween(5L, 60L);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whereNothingCanBeSentAttemptsSetThePace(boolean several) {
        LoadResult result =
                several
                        ? run(load().connections(2).port(DEAD), DEAD, SILENT_ONE)
                        : run(load().connections(2).port(DEAD), DEAD);

        Tally whole = result.measured().tally();
        assertThat(whole.unsent()).isEqualTo(Map.of(Unsent.NO_CONNECTION, whole.planned()));
        assertThat(whole.planned()).isBetween(10L, 60L);
    }

    @Test
    void theResponseTimeRunsFromTheStartThatWasIntended() {
        // All connections to one address take 500 ms; requests to it wait for them, and no others.
        LoadResult result =
                run(load().timeoutMs(5000).connections(1).constantRate(100), GOOD, SLOW);

        EndpointResult slow = result.endpoints().getLast();
        assertThat(slow.name()).isEqualTo("127.0.0.1:" + SLOW);
        assertThat(slow.tally().count(Outcome.CORRECT)).isEqualTo(50 - slow.tally().unsentTotal());
        // The second was due 20 ms after the first, and began when that was done.
        assertThat(slow.responseTime().getMinValue()).isBetween(500 * MS, 502 * MS);
        assertThat(slow.responseTime().getMaxValue()).isGreaterThan(980 * MS);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void callsAreExactOverSeveralAddresses(boolean openLoop) {
        for (int calls = 1; calls < 12; calls++) {
            TestLoad load = load().calls(calls).measuredMs(60_000).connections(4);
            LoadResult result = run(openLoop ? load.constantRate(100) : load, GOOD, DEAD, SLOW);

            assertThat(result.measured().tally().planned()).isEqualTo(calls);
            assertThat(result.measuredEndNs()).isLessThan(3000 * MS);
        }
    }

    @Test
    void clientsPauseBetweenAddresses() {
        run(load().measuredMs(95).port(GOOD), new AddressCycle(List.of(GOOD)).pausing(9 * MS));

        assertThat(origins.startsNs)
                .containsExactlyElementsOf(
                        IntStream.range(0, 9).mapToObj(i -> (9 + 10L * i) * MS).toList());
    }

    @ParameterizedTest
    @CsvSource({"true, 3", "false, 3", "true, 8", "false, 8"})
    void requestsThatAreSentAtOnceGoToOneAddress(boolean openLoop, int together) {
        TestLoad load = load().connections(2);
        LoadResult result =
                run(
                        openLoop ? load.constantRate(300) : load,
                        new AddressCycle(List.of(GOOD, DEAD, ALSO_GOOD)).together(together));

        assertThat(tally(result, GOOD).count(Outcome.CORRECT) % together).isZero();
        assertThat(tally(result, ALSO_GOOD).count(Outcome.CORRECT)).isPositive();
        assertThat(tally(result, DEAD).count(Unsent.NO_CONNECTION) % together).isZero();
    }

    @Test
    void connectionsThatWereUsedUpOpenWhenTheyAreWanted() {
        origins.answer = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok";
        LoadResult result = run(load().constantRate(100), GOOD, ALSO_GOOD);

        assertThat(result.measured().tally().outcomes()).isEqualTo(Map.of(Outcome.CORRECT, 100L));
        // One for every request; the first address's only is opened anew at once.
        assertThat(origins.opened).isEqualTo(Map.of(GOOD, 51, ALSO_GOOD, 50));
    }

    @Test
    void allConnectionsMayBeOpenedOnDemand() {
        TestLoad load =
                load().policy(new ConnectionPolicy(10, 1, Opening.ON_DEMAND, 0, 0))
                        .constantRate(200);
        LoadResult result = run(load, GOOD, ALSO_GOOD);

        assertThat(result.lead().tally().connectsOpened()).isZero();
        assertThat(result.measured().tally().outcomes()).isEqualTo(Map.of(Outcome.CORRECT, 200L));
        assertThat(origins.opened).isEqualTo(Map.of(GOOD, 1, ALSO_GOOD, 1));
    }

    @Test
    void aBurstOpensAsManyConnectionsAsItHasRequestsForAnAddress() {
        RateShape bursts = new RateShape.Bursts(8, 500 * MS);
        LoadModel model = new LoadModel.OpenLoop(bursts, LoadModel.ArrivalLaw.CONSTANT, 0);
        LoadResult result = run(load().connections(4).model(model), GOOD, ALSO_GOOD);

        assertThat(origins.opened).isEqualTo(Map.of(GOOD, 4, ALSO_GOOD, 4));
        assertThat(result.measured().responseTime().getMaxValue())
                .isEqualTo(result.measured().responseTime().highestEquivalentValue(MS + MS / 2));
    }

    @Test
    void noMoreRequestsAreMadeThanMayWait() {
        TestLoad load = load().timeoutMs(10_000).drainMs(1).constantRate(200_000).measuredMs(500);
        AddressCycle code = new AddressCycle(List.of(GOOD, SILENT_ONE));
        LoadResult result = run(load, code);

        assertThat(result.measured().tally().planned()).isEqualTo(100_000);
        Tally silent = tally(result, SILENT_ONE);
        assertThat(silent.sent()).isZero();
        assertThat(code.made())
                .isEqualTo(AddressedSource.MAX_WAITING + result.measured().tally().sent());
    }

    @Test
    void noMoreMemoryIsTakenThanWaitingRequestsMay() {
        String body = "x".repeat(1024 * 1024);
        AddressCycle code = new AddressCycle(List.of(SILENT_ONE, DEAD), body);
        TestLoad load = load().port(SILENT_ONE).timeoutMs(10_000).drainMs(1).constantRate(1000);
        LoadResult result = run(load, code);

        assertThat(result.measured().tally().planned()).isEqualTo(1000);
        assertThat(code.made()).isBetween(62L, 65L);
    }

    @Test
    void moreAddressesThanALoadTakesAreRefused() {
        List<Integer> ports =
                IntStream.rangeClosed(2001, 2001 + AddressPlans.MAX_ADDRESSES).boxed().toList();
        TestLoad load = load().port(2001).constantRate(10_000);

        assertThatThrownBy(() -> run(load, new AddressCycle(ports)))
                .isInstanceOf(UnsendableRequestException.class)
                .hasMessage("requests go to more than 1000 addresses: make several loads of them");

        AddressCycle most = new AddressCycle(ports.subList(0, AddressPlans.MAX_ADDRESSES));
        assertThat(run(load, most).endpoints()).hasSize(AddressPlans.MAX_ADDRESSES);
    }
}
