package dev.tare.load.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.base.core.AnswerCheck;
import dev.tare.base.core.FurtherCheck;
import dev.tare.base.core.Outcome;
import dev.tare.base.core.RequestBody;
import dev.tare.base.core.RequestSpec;
import dev.tare.base.time.NanoClock;
import dev.tare.io.net.IoBackEnd;
import dev.tare.io.net.tls.TestAuthority;
import dev.tare.io.net.tls.TlsClientOptions;
import dev.tare.io.net.tls.TlsIdentity;
import dev.tare.lab.grpc.DescriptorSource;
import dev.tare.lab.grpc.GrpcException;
import dev.tare.lab.grpc.GrpcMessages;
import dev.tare.lab.grpc.GrpcMethod;
import dev.tare.lab.grpc.GrpcTestServer;
import dev.tare.load.result.LoadResult;
import dev.tare.load.spec.ConnectionPolicy;
import dev.tare.load.spec.Endpoint;
import dev.tare.load.spec.Protocol;
import dev.tare.load.spec.Target;
import dev.tare.specimen.origin.Origin;
import dev.tare.specimen.origin.OriginOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Our loads through a proxy of others that ends TLS: HTTP/1.1, HTTP/2 and gRPC, before our origin
 * and a server of grpc-java.
 */
@Timeout(60)
abstract class ProxiedLoadContract {
    private static final int CALLS = 60;
    private static final int BODY_BYTES = 40_000;
    private static final long TIMEOUT_NS = 20_000_000_000L;
    private static final int MAX_TRIES = 200;

    /**
     * What the proxy is to do.
     *
     * @param folder for its files
     * @param clearPort where it speaks HTTP/2 without TLS
     * @param tlsPort where it speaks HTTP/1.1 and HTTP/2 over TLS
     * @param mutualPort where it wants a client's certificate beside
     * @param originPort where requests go
     * @param grpcPort where requests of gRPC go
     * @param identity that it shows
     * @param authority who must vouch for clients
     */
    record Setting(
            Path folder,
            int clearPort,
            int tlsPort,
            int mutualPort,
            int originPort,
            int grpcPort,
            TlsIdentity identity,
            Path authority) {}

    @TempDir private Path folder;
    private TestAuthority authority;
    private Origin origin;
    private GrpcTestServer grpc;
    private Setting setting;
    private Process proxy;

    /** Writes the configuration and starts the proxy. */
    abstract Process start(Setting to) throws IOException;

    @BeforeEach
    void start() throws Exception {
        authority = new TestAuthority(folder, "Tare's test authority");
        origin = Origin.start(OriginOptions.standard());
        grpc = GrpcTestServer.start();
        List<Integer> ports = freePorts(3);
        setting =
                new Setting(
                        folder,
                        ports.get(0),
                        ports.get(1),
                        ports.get(2),
                        origin.address().getPort(),
                        grpc.port(),
                        authority.vouchFor("localhost", "127.0.0.1"),
                        authority.file());
        proxy = start(setting);
        for (int port : ports) {
            awaitListening(port);
        }
    }

    @AfterEach
    void stop() throws InterruptedException {
        proxy.destroy();
        proxy.waitFor();
        origin.close();
        grpc.close();
    }

