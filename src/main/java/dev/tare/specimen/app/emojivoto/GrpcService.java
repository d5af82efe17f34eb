package dev.tare.specimen.app.emojivoto;

import com.google.protobuf.Descriptors.FileDescriptor;
import dev.tare.specimen.app.http.HttpServer;
import dev.tare.specimen.app.http.PrometheusText;
import io.grpc.BindableService;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.ProtoFileDescriptorSupplier;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionService;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A gRPC service that runs until it is closed; with health and reflection (v1 and v1alpha) on the
 * same port.
 *
 * <p>Thread-safety: any thread.
 */
public final class GrpcService implements AutoCloseable {
    /** The longest message that is taken. */
    static final int MAX_MESSAGE_BYTES = 256 * 1024;

    /** The longest header block that is taken. */
    static final int MAX_HEAD_BYTES = 16 * 1024;

    /** How many calls of one connection may be under way. */
    static final int MAX_CALLS_PER_CONNECTION = 10_000;

    private static final long CLOSE_WAIT_MS = 500;

    /**
     * What a service consists of.
     *
     * @param name of the service, with its package
     * @param file what reflection tells
     * @param counters of the methods
     * @param ownMetrics adds what the service counts besides
     */
    record Parts(
            String name,
            FileDescriptor file,
            Map<MethodDescriptor<byte[], byte[]>, UnaryHandler> handlers,
            ServiceCounters counters,
            Consumer<PrometheusText> ownMetrics) {}

    private final Parts parts;
    private final EventLoopGroup loops;
    private final Server server;

    private GrpcService(Parts parts, EventLoopGroup loops, Server server) {
        this.parts = parts;
        this.loops = loops;
        this.server = server;
    }

    /**
     * Starts a service.
     *
     * @param loops on whose threads everything happens; ended with the service
     * @throws IOException when it cannot listen; the message names the address
     */
    static GrpcService start(Parts parts, InetSocketAddress listen, EventLoopGroup loops)
            throws IOException {
        HealthStatusManager health = new HealthStatusManager();
        health.setStatus(parts.name(), ServingStatus.SERVING);
        Server server =
                NettyServerBuilder.forAddress(listen)
                        .bossEventLoopGroup(loops)
                        .workerEventLoopGroup(loops)
                        .channelType(NioServerSocketChannel.class)
                        .directExecutor()
                        .maxInboundMessageSize(MAX_MESSAGE_BYTES)
                        .maxInboundMetadataSize(MAX_HEAD_BYTES)
                        .maxConcurrentCallsPerConnection(MAX_CALLS_PER_CONNECTION)
                        .addService(definition(parts))
                        .addService(health.getHealthService())
                        .addService(ProtoReflectionServiceV1.newInstance())
                        .addService(olderReflection())
                        .build();
        try {
            server.start();
        } catch (IOException e) {
            NettyLoops.end(loops);
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new IOException(
                    "cannot listen on %s:%d: %s"
                            .formatted(
                                    listen.getHostString(), listen.getPort(), cause.getMessage()),
                    e);
        }
        return new GrpcService(parts, loops, server);
    }

    /** What most clients still ask for. */
    @SuppressWarnings("deprecation")
    private static BindableService olderReflection() {
        return ProtoReflectionService.newInstance();
    }

    private static ServerServiceDefinition definition(Parts parts) {
        ServiceDescriptor.Builder described =
                ServiceDescriptor.newBuilder(parts.name())
                        .setSchemaDescriptor((ProtoFileDescriptorSupplier) parts::file);
        parts.handlers().keySet().forEach(described::addMethod);
        ServerServiceDefinition.Builder service =
                ServerServiceDefinition.builder(described.build());
        parts.handlers().forEach(service::addMethod);
        return service.build();
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return (InetSocketAddress) server.getListenSockets().getFirst();
    }

    /** What some services have counted, in Prometheus' text format. */
    public static byte[] prometheus(List<GrpcService> services) {
        PrometheusText text = new PrometheusText();
        services.forEach(service -> service.parts.ownMetrics().accept(text));
        ServiceCounters.print(
                text, services.stream().map(service -> service.parts.counters()).toList());
        return text.bytes();
    }

    /**
     * Says {@code listening on ADDRESS:PORT}, and returns when the process was told to stop.
     *
     * @throws InterruptedException when the calling thread is interrupted
     */
    public void serveUntilStopped(PrintStream output) throws InterruptedException {
        Runtime.getRuntime().addShutdownHook(new Thread(this::close));
        output.println("listening on " + HttpServer.text(address()));
        output.flush();
        server.awaitTermination();
    }

    /** Lets calls end for a moment, cuts them off, and waits for the threads. */
    @Override
    public void close() {
        server.shutdown();
        try {
            if (!server.awaitTermination(CLOSE_WAIT_MS, TimeUnit.MILLISECONDS)) {
                server.shutdownNow().awaitTermination(CLOSE_WAIT_MS, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            server.shutdownNow();
            Thread.currentThread().interrupt();
        }
        NettyLoops.end(loops);
    }
}
