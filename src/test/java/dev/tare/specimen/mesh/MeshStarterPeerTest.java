package dev.tare.specimen.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tare.base.core.AnswerCheck;
import dev.tare.base.core.Field;
import dev.tare.base.core.RequestSpec;
import dev.tare.base.time.NanoClock;
import dev.tare.specimen.control.identity.WorkloadIdentities;
import dev.tare.specimen.control.probe.HealthCheck;
import dev.tare.specimen.control.probe.HealthProbe;
import dev.tare.specimen.control.process.Endpoint;
import dev.tare.specimen.control.process.Launcher;
import dev.tare.specimen.control.process.StartFailure;
import dev.tare.specimen.control.proxy.ProxyCatalog;
import dev.tare.specimen.control.proxy.ProxyFunction;
import dev.tare.specimen.control.proxy.SidecarProxy;
import dev.tare.specimen.origin.Origin;
import dev.tare.specimen.origin.OriginOptions;
import dev.tare.testing.PeerTest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Real sidecars, with real identities, before the real origin. */
@EnabledOnOs(OS.LINUX)
final class MeshStarterPeerTest {
    private static final int REQUESTS = 20;
    private static final HealthProbe PROBE = HealthProbe.get("/byte/100", 100);
    private static final List<String> TARE =
            List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:+UseSerialGC",
                    "--enable-native-access=ALL-UNNAMED",
                    "-cp",
                    System.getProperty("java.class.path"),
                    "dev.tare.view.cli.Tare");

    private static WorkloadIdentities identities;

    @TempDir private Path folder;
    private Origin origin;
    private Launcher launcher;
    private MeshStarter starter;

    @BeforeAll
    static void makeIdentities() throws Exception {
        identities =
                WorkloadIdentities.make(
                        List.of("front", "service", Chart.LOAD, "web", "emoji", "voting"));
    }

    @AfterAll
    static void removeIdentities() throws IOException {
        identities.close();
    }

    @BeforeEach
    void open() throws IOException {
        origin = Origin.start(OriginOptions.standard());
        launcher = Launcher.open(NanoClock.system());
        starter =
                new MeshStarter(
                        launcher,
                        folder,
                        new Endpoint("127.0.0.1", origin.address().getPort()),
                        Set.of(),
                        TARE,
                        HealthCheck.DEFAULT_LIMIT_NS);
    }

    @AfterEach
    void close() throws IOException {
        launcher.close();
        origin.close();
    }

    private static MeshSpec.Sidecar sidecar(SidecarProxy proxy, Set<ProxyFunction> functions) {
        List<String> program =
                proxy.foreign().isEmpty()
                        ? TARE
                        : List.of(
                                ProxyCatalog.load()
                                        .named(proxy.kind())
                                        .orElseThrow()
                                        .find()
                                        .orElseThrow()
                                        .toString());
        return new MeshSpec.Sidecar(proxy, program, "1", 1, functions);
    }

    private StartedMesh start(
            SidecarProxy proxy,
            String chart,
            Topology topology,
            boolean mutualTls,
            Set<ProxyFunction> functions)
            throws Exception {
        return starter.start(
                MeshSpec.withSidecars(
                        proxy.kind(),
                        ChartReader.builtIn(chart),
                        topology,
                        mutualTls,
                        false,
                        sidecar(proxy, functions)),
                PROBE,
                _ -> identities);
    }

    /** Every request is counted at every place on its way, and nothing else is. */
    private void countsExactly(StartedMesh mesh, HealthProbe probe) throws Exception {
        long before = mesh.requests().orElseThrow();
        for (int i = 0; i < REQUESTS; i++) {
            int sent =
                    HealthCheck.await(
                            NanoClock.system(),
                            "mesh",
                            mesh.address(),
                            probe,
                            HealthCheck.DEFAULT_LIMIT_NS,
                            Optional.empty());
            assertThat(sent).isEqualTo(1);
        }
        assertThat(mesh.requests()).hasValue(before + REQUESTS * mesh.countsARequest());
        assertThat(mesh.loss()).isEmpty();
    }

    private void pairWithMutualTls(SidecarProxy proxy) throws Exception {
        StartedMesh mesh = start(proxy, "twohop", Topology.BOTH, true, Set.of());

        countsExactly(mesh, PROBE);
        assertThat(mesh.countsARequest()).isEqualTo(3);
        assertThat(mesh.parts())
                .extracting(StartedPart::name)
                .containsExactly("front", "front-sidecar", "service-sidecar");
        assertThat(mesh.security())
                .singleElement()
                .asString()
                .isEqualTo(
                        proxy.kind()
                                + "'s sidecar of service lets in spiffe://tare.local/ns/default/sa/front,"
                                + " and refuses a client without TLS, one without a certificate,"
                                + " one with a certificate of another authority; spoken between"
                                + " the sidecars: TLSv1.3, TLS_AES_128_GCM_SHA256");
        mesh.stop();
        assertThat(mesh.loss()).isPresent();
    }

    private void loadWithAnIdentity(SidecarProxy proxy) throws Exception {
        StartedMesh mesh = start(proxy, "direct", Topology.SERVER, true, Set.of());

        assertThat(mesh.loadTls().orElseThrow().identity()).isPresent();
        countsExactly(mesh, PROBE.as(identities, Optional.of(Chart.LOAD)));
        assertThat(mesh.security())
                .singleElement()
                .asString()
                .contains("lets in spiffe://tare.local/ns/default/sa/load");
        mesh.stop();
    }

    @Test
    @PeerTest("envoy")
    void envoysSecureTheCallBetweenThem() throws Exception {
        pairWithMutualTls(SidecarProxy.ENVOY);
    }

    @Test
    @PeerTest("haproxy")
    void haproxiesSecureTheCallBetweenThem() throws Exception {
        pairWithMutualTls(SidecarProxy.HAPROXY);
    }

    @Test
    @PeerTest("nginx")
    void nginxesSecureTheCallBetweenThem() throws Exception {
        pairWithMutualTls(SidecarProxy.NGINX);
    }

    @Test
    void minivoysSecureTheCallBetweenThem() throws Exception {
        pairWithMutualTls(SidecarProxy.MINIVOY);
    }

    @Test
    @PeerTest("envoy")
    void anEnvoyAsksTheLoadWhoItIs() throws Exception {
        loadWithAnIdentity(SidecarProxy.ENVOY);
    }

    @Test
    void aMinivoyAsksTheLoadWhoItIs() throws Exception {
        loadWithAnIdentity(SidecarProxy.MINIVOY);
    }

    private void carriesGrpcBetweenServices(SidecarProxy proxy) throws Exception {
        StartedMesh mesh =
                starter.start(
                        MeshSpec.withSidecars(
                                proxy.kind(),
                                ChartReader.builtIn("emojivoto"),
                                Topology.BOTH,
                                true,
                                false,
                                sidecar(proxy, Set.of())),
                        HealthProbe.get("/api/list"),
                        _ -> identities);

        // How often web calls the others varies: what comes in to it is what can be held against.
        assertThat(mesh.countsARequest()).isEqualTo(1);
        countsExactly(mesh, HealthProbe.get("/api/vote?choice=:beer:"));
        countsExactly(mesh, HealthProbe.get("/api/leaderboard"));
        assertThat(mesh.security())
                .hasSize(2)
                .allSatisfy(door ->
                        assertThat(door)
                                .contains("lets in spiffe://tare.local/ns/default/sa/web,")
                                .contains("refuses a client without TLS")
                                .endsWith("TLSv1.3, TLS_AES_128_GCM_SHA256"));
        mesh.stop();
    }

    @Test
    @PeerTest("envoy")
    void envoysCarryGrpcBetweenServices() throws Exception {
        carriesGrpcBetweenServices(SidecarProxy.ENVOY);
    }

    @Test
    void minivoysCarryGrpcBetweenServices() throws Exception {
        carriesGrpcBetweenServices(SidecarProxy.MINIVOY);
    }

    /** All functions that need nothing of the load. */
    private static Set<ProxyFunction> withoutTokens() {
        return EnumSet.complementOf(EnumSet.of(ProxyFunction.PLAN_LIMIT));
    }

    private void doesAllFunctionsAtOnce(SidecarProxy proxy) throws Exception {
        StartedMesh mesh = start(proxy, "direct", Topology.SERVER, false, withoutTokens());

        countsExactly(mesh, PROBE);
        Path log =
                mesh.parts()
                        .getLast()
                        .configurationFile()
                        .orElseThrow()
                        .resolveSibling("access.log");
        mesh.stop();
        assertThat(log).content().contains("/byte/100");
    }

    @Test
    @PeerTest("envoy")
    void envoyDoesAllFunctionsAtOnce() throws Exception {
        doesAllFunctionsAtOnce(SidecarProxy.ENVOY);
    }

    @Test
    void minivoyDoesAllFunctionsAtOnce() throws Exception {
        doesAllFunctionsAtOnce(SidecarProxy.MINIVOY);
    }

    @Test
    void withoutSidecarsTheServicesAreStartedAlone() throws Exception {
        StartedMesh mesh =
                starter.start(
                        MeshSpec.withoutSidecars("bare", ChartReader.builtIn("twohop")),
                        PROBE,
                        _ -> identities);

        assertThat(mesh.parts())
                .singleElement()
                .extracting(StartedPart::role)
                .isEqualTo(StartedPart.Role.APPLICATION);
        assertThat(mesh.requests()).isEmpty();
        assertThat(mesh.security()).isEmpty();
    }

    @Test
    void aMinivoyKeepsTheLimitsThatTheApplicationLeavesAlone() throws Exception {
        Chart chart = ChartReader.builtIn("imagehub").with(Map.of("unlimited", "true"));
        HealthProbe refused =
                new HealthProbe(
                        RequestSpec.get("/pull"), new AnswerCheck(401, 401, -1, "Unauthorized"));

        StartedMesh mesh =
                starter.start(
                        MeshSpec.withSidecars(
                                "limit",
                                chart,
                                Topology.SERVER,
                                false,
                                false,
                                sidecar(SidecarProxy.MINIVOY, Set.of(ProxyFunction.PLAN_LIMIT))),
                        refused,
                        _ -> identities);

        countsExactly(mesh, refused);
    }

    @Test
    void theRoutersProceduresAreAnsweredByCalleesOfFourKinds() throws Exception {
        StartedMesh mesh =
                starter.start(
                        MeshSpec.withoutSidecars("wamp", ChartReader.builtIn("wamp")),
                        HealthProbe.get("/ready"),
                        _ -> identities);

        for (String call : List.of("add2|2, 3|5", "sub2|2, 3|-1", "mul2|2, 3|6", "div2|13, 3|1")) {
            String[] of = call.split("\\|", -1);
            String body =
                    "{\"procedure\": \"com.example.%s\", \"args\": [%s]}".formatted(of[0], of[1]);
            HealthProbe probe =
                    new HealthProbe(
                            new RequestSpec(
                                    "POST",
                                    "/call",
                                    List.of(new Field("Content-Type", "application/json")),
                                    body),
                            new AnswerCheck(200, 200, -1, "{\"args\":[%s]}".formatted(of[2])));
            assertThat(
                            HealthCheck.await(
                                    NanoClock.system(),
                                    "wamp",
                                    mesh.address(),
                                    probe,
                                    HealthCheck.DEFAULT_LIMIT_NS,
                                    Optional.empty()))
                    .isEqualTo(1);
        }
        mesh.stop();
        mesh.removeSockets();
    }

    @Test
    void aServiceThatEndsAtOnceIsNamedAndNothingIsLeftRunning() throws Exception {
        Chart chart =
                ChartReader.read(
                        """
                        version: 1
                        name: broken
                        entry: web
                        services:
                          - {name: web, command: "sh -c 'echo no licence; exit 3'"}
                        """,
                        "broken.yaml");

        assertThatThrownBy(() ->
                        starter.start(
                                MeshSpec.withoutSidecars("bare", chart), PROBE, _ -> identities))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("bare-web")
                .hasMessageContaining("no licence");
    }

    @Test
    void aPlaceThatStandsForNothingIsNamed() {
        Chart chart =
                ChartReader.read(
                        """
                        version: 1
                        name: broken
                        entry: web
                        services:
                          - {name: web, command: "web --listen {lisen}"}
                        values: {threads: 1}
                        """,
                        "broken.yaml");
        MeshSpec spec = MeshSpec.withoutSidecars("bare", chart.with(Map.of()));

        assertThatThrownBy(() -> starter.start(spec, PROBE, _ -> identities))
                .hasMessage(
                        "service web: {lisen} stands for nothing; known are {listen}, {port},"
                                + " {socket}, {threads}");
    }
}
