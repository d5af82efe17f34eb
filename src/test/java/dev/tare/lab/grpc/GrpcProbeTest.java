package dev.tare.lab.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tare.base.core.Field;
import dev.tare.io.wire.grpc.GrpcStatus;
import dev.tare.testing.SocketTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One call against grpc-java's own server. */
@SocketTest
final class GrpcProbeTest {
    private static final long TIMEOUT_NS = 10_000_000_000L;
    private static GrpcTestServer server;

    @BeforeAll
    static void start() throws IOException {
        server = GrpcTestServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static GrpcAnswer call(GrpcMethod method, String json) throws GrpcException {
        return call(method, json, 10);
    }

    private static GrpcAnswer call(GrpcMethod method, String json, int maxMessages)
            throws GrpcException {
        return GrpcProbe.call(
                server.endpoint(),
                method,
                method.request().encode(json),
                List.of(new Field("x-caller", "tare")),
                TIMEOUT_NS,
                maxMessages);
    }

    @Test
    void aUnaryCallShowsHeadersMessageStatusAndTrailers() throws GrpcException {
        GrpcAnswer answer =
                call(
                        GrpcFixtures.echo("Unary"),
                        "{\"text\":\"héllo\",\"payload\":\"AAE=\",\"trailers\":{\"took\":\"1\"}}");
        assertThat(answer.messages()).containsExactly("{\"text\":\"héllo\",\"payload\":\"AAE=\"}");
        assertThat(answer.status()).isEqualTo(GrpcStatus.OK);
        assertThat(answer.headers()).contains(new Field("served-by", "test"));
        assertThat(answer.trailers()).containsExactly(new Field("took", "1"));
        assertThat(answer.text())
                .endsWith(
                        """
                        {"text":"héllo","payload":"AAE="}
                        status 0 OK
                        trailer took: 1
                        """);
    }

    @Test
    void aStreamShowsAllItsMessages() throws GrpcException {
        GrpcAnswer answer =
                call(GrpcFixtures.echo("Many"), "{\"echo\":{\"text\":\"a\"},\"count\":3}");
        assertThat(answer.messages())
                .containsExactly(
                        "{\"text\":\"a\"}",
                        "{\"text\":\"a\",\"number\":\"1\"}",
                        "{\"text\":\"a\",\"number\":\"2\"}");
        assertThat(answer.cut()).isFalse();
        assertThat(answer.status()).isEqualTo(GrpcStatus.OK);
    }

    @Test
    void aLongStreamIsCut() throws GrpcException {
        GrpcAnswer answer = call(GrpcFixtures.echo("Many"), "{\"count\":100000}", 2);
        assertThat(answer.messages()).hasSize(2);
        assertThat(answer.cut()).isTrue();
        assertThat(answer.text())
                .endsWith("… and more: the stream was cancelled after 2 messages\n");
    }

    @Test
    void aStreamAsLongAsTheLimitIsNotCut() throws GrpcException {
        GrpcAnswer answer = call(GrpcFixtures.echo("Many"), "{\"count\":2}", 2);
        assertThat(answer.messages()).hasSize(2);
        assertThat(answer.cut()).isFalse();
    }

    @Test
    void anErrorShowsItsNameAndWords() throws GrpcException {
        GrpcAnswer answer =
                call(
                        GrpcFixtures.echo("Unary"),
                        "{\"status\":9,\"status_message\":\"nö\",\"trailers\":{\"why\":\"so\"}}");
        assertThat(answer.messages()).isEmpty();
        assertThat(answer.text()).contains("status 9 FAILED_PRECONDITION: nö\n");
        assertThat(answer.trailers()).contains(new Field("why", "so"));
    }

    @Test
    void aStreamMayEndInAnError() throws GrpcException {
        GrpcAnswer answer =
                call(GrpcFixtures.echo("Many"), "{\"echo\":{\"status\":14},\"count\":2}");
        assertThat(answer.messages()).hasSize(2);
        assertThat(answer.status()).isEqualTo(GrpcStatus.UNAVAILABLE);
    }

    @Test
    void healthIsAskedWithoutReflection() throws GrpcException {
        assertThat(call(GrpcMethod.healthCheck(), "").messages())
                .containsExactly("{\"status\":\"SERVING\"}");
        assertThat(call(GrpcMethod.healthCheck(), "{\"service\":\"asleep\"}").messages())
                .containsExactly("{\"status\":\"NOT_SERVING\"}");
        assertThat(call(GrpcMethod.healthCheck(), "{\"service\":\"x\"}").status())
                .isEqualTo(GrpcStatus.NOT_FOUND);
    }

    @Test
    void aLateAnswerEndsAtTheDeadline() throws GrpcException {
        GrpcMethod unary = GrpcFixtures.echo("Unary");
        GrpcAnswer answer =
                GrpcProbe.call(
                        server.endpoint(),
                        unary,
                        unary.request().encode("{\"delay_ms\":60000}"),
                        List.of(),
                        200_000_000L,
                        1);
        assertThat(answer.status()).isEqualTo(GrpcStatus.DEADLINE_EXCEEDED);
    }

    @Test
    void aPortWhereNobodyListensSaysSo() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        GrpcAnswer answer =
                GrpcProbe.call(
                        GrpcEndpoint.plaintext("127.0.0.1", port),
                        GrpcMethod.healthCheck(),
                        new byte[0],
                        List.of(),
                        TIMEOUT_NS,
                        1);
        assertThat(answer.status()).isEqualTo(GrpcStatus.UNAVAILABLE);
        assertThat(answer.statusMessage()).contains("Connection refused");
    }

    @Test
    void metadataThatCannotBeSentIsRefused() {
        assertThatThrownBy(() ->
                        GrpcProbe.call(
                                server.endpoint(),
                                GrpcMethod.healthCheck(),
                                new byte[0],
                                List.of(new Field("key-bin", "not base64!")),
                                TIMEOUT_NS,
                                1))
                .isInstanceOf(GrpcException.class)
                .hasMessageStartingWith("metadata \"key-bin\" cannot be sent: ");
    }
}
