package dev.tare.view.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.io.net.tls.TestAuthority;
import dev.tare.io.net.tls.TlsServerOptions;
import dev.tare.lab.bundle.BundleContent;
import dev.tare.lab.bundle.BundleReader;
import dev.tare.lab.grpc.GrpcTestServer;
import dev.tare.specimen.origin.Origin;
import dev.tare.specimen.origin.OriginOptions;
import dev.tare.specimen.proxy.Minivoy;
import dev.tare.specimen.proxy.count.ProxyError;
import dev.tare.specimen.proxy.setup.ProxyOptions;
import dev.tare.testing.SocketTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** gRPC and HTTP/2 to what runs already, weighed as a user would. */
@SocketTest
final class RunHttp2Test {
    @TempDir private Path folder = Path.of("");

    private static ProxyOptions to(int port) {
        return ProxyOptions.to(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .withUpstreamHttp2(true);
    }

    private BundleContent run(String document) throws Exception {
        Path file = Files.writeString(folder.resolve("plan.yaml"), document);
        CommandFixture.Result result =
                CommandFixture.run(
                        folder,
                        "run",
                        file.toString(),
                        "--duration",
                        "5s",
                        "--blocks",
                        "1",
                        "--out",
                        "bundle");
        assertThat(result.exitCode()).as(result.err()).isIn(0, 3);
        BundleContent content = BundleReader.read(folder.resolve("bundle"));
        assertThat(content.blocks().getFirst().blockRecord().slices())
                .isNotEmpty()
                .allSatisfy(slice -> {
                    assertThat(slice.measured().failed()).isZero();
                    assertThat(slice.measured().ended()).isPositive();
                });
        return content;
    }

    private static Set<String> spoken(BundleContent content, String specimen) {
        return content.blocks()
                .getFirst()
                .blockRecord()
                .protocols()
                .getOrDefault(specimen, Map.of())
                .keySet();
    }

    @Test
    @Timeout(90)
    void grpcCallsOfAConfigurationOfSmpPassTheMeshWithTlsAndBareWithout() throws Exception {
        TestAuthority authority = new TestAuthority(folder, "the mesh's authority");
        try (GrpcTestServer server = GrpcTestServer.start();
                Minivoy mesh =
                        Minivoy.start(
                                to(server.port())
                                        .withTls(
                                                TlsServerOptions.standard(
                                                        authority.vouchFor("127.0.0.1"))))) {
            BundleContent content =
                    run(
                            """
                            labels: {tare.specimen: mesh}
                            clients:
                            - protocol: PROTOCOL_GRPC
                              connections: 2
                              ssl_certificate: %s
                              body: '{"text": "hello"}'
                              endpoint_urls:
                              - http://127.0.0.1:%d/tare.test.v1.Echo/Unary
                              - https://127.0.0.1:%d/tare.test.v1.Echo/Unary
                            """
                                    .formatted(
                                            authority.file().getFileName(),
                                            server.port(),
                                            mesh.address().getPort()));

            assertThat(spoken(content, "bare")).containsExactly("HTTP/2");
            assertThat(spoken(content, "mesh"))
                    .isNotEmpty()
                    .allSatisfy(name -> assertThat(name).startsWith("HTTP/2, TLSv1.3"));
            assertThat(content.manifest().environment().notes())
                    .contains(
                            "SMP: ssl_certificate is read as the authority to trust, and no other"
                                    + " is");
            assertThat(content.manifest().plan().workloads().getFirst().protocol())
                    .isEqualTo("grpc");
            assertThat(Files.readString(folder.resolve("bundle/report.html")))
                    .contains("POST /tare.test.v1.Echo/Unary by gRPC, closed loop");
            // A slice may end while a connection is being opened; nothing else is given up.
            assertThat(mesh.stats().errors())
                    .as(mesh.stats().json())
                    .isEqualTo(mesh.stats().errors(ProxyError.CLIENT_HANDSHAKE_FAILED));
            assertToldAsGrpc();
        }
    }

    /** Told as SMP again, it has protocol and address. */
    private void assertToldAsGrpc() throws IOException, InterruptedException {
        CommandFixture.Result told =
                CommandFixture.run(folder, "report", "bundle", "--format", "smp", "--out", "smp");
        assertThat(told.exitCode()).as(told.err()).isZero();
        assertThat(Files.readString(folder.resolve("smp/configs/mesh.client-1.yaml")))
                .contains("PROTOCOL_GRPC", "https://127.0.0.1:", "/tare.test.v1.Echo/Unary");
    }

    @Test
    @Timeout(90)
    void aWorkloadOfHttp2IsSpokenByPriorKnowledgeBesideOneOfHttp1() throws Exception {
        try (Origin origin = Origin.start(OriginOptions.standard());
                Minivoy mesh = Minivoy.start(to(origin.address().getPort()))) {
            BundleContent content =
                    run(
                            """
                            specimens:
                              - {name: bare, url: "http://127.0.0.1:%d/"}
                              - {name: mesh, url: "http://127.0.0.1:%d/"}
                            workloads:
                              - {name: one, bytes: 100, connections: 2}
                              - {name: two, bytes: 100, connections: 2, http2: true}
                            """
                                    .formatted(
                                            origin.address().getPort(), mesh.address().getPort()));

            for (String specimen : Set.of("bare", "mesh")) {
                assertThat(spoken(content, specimen))
                        .containsExactlyInAnyOrder("HTTP/1.1", "HTTP/2");
            }
        }
    }

    @Test
    @Timeout(60)
    void aCallThatIsRefusedIsOneLineBeforeAnythingIsMeasured() throws Exception {
        try (GrpcTestServer server = GrpcTestServer.start()) {
            Path file =
                    Files.writeString(
                            folder.resolve("plan.yaml"),
                            """
                            specimens: [{name: bare, url: "http://127.0.0.1:%d/"}]
                            workloads: [{name: w, grpc: {method: tare.test.v1.Echo/Unarry}}]
                            """
                                    .formatted(server.port()));

            CommandFixture.Result result =
                    CommandFixture.run(folder, "run", file.toString(), "--out", "bundle");

            assertThat(result.exitCode()).isEqualTo(1);
            assertThat(result.err())
                    .contains("workload w: tare.test.v1.Echo has no method Unarry; it has Unary")
                    .doesNotContain("Exception");
            assertThat(BundleReader.read(folder.resolve("bundle")).blocks()).isEmpty();
        }
    }
}
