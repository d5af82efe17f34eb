package dev.tare.lab.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tare.io.wire.grpc.GrpcStatus;
import dev.tare.lab.grpc.GrpcTestServer.ReflectionVersion;
import dev.tare.specimen.PeerProcess;
import dev.tare.testing.PeerTest;
import dev.tare.testing.SocketTest;
import io.grpc.netty.GrpcSslContexts;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is believed, and who we say we are, with certificates that openssl made. */
@SocketTest
@PeerTest("openssl")
final class GrpcTlsTest {
    private static final long TIMEOUT_NS = 20_000_000_000L;

    @TempDir private static Path folder;
    private static GrpcTestServer server;
    private static GrpcTestServer mutual;

    @BeforeAll
    static void start() throws Exception {
        certificate("server", "IP:127.0.0.1");
        certificate("elsewhere", "DNS:elsewhere.example");
        certificate("client", "DNS:client.example");
        server = start("server", ClientAuth.NONE);
        mutual = start("server", ClientAuth.REQUIRE);
    }

    @AfterAll
    static void stop() {
        server.close();
        mutual.close();
    }

    private static void certificate(String name, String subject) throws Exception {
        PeerProcess.run(
                "openssl",
                ("req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj"
                                + " /CN=%1$s -addext subjectAltName=%2$s -keyout %3$s -out %4$s")
                        .formatted(name, subject, pem(name, "key"), pem(name, "cert"))
                        .split(" "));
    }

    private static Path pem(String name, String what) {
        return folder.resolve(name + "-" + what + ".pem");
    }

    private static GrpcTestServer start(String name, ClientAuth auth) throws IOException {
        SslContextBuilder builder =
                SslContextBuilder.forServer(pem(name, "cert").toFile(), pem(name, "key").toFile())
                        .clientAuth(auth)
                        .trustManager(pem("client", "cert").toFile());
        return GrpcTestServer.start(
                0, ReflectionVersion.V1, GrpcSslContexts.configure(builder).build());
    }

    private static GrpcAnswer check(GrpcTestServer to, GrpcEndpoint.Tls tls) throws GrpcException {
        return GrpcProbe.call(
                new GrpcEndpoint("127.0.0.1", to.port(), tls),
                GrpcMethod.healthCheck(),
                new byte[0],
                List.of(),
                TIMEOUT_NS,
                1);
    }

    private static GrpcEndpoint.Tls trusting(GrpcEndpoint.Trust trust) {
        return new GrpcEndpoint.Tls(trust, Optional.empty(), "");
    }

    private static GrpcEndpoint.Trust authority(String name) {
        return new GrpcEndpoint.Authorities(pem(name, "cert"));
    }

    @Test
    void aServerThatNobodyVouchesForIsRefused() throws GrpcException {
        GrpcAnswer answer = check(server, trusting(new GrpcEndpoint.SystemAuthorities()));
        assertThat(answer.status()).isEqualTo(GrpcStatus.UNAVAILABLE);
        assertThat(answer.statusMessage()).containsIgnoringCase("certif");
    }

    @Test
    void aServerThatTheNamedAuthorityVouchesForIsCalled() throws GrpcException {
        assertThat(check(server, trusting(authority("server"))).status()).isEqualTo(GrpcStatus.OK);
    }

    @Test
    void aServerWithAnothersNameIsRefusedUnlessThatNameIsAskedFor() throws Exception {
        try (GrpcTestServer elsewhere = start("elsewhere", ClientAuth.NONE)) {
            assertThat(check(elsewhere, trusting(authority("elsewhere"))).status())
                    .isEqualTo(GrpcStatus.UNAVAILABLE);
            GrpcEndpoint.Tls named =
                    new GrpcEndpoint.Tls(
                            authority("elsewhere"), Optional.empty(), "elsewhere.example");
            assertThat(check(elsewhere, named).status()).isEqualTo(GrpcStatus.OK);
            assertThat(check(elsewhere, trusting(new GrpcEndpoint.AnyServer())).status())
                    .isEqualTo(GrpcStatus.OK);
        }
    }

    @Test
    void aServerThatAsksWhoWeAreIsTold() throws GrpcException {
        GrpcEndpoint.Tls known =
                new GrpcEndpoint.Tls(
                        authority("server"),
                        Optional.of(
                                new GrpcEndpoint.ClientCertificate(
                                        pem("client", "cert"), pem("client", "key"))),
                        "");
        assertThat(check(mutual, known).status()).isEqualTo(GrpcStatus.OK);
        assertThat(check(mutual, trusting(authority("server"))).status())
                .isEqualTo(GrpcStatus.UNAVAILABLE);
    }

    @Test
    void reflectionIsAskedUnderTlsToo() throws GrpcException {
        GrpcEndpoint endpoint =
                new GrpcEndpoint("127.0.0.1", server.port(), trusting(authority("server")));
        GrpcMethod method =
                GrpcMethod.resolve(
                        "tare.test.v1.Echo/Unary",
                        new DescriptorSource.Reflection(endpoint, TIMEOUT_NS));
        assertThat(method.path()).isEqualTo("/tare.test.v1.Echo/Unary");
        GrpcEndpoint doubted =
                new GrpcEndpoint(
                        "127.0.0.1", server.port(), trusting(new GrpcEndpoint.SystemAuthorities()));
        assertThatThrownBy(() ->
                        GrpcMethod.resolve(
                                "tare.test.v1.Echo/Unary",
                                new DescriptorSource.Reflection(doubted, TIMEOUT_NS)))
                .isInstanceOf(GrpcException.class)
                .hasMessageContaining("cannot be reached by gRPC: ");
    }

    @Test
    void certificatesThatCannotBeUsedAreNamed() throws Exception {
        Path text = Files.writeString(folder.resolve("text.pem"), "no certificate");
        assertThatThrownBy(() ->
                        check(
                                server,
                                trusting(new GrpcEndpoint.Authorities(Path.of("/nowhere/ca.pem")))))
                .isInstanceOf(GrpcException.class)
                .hasMessage("/nowhere/ca.pem cannot be read");
        assertThatThrownBy(() -> check(server, trusting(new GrpcEndpoint.Authorities(text))))
                .isInstanceOf(GrpcException.class)
                .hasMessageStartingWith("the certificate authorities cannot be used: ");
        GrpcEndpoint.Tls wrong =
                new GrpcEndpoint.Tls(
                        authority("server"),
                        Optional.of(new GrpcEndpoint.ClientCertificate(text, text)),
                        "");
        assertThatThrownBy(() -> check(server, wrong))
                .isInstanceOf(GrpcException.class)
                .hasMessageStartingWith("the client certificate cannot be used: ");
    }
}
