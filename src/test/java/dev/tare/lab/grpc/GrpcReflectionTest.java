package dev.tare.lab.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import dev.tare.lab.grpc.GrpcTestServer.ReflectionVersion;
import dev.tare.testing.SocketTest;
import io.grpc.Status;
import io.grpc.reflection.v1.ErrorResponse;
import io.grpc.reflection.v1.FileDescriptorResponse;
import io.grpc.reflection.v1.ListServiceResponse;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Servers that tell of themselves, and servers that do not. */
@SocketTest
final class GrpcReflectionTest {
    private static final long TIMEOUT_NS = 20_000_000_000L;
    private static final long SHORT_NS = 200_000_000L;

    private static GrpcMethod ask(GrpcEndpoint endpoint, String name, long timeoutNs)
            throws GrpcException {
        return GrpcMethod.resolve(name, new DescriptorSource.Reflection(endpoint, timeoutNs));
    }

    private static GrpcMethod ask(GrpcTestServer server, String name) throws GrpcException {
        return ask(server.endpoint(), name, TIMEOUT_NS);
    }

    @ParameterizedTest
    @EnumSource(names = {"V1", "V1ALPHA"})
    void bothVersionsTellOfAMethodWithAllItsImports(ReflectionVersion version) throws Exception {
        try (GrpcTestServer server = GrpcTestServer.start(version)) {
            GrpcMethod same = ask(server, "tare.test.v1.Echo/Same");
            String json =
                    "{\"any\":{\"@type\":\"type.googleapis.com/tare.test.v1.Leaf\",\"name\":\"n\"}}";
            assertThat(same.response().print(same.request().encode(json))).isEqualTo(json);
            assertThat(same.requestType().toProto())
                    .isEqualTo(GrpcFixtures.echo("Same").requestType().toProto());
        }
    }

    @Test
    void anUnknownServiceIsAnsweredWithTheList() throws Exception {
        try (GrpcTestServer server = GrpcTestServer.start()) {
            assertThatThrownBy(() -> ask(server, "tare.test.v1.Ecco/Unary"))
                    .isInstanceOf(GrpcException.class)
                    .hasMessage(
                            "the reflection of %s knows no service tare.test.v1.Ecco; it knows"
                                            .formatted(server.endpoint().address())
                                    + " tare.test.v1.Echo, grpc.health.v1.Health,"
                                    + " grpc.reflection.v1.ServerReflection");
            assertThatThrownBy(() -> ask(server, "tare.test.v1.Echo/One"))
                    .hasMessageContaining("tare.test.v1.Echo has no method One; it has ");
        }
    }

    @Test
    void aServerWithoutReflectionSaysWhatToDo() throws Exception {
        try (GrpcTestServer server = GrpcTestServer.start(ReflectionVersion.NONE)) {
            assertThatThrownBy(() -> ask(server, "tare.test.v1.Echo/Unary"))
                    .isInstanceOf(GrpcException.class)
                    .hasMessage(
                            server.endpoint().address()
                                    + " offers no server reflection; name a descriptor set or a"
                                    + " .proto file");
        }
    }

