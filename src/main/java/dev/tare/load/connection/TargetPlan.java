package dev.tare.load.connection;

import dev.tare.io.net.tls.TlsClient;
import dev.tare.io.net.tls.TlsClientOptions;
import dev.tare.load.spec.Target;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A target made ready.
 *
 * @param target as asked for
 * @param addresses that connections use in turn, 1 or more
 * @param authority what stands in {@code Host}: the port is left out where it is the scheme's own
 * @param tls opens its connections, where they are encrypted; all loops share it
 */
public record TargetPlan(
        Target target, List<SocketAddress> addresses, String authority, Optional<TlsClient> tls) {
    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;

    /**
     * Resolves the name and reads the certificates.
     *
     * @throws IOException when the host is unknown, or a certificate cannot be read
     */
    public static TargetPlan of(Target target) throws IOException {
        String host = target.host().indexOf(':') < 0 ? target.host() : "[" + target.host() + "]";
        int ownPort = target.tls().isPresent() ? HTTPS_PORT : HTTP_PORT;
        String authority = target.port() == ownPort ? host : host + ":" + target.port();
        Optional<TlsClient> tls = Optional.empty();
        if (target.tls().isPresent()) {
            TlsClientOptions options = target.tls().get().withAlpn(List.of(alpn(target)));
            tls = Optional.of(TlsClient.of(options));
        }
        return new TargetPlan(target, addresses(target), authority, tls);
    }

    /** The same target at one address: what the name is, and what is asked of TLS, stays. */
    public TargetPlan at(SocketAddress address) {
        return new TargetPlan(target, List.of(address), authority, tls);
    }

    /** The name that the target's protocol has in ALPN (RFC 7301). */
    static String alpn(Target target) {
        return switch (target.protocol()) {
            case HTTP1 -> "http/1.1";
            case HTTP2, GRPC -> "h2";
        };
    }

    /** The scheme of its URLs. */
    String scheme() {
        return tls.isPresent() ? "https" : "http";
    }

    private static List<SocketAddress> addresses(Target target) throws UnknownHostException {
        if (!target.unixSocket().isEmpty()) {
            return List.of(UnixDomainSocketAddress.of(target.unixSocket()));
        }
        try {
            return Stream.of(InetAddress.getAllByName(target.host()))
                    .<SocketAddress>map(address -> new InetSocketAddress(address, target.port()))
                    .toList();
        } catch (UnknownHostException unknown) {
            throw new UnknownHostException("unknown host " + target.host());
        }
    }
}
