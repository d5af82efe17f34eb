package dev.tare.specimen.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tare.io.net.LoopOptions;
import dev.tare.specimen.Eventually;
import dev.tare.specimen.proxy.setup.ProxyOptions;
import dev.tare.testing.SocketTest;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** gRPC through minivoy, between a client and a server of grpc-java: each kind of call. */
@SocketTest
@Timeout(60)
@ParameterizedClass
@MethodSource("dev.tare.specimen.BackEnds#all")
final class MinivoyGrpcTest {
    private static final String LARGE = "0123456789".repeat(100_000);

    @Parameter LoopOptions loop = LoopOptions.standard();

    private final AtomicInteger cancelled = new AtomicInteger();
    private Server server;
    private Minivoy proxy;
    private ManagedChannel channel;

    @SuppressWarnings("NullAway.Init")
    MinivoyGrpcTest() {}

    /** Messages are text as it stands. */
    private static final class Text implements MethodDescriptor.Marshaller<String> {
        @Override
        public InputStream stream(String value) {
            return new ByteArrayInputStream(value.getBytes(UTF_8));
        }

        @Override
        public String parse(InputStream stream) {
            try {
                return new String(stream.readAllBytes(), UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static MethodDescriptor<String, String> method(MethodType type) {
        return MethodDescriptor.<String, String>newBuilder()
                .setType(type)
                .setFullMethodName("test.Words/" + type)
                .setRequestMarshaller(new Text())
                .setResponseMarshaller(new Text())
                .build();
    }

    @BeforeEach
    void start() throws IOException {
        ServerServiceDefinition service =
                ServerServiceDefinition.builder("test.Words")
                        .addMethod(
                                method(MethodType.UNARY), ServerCalls.asyncUnaryCall(this::unary))
                        .addMethod(
                                method(MethodType.SERVER_STREAMING),
                                ServerCalls.asyncServerStreamingCall(MinivoyGrpcTest::many))
                        .addMethod(
                                method(MethodType.CLIENT_STREAMING),
                                ServerCalls.asyncClientStreamingCall(MinivoyGrpcTest::joined))
                        .addMethod(
                                method(MethodType.BIDI_STREAMING),
                                ServerCalls.asyncBidiStreamingCall(MinivoyGrpcTest::echoed))
                        .build();
        server =
                NettyServerBuilder.forAddress(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                        .directExecutor()
                        .addService(service)
                        .build()
                        .start();
        InetSocketAddress upstream =
                new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getPort());
        proxy = Minivoy.start(ProxyOptions.to(upstream).withLoop(loop).withUpstreamHttp2(true));
        channel = NettyChannelBuilder.forAddress(proxy.address()).usePlaintext().build();
    }

    @AfterEach
    void stop() throws InterruptedException {
        channel.shutdownNow().awaitTermination(20, TimeUnit.SECONDS);
        proxy.close();
        server.shutdownNow().awaitTermination();
    }

    private void unary(String request, StreamObserver<String> response) {
        switch (request) {
            case "fail" ->
                    response.onError(
                            Status.NOT_FOUND
                                    .withDescription("no such word")
                                    .asRuntimeException(new Metadata()));
            case "wait" ->
                    ((ServerCallStreamObserver<String>) response)
                            .setOnCancelHandler(cancelled::incrementAndGet);
            default -> {
                response.onNext(request);
                response.onCompleted();
            }
        }
    }

    private static void many(String request, StreamObserver<String> response) {
        for (int i = 0; i < 1000; i++) {
            response.onNext(request + i);
        }
        response.onCompleted();
    }

    private static StreamObserver<String> joined(StreamObserver<String> response) {
        StringBuilder all = new StringBuilder();
        return new Words(
                all::append,
                () -> {
                    response.onNext(all.toString());
                    response.onCompleted();
                });
    }

    private static StreamObserver<String> echoed(StreamObserver<String> response) {
        return new Words(response::onNext, response::onCompleted);
    }

    /** What comes over a stream, and its end; failures are found by their lack. */
    private record Words(Consumer<String> each, Runnable end) implements StreamObserver<String> {
        @Override
        public void onNext(String word) {
            each.accept(word);
        }

        @Override
        public void onError(Throwable failure) {}

        @Override
        public void onCompleted() {
            end.run();
        }
    }

    private String unary(String request, CallOptions options) {
        return ClientCalls.blockingUnaryCall(channel, method(MethodType.UNARY), options, request);
    }

    @Test
    void oneAnswerComesForOneRequest() {
        for (String request : List.of("", "a", LARGE)) {
            assertThat(unary(request, CallOptions.DEFAULT)).isEqualTo(request);
        }
        assertThat(proxy.stats().requests()).isEqualTo(3);
        assertThat(proxy.stats().errors()).isZero();
    }

    @Test
    void aFailureComesWithItsStatusAndItsWords() {
        assertThatExceptionOfType(StatusRuntimeException.class)
                .isThrownBy(() -> unary("fail", CallOptions.DEFAULT))
                .withMessage("NOT_FOUND: no such word");
        assertThat(proxy.stats().errors()).isZero();
    }

    @Test
    void aDeadlineEndsTheCallOnBothSides() throws InterruptedException {
        CallOptions hasty = CallOptions.DEFAULT.withDeadlineAfter(200, TimeUnit.MILLISECONDS);
        assertThatExceptionOfType(StatusRuntimeException.class)
                .isThrownBy(() -> unary("wait", hasty))
                .matches(e -> e.getStatus().getCode() == Status.Code.DEADLINE_EXCEEDED);
        Eventually.holds(() -> cancelled.get() == 1);
    }

    @Test
    void anUpstreamThatIsGoneIsUnavailable() throws InterruptedException {
        server.shutdownNow().awaitTermination();
        assertThatExceptionOfType(StatusRuntimeException.class)
                .isThrownBy(() -> unary("a", CallOptions.DEFAULT))
                .withMessage("UNAVAILABLE: upstream_connect_failed");
    }

    @Test
    void manyAnswersComeForOneRequest() {
        Iterator<String> answers =
                ClientCalls.blockingServerStreamingCall(
                        channel, method(MethodType.SERVER_STREAMING), CallOptions.DEFAULT, "word ");
        for (int i = 0; i < 1000; i++) {
            assertThat(answers.next()).isEqualTo("word " + i);
        }
        assertThat(answers.hasNext()).isFalse();
    }

    @Test
    void oneAnswerComesForManyRequests() throws InterruptedException {
        BlockingQueue<String> answers = new LinkedBlockingQueue<>();
        StreamObserver<String> requests =
                ClientCalls.asyncClientStreamingCall(
                        channel.newCall(method(MethodType.CLIENT_STREAMING), CallOptions.DEFAULT),
                        new Words(answers::add, () -> answers.add("end")));
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < 1000; i++) {
            requests.onNext("word " + i);
            expected.append("word ").append(i);
        }
        requests.onCompleted();
        assertThat(answers.take()).isEqualTo(expected.toString());
        assertThat(answers.take()).isEqualTo("end");
    }

    @Test
    void aConversationGoesToAndFro() throws InterruptedException {
        List<BlockingQueue<String>> answers = new ArrayList<>();
        List<StreamObserver<String>> requests = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            BlockingQueue<String> queue = new LinkedBlockingQueue<>();
            answers.add(queue);
            requests.add(
                    ClientCalls.asyncBidiStreamingCall(
                            channel.newCall(method(MethodType.BIDI_STREAMING), CallOptions.DEFAULT),
                            new Words(queue::add, () -> queue.add("end"))));
        }
        for (int round = 0; round < 50; round++) {
            for (int i = 0; i < 10; i++) {
                String said = i + " says " + round + LARGE.substring(0, round * 1000);
                requests.get(i).onNext(said);
                assertThat(answers.get(i).take()).isEqualTo(said);
            }
        }
        for (int i = 0; i < 10; i++) {
            requests.get(i).onCompleted();
            assertThat(answers.get(i).take()).isEqualTo("end");
        }
        assertThat(proxy.stats().errors()).isZero();
        assertThat(proxy.stats().upstreamConnectionsOpened()).isEqualTo(1);
    }
}
