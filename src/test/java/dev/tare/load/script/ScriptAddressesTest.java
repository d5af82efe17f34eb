package dev.tare.load.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tare.base.core.AnswerCheck;
import dev.tare.base.core.LoadModel;
import dev.tare.base.core.Outcome;
import dev.tare.base.core.RequestSpec;
import dev.tare.base.core.Tally;
import dev.tare.base.core.Unsent;
import dev.tare.base.time.NanoClock;
import dev.tare.io.net.tls.TestAuthority;
import dev.tare.io.net.tls.TlsClientOptions;
import dev.tare.io.net.tls.TlsServerOptions;
import dev.tare.load.engine.LoadEngine;
import dev.tare.load.result.EndpointResult;
import dev.tare.load.result.LoadResult;
import dev.tare.load.spec.Endpoint;
import dev.tare.load.spec.LoadSpecBuilder;
import dev.tare.load.spec.Protocol;
import dev.tare.load.spec.Target;
import dev.tare.load.spec.UnsendableRequestException;
import dev.tare.specimen.origin.Origin;
import dev.tare.specimen.origin.OriginOptions;
import dev.tare.testing.SocketTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Scripts that lead a thread from one address to another while the load runs, on real sockets. */
@SocketTest
final class ScriptAddressesTest {
    private static final long SECOND_NS = 1_000_000_000;
    private static final Path ENDPOINTS =
            Path.of("src/test/resources/dev/tare/load/script/endpoints.lua");

    @TempDir private Path folder = Path.of("");

    private final List<Origin> origins = new ArrayList<>();

    @AfterEach
    void stop() {
        origins.forEach(Origin::close);
    }

    private Origin origin(OriginOptions options) throws IOException {
        Origin started = Origin.start(options);
        origins.add(started);
        return started;
    }

    private Origin origin() throws IOException {
        return origin(OriginOptions.standard());
    }

    private static String place(Origin origin) {
        return "127.0.0.1:" + origin.address().getPort();
    }

    /** Where nobody listens. */
    private static String deadPlace() throws IOException {
        try (ServerSocket unused = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return "127.0.0.1:" + unused.getLocalPort();
        }
    }

    private Path script(String lua) throws IOException {
        return Files.writeString(folder.resolve("script.lua"), lua);
    }

    private static LoadSpecBuilder load() {
        return new LoadSpecBuilder().connections(4).threads(2).measuredNs(20 * SECOND_NS);
    }

    private static LoadSpecBuilder openLoop(LoadSpecBuilder load, boolean open) {
        return open
                ? load.model(new LoadModel.OpenLoop(2000, LoadModel.ArrivalLaw.CONSTANT, 0))
                : load;
    }

    /** Runs a script against a URL of the first origin. */
    private LoadResult run(LoadSpecBuilder load, Path script, String... arguments)
            throws IOException {
        Target target = Target.http1("127.0.0.1", origins.getFirst().address().getPort());
        return run(load, target, script, arguments);
    }

    private static LoadResult run(
            LoadSpecBuilder load, Target target, Path script, String... arguments)
            throws IOException {
        load.endpoint(Endpoint.single(target, RequestSpec.get("/"), AnswerCheck.success()));
        String scheme = target.tls().isPresent() ? "https" : "http";
        ScriptSpec asked =
                new ScriptSpec(
                        script,
                        scheme + "://" + target.host() + ":" + target.port() + "/byte/1",
                        List.of(),
                        List.of(arguments),
                        List.of(
                                new InetSocketAddress(
                                        InetAddress.ofLiteral("127.0.0.1"), target.port())),
                        load.build().threads(),
                        true,
                        ScriptOutput.STANDARD_ERROR,
                        ScriptDialect.WRK);
        try (WrkScript open = WrkScript.open(asked)) {
            LoadResult result =
                    new LoadEngine(NanoClock.system())
                            .run(
                                    load.build(),
                                    Optional.of(new WrkScriptHooks(open)),
                                    interval -> {});
            assertThat(result.measured().tally().conserved()).isTrue();
            return result;
        }
    }

    private static Tally tally(LoadResult result, String place) {
        return result.endpoints().stream()
                .filter(endpoint -> endpoint.name().equals(place))
                .map(EndpointResult::tally)
                .findFirst()
                .orElseThrow();
    }

