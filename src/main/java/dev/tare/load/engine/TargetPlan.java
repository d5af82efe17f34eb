package dev.tare.load.engine;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Stream;

/**
 * A target made ready.
 *
 * @param target as asked for
 * @param addresses that connections use in turn, 1 or more
 * @param authority what stands in {@code Host}: the port is left out where it is the scheme's own
 */
record TargetPlan(Target target, List<SocketAddress> addresses, String authority) {
    private static final int HTTP_PORT = 80;

    static TargetPlan of(Target target) throws IOException {
        String host = target.host().indexOf(':') < 0 ? target.host() : "[" + target.host() + "]";
        String authority = target.port() == HTTP_PORT ? host : host + ":" + target.port();
        return new TargetPlan(target, addresses(target), authority);
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
