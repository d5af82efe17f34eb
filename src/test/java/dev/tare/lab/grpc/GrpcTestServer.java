package dev.tare.lab.grpc;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionService;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A server of grpc-java on loopback with the test service, health ({@code SERVING} for "" and for
 * {@code tare.test.v1.Echo}, {@code NOT_SERVING} for {@code asleep}) and reflection.
 */
public final class GrpcTestServer implements AutoCloseable {

    /** Which reflection it offers. */
    enum ReflectionVersion {
        NONE,
        V1,
        V1ALPHA
    }

    private static final long CLOSE_WAIT_S = 5;

    private final Server server;
    private final ScheduledExecutorService timer;

    private GrpcTestServer(Server server, ScheduledExecutorService timer) {
        this.server = server;
        this.timer = timer;
    }

    /** In clear, on a free port, with reflection. */
    public static GrpcTestServer start() throws IOException {
        return start(0, ReflectionVersion.V1, null);
    }

    static GrpcTestServer start(ReflectionVersion reflection) throws IOException {
        return start(0, reflection, null);
    }

    /**
     * @param port 0 for a free one
     * @param tls null for clear text
     */
    static GrpcTestServer start(int port, ReflectionVersion reflection, @Nullable SslContext tls)
            throws IOException {
        ScheduledExecutorService timer =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().daemon().name("late-answers").factory());
        HealthStatusManager health = new HealthStatusManager();
        health.setStatus("tare.test.v1.Echo", ServingStatus.SERVING);
        health.setStatus("asleep", ServingStatus.NOT_SERVING);
        NettyServerBuilder builder =
                NettyServerBuilder.forAddress(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                        .directExecutor()
                        .addService(new GrpcTestService(file("tare/test/v1/echo.proto"), timer))
                        .addService(health.getHealthService());
        addReflection(builder, reflection);
        if (tls != null) {
            builder.sslContext(tls);
        }
        return new GrpcTestServer(builder.build().start(), timer);
    }

    /** A server with other services than ours, in clear. */
    static GrpcTestServer of(BindableService... services) throws IOException {
        NettyServerBuilder builder =
                NettyServerBuilder.forAddress(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        for (BindableService service : services) {
            builder.addService(service);
        }
        return new GrpcTestServer(
                builder.build().start(), Executors.newSingleThreadScheduledExecutor());
    }

    @SuppressWarnings("deprecation")
    private static void addReflection(ServerBuilder<?> builder, ReflectionVersion version) {
        switch (version) {
            case NONE -> {}
            case V1 -> builder.addService(ProtoReflectionServiceV1.newInstance());
            case V1ALPHA -> builder.addService(ProtoReflectionService.newInstance());
        }
    }

    public int port() {
        return server.getPort();
    }

    public GrpcEndpoint endpoint() {
        return GrpcEndpoint.plaintext("127.0.0.1", port());
    }

    @Override
    public void close() {
        timer.shutdownNow();
        server.shutdownNow();
        try {
            if (!server.awaitTermination(CLOSE_WAIT_S, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the test server does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A file of the descriptor set that protoc wrote. */
    static FileDescriptor file(String name) {
        try (InputStream in = GrpcTestServer.class.getResourceAsStream("/grpc/echo.protoset")) {
            Map<String, FileDescriptor> linked = new HashMap<>();
            // protoc writes imports before those who import them.
            for (FileDescriptorProto file :
                    FileDescriptorSet.parseFrom(Objects.requireNonNull(in)).getFileList()) {
                FileDescriptor[] imports =
                        file.getDependencyList().stream()
                                .map(linked::get)
                                .toArray(FileDescriptor[]::new);
                linked.put(file.getName(), FileDescriptor.buildFrom(file, imports));
            }
            return Objects.requireNonNull(linked.get(name));
        } catch (IOException | DescriptorValidationException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Runs as a process of its own until it is ended.
     *
     * @param args a port, or nothing for a free one; the port is printed, alone on a line
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        int port = args.length == 0 ? 0 : Integer.parseInt(args[0]);
        try (GrpcTestServer server = start(port, ReflectionVersion.V1, null)) {
            System.out.println(server.port());
            server.server.awaitTermination();
        }
    }
}