    @Test
    void aPortWhereNobodyListensSaysSo() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        assertThatThrownBy(
                        () -> ask(GrpcEndpoint.plaintext("127.0.0.1", port), "a.B/C", TIMEOUT_NS))
                .isInstanceOf(GrpcException.class)
                .hasMessageStartingWith("127.0.0.1:" + port + " cannot be reached by gRPC: ")
                .hasMessageContaining("Connection refused");
    }

    @Test
    void aServerThatAcceptsAndIsSilentEndsAtTheDeadline() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
            GrpcEndpoint endpoint = GrpcEndpoint.plaintext("127.0.0.1", silent.getLocalPort());
            assertThatThrownBy(() -> ask(endpoint, "a.B/C", SHORT_NS))
                    .isInstanceOf(GrpcException.class)
                    .hasMessageContaining(
                            "the reflection of %s gave no answer within 0.200 s"
                                    .formatted(endpoint.address()));
        }
    }

    @Test
    void aStreamThatStaysSilentEndsAtTheDeadline() throws Exception {
        try (GrpcTestServer server = scripted((request, answers) -> {})) {
            assertThatThrownBy(() -> ask(server.endpoint(), "a.B/C", SHORT_NS))
                    .hasMessageContaining("gave no answer within 0.200 s");
        }
    }

    @Test
    void aStreamThatEndsWithoutAnAnswerSaysSo() throws Exception {
        try (GrpcTestServer server = scripted((request, answers) -> answers.onCompleted())) {
            assertThatThrownBy(() -> ask(server, "a.B/C"))
                    .isInstanceOf(GrpcException.class)
                    .hasMessageContaining("ended with INTERNAL: the stream has ended");
        }
    }

    @Test
    void aRefusalIsPassedOnInItsOwnWords() throws Exception {
        try (GrpcTestServer server =
                scripted((request, answers) ->
                        answers.onError(
                                Status.PERMISSION_DENIED
                                        .withDescription("not you\nnor you")
                                        .asRuntimeException()))) {
            assertThatThrownBy(() -> ask(server, "a.B/C"))
                    .hasMessageEndingWith("ended with PERMISSION_DENIED: not you");
        }
        try (GrpcTestServer server =
                scripted((request, answers) ->
                        answers.onNext(
                                ServerReflectionResponse.newBuilder()
                                        .setErrorResponse(
                                                ErrorResponse.newBuilder()
                                                        .setErrorCode(13)
                                                        .setErrorMessage("broken"))
                                        .build()))) {
            assertThatThrownBy(() -> ask(server, "a.B/C")).hasMessageEndingWith(" refuses: broken");
        }
    }

    @Test
    void whatIsNoDescriptorIsRefused() throws Exception {
        try (GrpcTestServer server = answering(ByteString.copyFromUtf8("nonsense"))) {
            assertThatThrownBy(() -> ask(server, "a.B/C"))
                    .isInstanceOf(GrpcException.class)
                    .hasMessageContaining("sends what is no descriptor: ");
        }
    }

    @Test
    void importsWithoutEndAreRefused() throws Exception {
        // Each file that is asked for imports one more.
        try (GrpcTestServer server =
                scripted((request, answers) -> {
                    String name = request.getFileByFilename();
                    answers.onNext(
                            files(
                                    FileDescriptorProto.newBuilder()
                                            .setName(name)
                                            .addDependency(name + "x")
                                            .build()
                                            .toByteString()));
                })) {
            assertThatThrownBy(() -> ask(server, "a.B/C"))
                    .hasMessageContaining("a chain of more than 200 imports");
        }
    }

    @Test
    void anImportThatTheServerDoesNotHaveIsNamed() throws Exception {
        try (GrpcTestServer server =
                answering(
                        FileDescriptorProto.newBuilder()
                                .setName("a.proto")
                                .addDependency("b.proto")
                                .build()
                                .toByteString())) {
            assertThatThrownBy(() -> ask(server, "a.B/C"))
                    .hasMessageContaining(
                            "the import \"b.proto\" is not there; its reflection is incomplete");
        }
    }

    @Test
    void anAnswerIsBounded() throws Exception {
        ByteString large = ByteString.copyFrom(new byte[GrpcChannel.MAX_MESSAGE_BYTES]);
        try (GrpcTestServer server = answering(large)) {
            assertThatThrownBy(() -> ask(server, "a.B/C"))
                    .isInstanceOf(GrpcException.class)
                    .hasMessageContaining("ended with RESOURCE_EXHAUSTED: ");
        }
    }

    @Test
    void aListOfServicesIsBounded() throws Exception {
        ListServiceResponse.Builder list = ListServiceResponse.newBuilder();
        for (int i = 0; i <= Reflection.MAX_SERVICES; i++) {
            list.addServiceBuilder().setName("s.S" + i);
        }
        ServerReflectionResponse answer =
                ServerReflectionResponse.newBuilder().setListServicesResponse(list).build();
        ServerReflectionResponse none =
                ServerReflectionResponse.newBuilder()
                        .setErrorResponse(ErrorResponse.newBuilder().setErrorCode(5))
                        .build();
        try (GrpcTestServer server =
                scripted((request, answers) ->
                        answers.onNext(request.hasListServices() ? answer : none))) {
            assertThatThrownBy(() -> ask(server, "s.S/C")).hasMessageEndingWith("and 9992 more");
        }
    }

    @Test
    void aHostThatIsNotKnownSaysSo() {
        String host = "x".repeat(64);
        assertThatThrownBy(() -> ask(GrpcEndpoint.plaintext(host, 1), "a.B/C", TIMEOUT_NS))
                .isInstanceOf(GrpcException.class)
                .hasMessage("the host \"" + host + "\" is not known");
    }

    private static GrpcTestServer answering(ByteString file) throws IOException {
        return scripted((request, answers) -> answers.onNext(files(file)));
    }

    private static ServerReflectionResponse files(ByteString file) {
        return ServerReflectionResponse.newBuilder()
                .setFileDescriptorResponse(
                        FileDescriptorResponse.newBuilder().addFileDescriptorProto(file))
                .build();
    }

    /** A server whose reflection does what the script says. */
    private static GrpcTestServer scripted(
            BiConsumer<ServerReflectionRequest, StreamObserver<ServerReflectionResponse>> script)
            throws IOException {
        return GrpcTestServer.of(
                new ServerReflectionGrpc.ServerReflectionImplBase() {
                    @Override
                    public StreamObserver<ServerReflectionRequest> serverReflectionInfo(
                            StreamObserver<ServerReflectionResponse> answers) {
                        return new StreamObserver<>() {
                            @Override
                            public void onNext(ServerReflectionRequest request) {
                                script.accept(request, answers);
                            }

                            @Override
                            public void onError(Throwable t) {}

                            @Override
                            public void onCompleted() {}
                        };
                    }
                });
    }
}