    private static List<Integer> freePorts(int count) throws IOException {
        List<ServerSocket> held = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            held.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
        }
        List<Integer> ports = held.stream().map(ServerSocket::getLocalPort).toList();
        for (ServerSocket socket : held) {
            socket.close();
        }
        return ports;
    }

    private void awaitListening(int port) throws IOException, InterruptedException {
        for (int i = 0; i < MAX_TRIES && proxy.isAlive(); i++) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                return;
            } catch (IOException notYet) {
                Thread.sleep(50);
            }
        }
        proxy.destroy();
        throw new IOException(
                "the proxy does not listen: "
                        + new String(proxy.getInputStream().readAllBytes(), UTF_8));
    }

    private TlsClientOptions trusting() {
        return TlsClientOptions.standard().withAuthorities(authority.file());
    }

    private LoadResult run(Target target, RequestSpec request, AnswerCheck check, RequestBody... of)
            throws IOException {
        Endpoint endpoint =
                new Endpoint("it", target, request, List.of(of), check, 1, Optional.empty());
        int depth = target.protocol() == Protocol.HTTP1 ? 1 : 8;
        TestLoad load =
                new TestLoad()
                        .endpoints(endpoint)
                        .policy(new ConnectionPolicy(2, depth, ConnectionPolicy.Opening.WARM, 0, 0))
                        .calls(CALLS)
                        .measuredMs(20_000)
                        .backEnd(IoBackEnd.AUTO);
        LoadResult result = new LoadEngine(NanoClock.system()).run(load.build(), interval -> {});
        assertThat(result.measured().tally().conserved()).isTrue();
        return result;
    }

    private LoadResult runBytes(Protocol protocol, int port, Optional<TlsClientOptions> tls)
            throws IOException {
        return run(
                new Target(protocol, "127.0.0.1", port, "", tls),
                RequestSpec.get("/byte/" + BODY_BYTES),
                AnswerCheck.okWithLength(BODY_BYTES));
    }

    private static void assertAllCorrect(LoadResult result, String protocol) {
        assertThat(result.measured().tally().outcomes()).containsOnlyKeys(Outcome.CORRECT);
        assertThat(result.measured().tally().count(Outcome.CORRECT)).isEqualTo(CALLS);
        assertThat(result.transport().failures()).isEmpty();
        assertThat(result.transport().protocols().keySet())
                .hasSize(1)
                .allMatch(name -> name.startsWith(protocol));
    }

    @Test
    void http11OverTlsIsAnswered() throws IOException {
        assertAllCorrect(
                runBytes(Protocol.HTTP1, setting.tlsPort(), Optional.of(trusting())),
                "HTTP/1.1, TLSv1.3");
    }

    @Test
    void http2OverTlsIsAnswered() throws IOException {
        assertAllCorrect(
                runBytes(Protocol.HTTP2, setting.tlsPort(), Optional.of(trusting())),
                "HTTP/2, TLSv1.3");
    }

    @Test
    void http2InTheClearIsAnswered() throws IOException {
        assertAllCorrect(runBytes(Protocol.HTTP2, setting.clearPort(), Optional.empty()), "HTTP/2");
    }

    @Test
    void largeBodiesAreTakenOverHttp2() throws IOException {
        String body = "x".repeat(300_000);
        LoadResult result =
                run(
                        new Target(
                                Protocol.HTTP2,
                                "127.0.0.1",
                                setting.tlsPort(),
                                "",
                                Optional.of(trusting())),
                        new RequestSpec("POST", "/echo", List.of(), body),
                        AnswerCheck.okWithLength(body.length()));
        assertAllCorrect(result, "HTTP/2, TLSv1.3");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "GRPC")
    void whoMustShowACertificateShowsIt(Protocol protocol) throws IOException {
        TlsClientOptions known = trusting().withIdentity(authority.vouchFor("a-client.example"));
        LoadResult result = runBytes(protocol, setting.mutualPort(), Optional.of(known));
        assertAllCorrect(result, protocol == Protocol.HTTP1 ? "HTTP/1.1, TLS" : "HTTP/2, TLS");
    }

    @Test
    void whoHasNoCertificateGetsNoAnswer() throws IOException {
        LoadResult result = runBytes(Protocol.HTTP2, setting.mutualPort(), Optional.of(trusting()));
        assertThat(Set.of(Outcome.CLOSED_EARLY))
                .containsAll(result.measured().tally().outcomes().keySet());
        assertThat(result.measured().tally().planned()).isPositive();
    }

    @Test
    void whoIsNotBelievedIsNotAsked() throws IOException {
        TestAuthority other = new TestAuthority(folder, "Somebody else's authority");
        TlsClientOptions distrusting = TlsClientOptions.standard().withAuthorities(other.file());
        LoadResult result = runBytes(Protocol.HTTP2, setting.tlsPort(), Optional.of(distrusting));
        assertThat(result.measured().tally().sent()).isZero();
        assertThat(result.transport().failures().keySet())
                .hasSize(1)
                .allMatch(reason -> reason.contains("certificate is by an unknown authority"));
    }

    private LoadResult call(String method, String json, int port, Optional<TlsClientOptions> tls)
            throws IOException, GrpcException {
        GrpcMethod resolved =
                GrpcMethod.resolve(
                        method, new DescriptorSource.Reflection(grpc.endpoint(), TIMEOUT_NS));
        AnswerCheck ok =
                new AnswerCheck(
                        200,
                        200,
                        AnswerCheck.ANY_LENGTH,
                        "",
                        List.of(new FurtherCheck.GrpcStatus(0)));
        return run(
                new Target(Protocol.GRPC, "127.0.0.1", port, "", tls),
                new RequestSpec("POST", resolved.path(), List.of(), ""),
                ok,
                RequestBody.of(GrpcMessages.parse(resolved, json).message(0)));
    }

    @Test
    void grpcIsAnsweredOverTlsAndInTheClear() throws Exception {
        String unary = "tare.test.v1.Echo/Unary";
        assertAllCorrect(
                call(unary, "{\"text\":\"a\"}", setting.tlsPort(), Optional.of(trusting())),
                "HTTP/2, TLSv1.3");
        assertAllCorrect(
                call(unary, "{\"text\":\"a\"}", setting.clearPort(), Optional.empty()), "HTTP/2");
    }

    @Test
    void streamsOfGrpcAreAnsweredOverTls() throws Exception {
        assertAllCorrect(
                call(
                        "tare.test.v1.Echo/Many",
                        "{\"echo\":{\"text\":\"a\"},\"count\":20}",
                        setting.tlsPort(),
                        Optional.of(trusting())),
                "HTTP/2, TLSv1.3");
    }

    /** A configuration with the setting's values in it. */
    static Path write(Setting to, String name, String template) throws IOException {
        String text =
                template.replace("{clear}", "" + to.clearPort())
                        .replace("{tls}", "" + to.tlsPort())
                        .replace("{mutual}", "" + to.mutualPort())
                        .replace("{origin}", "" + to.originPort())
                        .replace("{grpc}", "" + to.grpcPort())
                        .replace("{certificate}", to.identity().certificates().toString())
                        .replace("{key}", to.identity().key().toString())
                        .replace("{authority}", to.authority().toString());
        return Files.writeString(to.folder().resolve(name), text);
    }
}