    private static String url(String place) {
        return "http://" + place + "/byte/20";
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void eachRequestGoesToItsAddressAndNothingIsConnectedAnew(boolean open) throws IOException {
        List<String> places = List.of(place(origin()), place(origin()), place(origin()));
        String[] urls = places.stream().map(ScriptAddressesTest::url).toArray(String[]::new);

        LoadResult result = run(openLoop(load(), open).calls(900), ENDPOINTS, urls);

        assertThat(result.measured().tally().outcomes()).isEqualTo(Map.of(Outcome.CORRECT, 900L));
        assertThat(result.endpoints()).hasSize(3);
        for (int i = 0; i < 3; i++) {
            long sent = tally(result, places.get(i)).sent();
            assertThat(sent).isBetween(290L, 310L);
            assertThat(origins.get(i).stats().loadRequests()).isEqualTo(sent);
            assertThat(origins.get(i).stats().connectionsAccepted()).isBetween(1L, 4L);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aDeadAddressDoesNotStopTheOthers(boolean open) throws IOException {
        String dead = deadPlace();
        String good = place(origin());
        LoadSpecBuilder load = openLoop(load().timeoutNs(SECOND_NS * 3 / 10), open).calls(600);

        LoadResult result = run(load, ENDPOINTS, url(dead), url(good));

        assertThat(result.measured().tally().planned()).isEqualTo(600);
        Tally ofDead = tally(result, dead);
        assertThat(ofDead.unsent()).isEqualTo(Map.of(Unsent.NO_CONNECTION, ofDead.planned()));
        Tally ofGood = tally(result, good);
        assertThat(ofGood.outcomes()).isEqualTo(Map.of(Outcome.CORRECT, ofGood.planned()));
        assertThat(ofGood.planned()).isGreaterThanOrEqualTo(280);
        assertThat(result.transport().failures()).containsOnlyKeys("refused");
    }

    @Test
    void encryptedConnectionsBelieveTheUrlsName() throws IOException {
        TestAuthority authority = new TestAuthority(folder, "Tare's test authority");
        OriginOptions tls =
                OriginOptions.standard()
                        .withTls(TlsServerOptions.standard(authority.vouchFor("localhost")));
        String[] urls = {
            "https://" + place(origin(tls)) + "/byte/3", "https://" + place(origin(tls)) + "/byte/3"
        };
        Target target =
                new Target(
                        Protocol.HTTP1,
                        "localhost",
                        origins.getFirst().address().getPort(),
                        "",
                        Optional.of(TlsClientOptions.standard().withAuthorities(authority.file())));

        LoadResult result = run(load().calls(200), target, ENDPOINTS, urls);

        assertThat(result.measured().tally().outcomes()).isEqualTo(Map.of(Outcome.CORRECT, 200L));
        assertThat(result.transport().protocols().keySet()).allMatch(name -> name.contains("TLS"));
        for (Origin origin : origins) {
            assertThat(origin.stats().loadRequests()).isBetween(90L, 110L);
            assertThat(origin.stats().connectionsAccepted()).isBetween(1L, 8L);
        }
    }

    @Test
    void threadsMayHaveAnAddressEachFromTheBegin() throws IOException {
        String first = place(origin());
        String second = place(origin());
        Path script =
                script(
                        """
                        local n = 0
                        function setup(thread)
                            n = n + 1
                            thread.addr = wrk.lookup("127.0.0.1", n == 1 and %s or %s)[1]
                        end
                        """
                                .formatted(
                                        first.substring(first.indexOf(':') + 1),
                                        second.substring(second.indexOf(':') + 1)));

        LoadResult result = run(load().calls(400), script);

        assertThat(tally(result, first).outcomes()).isEqualTo(Map.of(Outcome.CORRECT, 200L));
        assertThat(tally(result, second).outcomes()).isEqualTo(Map.of(Outcome.CORRECT, 200L));
        // All are opened before the load, and to nobody else.
        assertThat(result.lead().tally().connectsOpened()).isEqualTo(4);
        assertThat(origins.get(0).stats().connectionsAccepted()).isEqualTo(2);
        assertThat(origins.get(1).stats().connectionsAccepted()).isEqualTo(2);
    }

    @Test
    void anAddressMayBeLookedUpWhileTheLoadRuns() throws IOException {
        String first = place(origin());
        String second = place(origin());
        Path script =
                script(
                        """
                        local n = 0
                        function response()
                            n = n + 1
                            if n == 50 then
                                wrk.thread.addr = wrk.lookup("127.0.0.1", %s)[1]
                            end
                        end
                        """
                                .formatted(second.substring(second.indexOf(':') + 1)));

        LoadResult result = run(load().connections(1).threads(1).calls(120), script);

        assertThat(tally(result, first).outcomes()).isEqualTo(Map.of(Outcome.CORRECT, 50L));
        assertThat(tally(result, second).outcomes()).isEqualTo(Map.of(Outcome.CORRECT, 70L));
        assertThat(result.endpoints())
                .extracting(EndpointResult::name)
                .containsExactly(first, second);
    }

    @Test
    void theAddressOfTheUrlIsTheLoadsOwnTarget() throws IOException {
        origin();
        Path script =
                script(
                        """
                        local own
                        function init()
                            own = wrk.thread.addr
                        end
                        function request()
                            wrk.thread.addr = own
                            return wrk.format()
                        end
                        """);

        LoadResult result = run(load().calls(100), script);

        assertThat(result.endpoints()).extracting(EndpointResult::name).containsExactly("GET /");
        assertThat(origins.getFirst().stats().connectionsAccepted()).isEqualTo(4);
    }

    @Test
    void aUnixSocketHasNoOtherAddresses() throws IOException {
        String other = place(origin());
        Target target =
                new Target(
                        Protocol.HTTP1,
                        "127.0.0.1",
                        80,
                        folder.resolve("no.sock").toString(),
                        Optional.empty());

        assertThatThrownBy(() -> run(load(), target, ENDPOINTS, url(other)))
                .isInstanceOf(UnsendableRequestException.class)
                .hasMessageContaining("a request is to go to " + other)
                .hasMessageContaining("unix socket")
                .message()
                .hasLineCount(1);
    }
}
