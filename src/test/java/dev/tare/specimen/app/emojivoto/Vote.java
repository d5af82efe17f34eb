package dev.tare.specimen.app.emojivoto;

import dev.tare.specimen.RawClient;
import dev.tare.specimen.RawResponse;
import dev.tare.specimen.app.http.HttpServerOptions;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The three services on free ports of loopback, for tests. */
final class Vote implements AutoCloseable {
    final GrpcService emoji;
    final GrpcService voting;
    final EmojivotoWeb web;
    private final RawClient client;

    private Vote(GrpcService emoji, GrpcService voting, WebOptions options) throws IOException {
        this.emoji = emoji;
        this.voting = voting;
        web = EmojivotoWeb.start(options);
        client = RawClient.to(web.address());
    }

    /** One instance without faults. */
    static Vote start() throws IOException {
        return start(1, VotingService.Faults.NONE);
    }

    static Vote start(int instances, VotingService.Faults faults) throws IOException {
        return start(faults, options(free(), free()).withInstances(instances));
    }

    /** As the options say, but for the addresses of the services. */
    static Vote start(VotingService.Faults faults, WebOptions options) throws IOException {
        GrpcService emoji = EmojiService.start(service(options.instances()));
        GrpcService voting = VotingService.start(service(options.instances()), faults);
        return new Vote(
                emoji,
                voting,
                options(emoji.address(), voting.address())
                        .withInstances(options.instances())
                        .withMaxPending(options.maxPending())
                        .withDeadlineNs(options.deadlineNs()));
    }

    static ServiceOptions service(int instances) {
        return new ServiceOptions(free(), 1, instances);
    }

    static WebOptions options(InetSocketAddress emoji, InetSocketAddress voting) {
        return WebOptions.of(HttpServerOptions.standard("web").withThreads(2), emoji, voting);
    }

    /** A port that the system chooses. */
    static InetSocketAddress free() {
        return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
    }

    /** What a request to the first instance is answered. */
    RawResponse get(String target) throws IOException {
        return client.get(target);
    }

    /** What a request to an instance is answered. */
    RawResponse get(String host, String target) throws IOException {
        return client.send("GET %s HTTP/1.1\r\nHost: %s\r\n\r\n".formatted(target, host)).read();
    }

    /** What is answered to what is sent as it stands. */
    RawResponse send(String request) throws IOException {
        return client.send(request).read();
    }

    /** Votes, and returns the status. */
    int vote(String shortcode) throws IOException {
        return get("/api/vote?choice=" + shortcode).status();
    }

    /** A body as UTF-8. */
    static String utf8(RawResponse response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    /** What the gRPC services have counted. */
    String metrics() {
        return new String(GrpcService.prometheus(List.of(emoji, voting)), StandardCharsets.UTF_8);
    }

    /** A connection of grpc-java's to a service, under a name. */
    static ManagedChannel channel(GrpcService service, String authority) {
        return NettyChannelBuilder.forAddress(service.address())
                .overrideAuthority(authority)
                .usePlaintext()
                .build();
    }

    /** Calls a method with the bytes of a request; the status of a failure is the cause. */
    static CompletableFuture<byte[]> call(
            ManagedChannel channel, MethodDescriptor<byte[], byte[]> method, byte[] request) {
        CompletableFuture<byte[]> answer = new CompletableFuture<>();
        var call = channel.newCall(method, CallOptions.DEFAULT);
        call.start(
                new io.grpc.ClientCall.Listener<>() {
                    private byte[] message = Wire.EMPTY;

                    @Override
                    public void onMessage(byte[] received) {
                        message = received;
                    }

                    @Override
                    public void onClose(Status status, Metadata trailers) {
                        if (status.isOk()) {
                            answer.complete(message);
                        } else {
                            answer.completeExceptionally(status.asException());
                        }
                    }
                },
                new Metadata());
        call.request(2);
        call.sendMessage(request);
        call.halfClose();
        return answer;
    }

    @Override
    public void close() throws IOException {
        client.close();
        web.close();
        voting.close();
        emoji.close();
    }
}
