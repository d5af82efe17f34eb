package dev.tare.lab.grpc;

import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NegotiationType;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.File;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.ssl.SSLException;

/** A connection to a server for a few calls, by grpc-java. */
final class GrpcChannel implements AutoCloseable {
    /** The largest message of an answer. */
    static final int MAX_MESSAGE_BYTES = 16 * 1024 * 1024;

    private static final int MAX_HEAD_BYTES = 64 * 1024;
    private static final long CLOSE_WAIT_S = 2;

    /** Held on to, for a logger that nobody holds forgets its level. */
    private static final Logger LIBRARY_LOG = Logger.getLogger("io.grpc");

    static {
        // What matters to a caller stands in the status; the rest would clutter a terminal.
        LIBRARY_LOG.setLevel(Level.OFF);
    }

    private final ManagedChannel channel;

    private GrpcChannel(ManagedChannel channel) {
        this.channel = channel;
    }

    /**
     * Prepares a connection; it is made with the first call.
     *
     * @throws GrpcException when the host is not known, or a certificate or key cannot be used
     */
    static GrpcChannel open(GrpcEndpoint endpoint) throws GrpcException {
        InetSocketAddress address = new InetSocketAddress(endpoint.host(), endpoint.port());
        if (address.isUnresolved()) {
            throw new GrpcException("the host \"%s\" is not known".formatted(endpoint.host()));
        }
        NettyChannelBuilder builder =
                NettyChannelBuilder.forAddress(address)
                        .maxInboundMessageSize(MAX_MESSAGE_BYTES)
                        .maxInboundMetadataSize(MAX_HEAD_BYTES)
                        .userAgent("tare/0.1")
                        .disableRetry();
        switch (endpoint.security()) {
            case GrpcEndpoint.Plaintext() -> {
                builder.negotiationType(NegotiationType.PLAINTEXT);
                builder.overrideAuthority(endpoint.address());
            }
            case GrpcEndpoint.Tls tls -> {
                builder.negotiationType(NegotiationType.TLS).sslContext(context(tls));
                builder.overrideAuthority(
                        tls.serverName().isEmpty() ? endpoint.address() : tls.serverName());
            }
        }
        return new GrpcChannel(builder.build());
    }

    Channel channel() {
        return channel;
    }

    @Override
    public void close() {
        channel.shutdownNow();
        try {
            channel.awaitTermination(CLOSE_WAIT_S, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Why a call has failed, in one line: the status's description and its innermost cause. */
    static String reason(Status status) {
        String said = GrpcException.oneLine(status.getDescription());
        Throwable cause = status.getCause();
        while (cause != null && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (status.getDescription() == null) {
            said = "";
        }
        String caused =
                cause == null || cause.getMessage() == null
                        ? ""
                        : GrpcException.oneLine(cause.getMessage());
        if (said.isEmpty() || caused.isEmpty() || said.contains(caused)) {
            return said + (said.isEmpty() ? caused : "");
        }
        return said + ": " + caused;
    }

    private static SslContext context(GrpcEndpoint.Tls tls) throws GrpcException {
        SslContextBuilder builder = GrpcSslContexts.forClient();
        try {
            switch (tls.trust()) {
                case GrpcEndpoint.SystemAuthorities() -> {}
                case GrpcEndpoint.Authorities(Path certificates) ->
                        builder.trustManager(readable(certificates));
                case GrpcEndpoint.AnyServer() ->
                        builder.trustManager(InsecureTrustManagerFactory.INSTANCE);
            }
        } catch (IllegalArgumentException e) {
            throw unusable("certificate authorities", e);
        }
        if (tls.clientCertificate().isPresent()) {
            GrpcEndpoint.ClientCertificate own = tls.clientCertificate().get();
            File certificates = readable(own.certificates());
            File privateKey = readable(own.privateKey());
            try {
                builder.keyManager(certificates, privateKey);
            } catch (IllegalArgumentException e) {
                throw unusable("client certificate", e);
            }
        }
        try {
            return builder.build();
        } catch (SSLException e) {
            throw unusable("TLS settings", e);
        }
    }

    private static GrpcException unusable(String what, Exception e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        return new GrpcException(
                "the %s cannot be used: %s; they must be PEM files"
                        .formatted(what, GrpcException.oneLine(String.valueOf(cause.getMessage()))),
                e);
    }

    private static File readable(Path file) throws GrpcException {
        if (!Files.isReadable(file)) {
            throw new GrpcException("%s cannot be read".formatted(file));
        }
        return file.toFile();
    }
}
