package dev.tare.lab.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which method a name and a source mean, and what is said where they mean none. */
final class GrpcMethodTest {
    private static final DescriptorSource ECHO =
            new DescriptorSource.DescriptorSet(GrpcFixtures.file("echo.protoset"));

    @Test
    void bothWaysOfWritingTheNameMeanTheSameMethod() throws GrpcException {
        for (String name :
                List.of(
                        "tare.test.v1.Echo/Unary",
                        "tare.test.v1.Echo.Unary",
                        "/tare.test.v1.Echo/Unary")) {
            GrpcMethod method = GrpcMethod.resolve(name, ECHO);
            assertThat(method.path()).isEqualTo("/tare.test.v1.Echo/Unary");
            assertThat(method.serverStreaming()).isFalse();
            assertThat(method.requestType().getFullName()).isEqualTo("tare.test.v1.EchoRequest");
            assertThat(method.responseType().getFullName()).isEqualTo("tare.test.v1.EchoReply");
        }
    }

    @Test
    void serverStreamingIsKnown() throws GrpcException {
        assertThat(GrpcMethod.resolve("tare.test.v1.Echo/Many", ECHO).serverStreaming()).isTrue();
    }

    @Test
    void streamsOfRequestsAreRefused() {
        for (String name : List.of("tare.test.v1.Echo/Upload", "tare.test.v1.Echo/Chat")) {
            assertThatThrownBy(() -> GrpcMethod.resolve(name, ECHO))
                    .isInstanceOf(GrpcException.class)
                    .hasMessage(
                            name
                                    + " takes a stream of requests; unary and server-streaming"
                                    + " methods can be called, client-streaming and bidirectional"
                                    + " ones cannot");
        }
    }

    @Test
    void anUnknownMethodIsNamedWithTheNearestFirst() {
        assertThatThrownBy(() -> GrpcMethod.resolve("tare.test.v1.Echo/Unry", ECHO))
                .isInstanceOf(GrpcException.class)
                .hasMessage(
                        "tare.test.v1.Echo has no method Unry; it has Unary, Many, Chat, Same,"
                                + " Upload");
    }

    @Test
    void anUnknownServiceIsNamedWithThoseThatThereAre() {
        assertThatThrownBy(() -> GrpcMethod.resolve("tare.test.Echo/Unary", ECHO))
                .isInstanceOf(GrpcException.class)
                .hasMessage(
                        GrpcFixtures.file("echo.protoset")
                                + " knows no service tare.test.Echo; it knows tare.test.v1.Echo");
    }

    @Test
    void aNameThatIsNoneIsRefused() {
        for (String name : List.of("", "Unary", "a/b/c", "a..b/C", "a.b/", "a b/C", "1a/B")) {
            assertThatThrownBy(() -> GrpcMethod.resolve(name, ECHO))
                    .isInstanceOf(GrpcException.class)
                    .hasMessageContaining("write it as package.Service/Method")
                    .hasMessageContaining("\"" + name + "\"");
        }
    }

    @Test
    void fortiosPingIsKnownWithoutDescriptors() throws GrpcException {
        GrpcMethod ping = GrpcMethod.fortioPing();

        assertThat(ping.path()).isEqualTo("/fgrpc.PingServer/Ping");
        assertThat(ping.serverStreaming()).isFalse();
        assertThat(GrpcMessages.parse(ping, "{\"seq\": 5, \"delayNanos\": 1}").message(0))
                .containsExactly(8, 5, 32, 1);
    }

    @Test
    void healthIsKnownWithoutDescriptors() throws GrpcException {
        GrpcMethod check = GrpcMethod.healthCheck();
        assertThat(check.path()).isEqualTo("/grpc.health.v1.Health/Check");
        assertThat(check.serverStreaming()).isFalse();
        assertThat(check.response().print(new byte[] {8, 1})).isEqualTo("{\"status\":\"SERVING\"}");
        assertThat(check.request().encode("{\"service\":\"a\"}")).containsExactly(10, 1, 'a');
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        Path missing = Path.of("/nowhere/x.protoset");
        assertThatThrownBy(() ->
                        GrpcMethod.resolve("a.B/C", new DescriptorSource.DescriptorSet(missing)))
                .hasMessage("/nowhere/x.protoset does not exist");
        assertThatThrownBy(() ->
                        GrpcMethod.resolve(
                                "a.B/C", new DescriptorSource.ProtoFile(missing, List.of())))
                .hasMessage("/nowhere/x.protoset does not exist");
    }
}
