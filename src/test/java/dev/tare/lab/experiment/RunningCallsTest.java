package dev.tare.lab.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tare.base.core.Field;
import dev.tare.base.core.RequestBody;
import dev.tare.io.net.tls.TestAuthority;
import dev.tare.io.net.tls.TlsServerOptions;
import dev.tare.lab.grpc.GrpcTestServer;
import dev.tare.lab.plan.BuiltInPlan;
import dev.tare.lab.plan.Plan;
import dev.tare.lab.plan.PlanReader;
import dev.tare.lab.plan.SpecimenSpec;
import dev.tare.lab.plan.WorkloadSpec;
import dev.tare.load.spec.Endpoint;
import dev.tare.load.spec.Protocol;
import dev.tare.load.spec.Target;
import dev.tare.specimen.control.process.StartFailure;
import dev.tare.specimen.origin.Origin;
import dev.tare.specimen.origin.OriginOptions;
import dev.tare.testing.SocketTest;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The first call of real servers that run already, by gRPC and by HTTP/2. */
@SocketTest
final class RunningCallsTest {
    @TempDir private Path folder = Path.of("");
    private static GrpcTestServer server;

    @BeforeAll
    static void startServer() throws Exception {
        server = GrpcTestServer.start();
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    private static Plan plan(String url, String workload) throws Exception {
        return planOf("url: '%s'".formatted(url), workload);
    }

    private static Plan planOf(String bare, String workload) throws Exception {
        return PlanReader.read(
                "{specimens: [{name: bare, %s}], workloads: [{name: w, %s}]}"
                        .formatted(bare, workload),
                "plan.yaml",
                BuiltInPlan.of(List.of(), true));
    }

    private static Plan ofServer(String workload) throws Exception {
        return plan("http://127.0.0.1:" + server.port(), workload);
    }

    private int prove(Plan plan) throws Exception {
        SpecimenSpec.Running bare = (SpecimenSpec.Running) plan.specimens().getFirst();
        return RunningCalls.of(plan, folder).prove(plan, bare, RunningTls.options(bare, folder));
    }

    private void assertRefused(Plan plan, String words) {
        assertThatThrownBy(() -> prove(plan))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining(words)
                .satisfies(e -> assertThat(e).hasMessageNotContaining("\n"));
    }

    @Test
    void aMethodThatTheServerTellsOfIsCalledAndItsMessagesAreSentInTurn() throws Exception {
        Plan plan =
                ofServer(
                        "grpc: {method: tare.test.v1.Echo/Unary, message: [{text: a}, {text: bc}]},"
                                + " headers: {x-a: b}");
        WorkloadSpec workload = plan.workloads().getFirst();
        Target target = new Target(Protocol.GRPC, "127.0.0.1", server.port(), "", Optional.empty());

        assertThat(prove(plan)).isEqualTo(1);
        Endpoint sent = RunningCalls.of(plan, folder).endpoint(target, workload);
        assertThat(sent.request().target()).isEqualTo("/tare.test.v1.Echo/Unary");
        assertThat(sent.request().fields())
                .as("the engine adds gRPC's own")
                .isEqualTo(List.of(new Field("x-a", "b")));
        assertThat(sent.payloads())
                .extracting(RequestBody::bytes)
                .containsExactly(new byte[] {10, 1, 'a'}, new byte[] {10, 2, 'b', 'c'});
        assertThat(sent.check()).isEqualTo(workload.check());
    }

    @Test
    void healthIsKnownWithoutAsking() throws Exception {
        assertThat(prove(ofServer("grpc: {method: health}"))).isEqualTo(1);
        assertThat(prove(ofServer("path: /x"))).as("of HTTP/1.1 nothing is proven here").isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tare.test.v1.Echo/Unarry | {} | workload w: tare.test.v1.Echo has no method"
                        + " Unarry",
                "tare.test.v1.Echo/Many   | {} | answers with a stream; a plan calls unary methods",
                "tare.test.v1.Echo/Upload | {} | takes a stream of requests",
                "tare.test.v1.Echo/Unary  | {txt: a} | workload w: ",
                "tare.test.v1.Echo/Unary  | {status: 7, status_message: no} | a call of"
                        + " tare.test.v1.Echo/Unary ended with gRPC status 7"
                        + " (PERMISSION_DENIED): no",
                "fgrpc.PingServer/Ping    | {} | ended with gRPC status 12 (UNIMPLEMENTED)",
            })
    void aCallThatCannotBeMadeIsOneLine(String method, String message, String words)
            throws Exception {
        assertRefused(
                ofServer("grpc: {method: %s, message: %s}".formatted(method, message)), words);
    }

    @Test
    void whatDoesNotSpeakItIsOneLine() throws Exception {
        assertRefused(
                plan("http://127.0.0.1:1", "grpc: {method: health}"),
                "127.0.0.1:1: nobody listens there");
        assertRefused(
                plan("http://127.0.0.1:1", "path: /x, http2: true"),
                "127.0.0.1:1: nobody listens there");
        assertRefused(
                plan("https://127.0.0.1:" + server.port(), "grpc: {method: health}"),
                "it does not speak TLS; write http://, or name the port that does");
    }

    @Test
    void http2IsTriedByTheEngineItself() throws Exception {
        TestAuthority authority = new TestAuthority(folder, "authority of the test");
        TlsServerOptions tls = TlsServerOptions.standard(authority.vouchFor("127.0.0.1"));
        try (Origin clear = Origin.start(OriginOptions.standard());
                Origin secured = Origin.start(OriginOptions.standard().withTls(tls))) {
            String url = "http://127.0.0.1:" + clear.address().getPort();
            assertThat(prove(plan(url, "bytes: 100, http2: true"))).isEqualTo(1);
            assertRefused(
                    plan(url, "path: /status/503, http2: true"),
                    "GET /status/503 over HTTP/2 is not answered as its check asks: wrong status");
            String trusted =
                    "url: 'https://127.0.0.1:%d', tls: {ca: %s}"
                            .formatted(secured.address().getPort(), authority.file());
            assertThat(prove(planOf(trusted, "bytes: 100, http2: true"))).isEqualTo(1);
            assertRefused(
                    plan(
                            "https://127.0.0.1:" + secured.address().getPort(),
                            "bytes: 100, http2: true"),
                    "its certificate is by an unknown authority: CN=authority of the test");
        }
    }
}
