package dev.tare.io.net;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/** What both back ends say about addresses. */
final class Addresses {
    private static final int MAX_BACKLOG = 65_535;

    private Addresses() {}

    /**
     * Refuses an address whose name was not found.
     *
     * @throws UnknownHostException with the name
     */
    static InetSocketAddress resolved(InetSocketAddress address) throws UnknownHostException {
        if (address.isUnresolved()) {
            throw new UnknownHostException("unknown host " + address.getHostString());
        }
        return address;
    }

    /** Refuses a queue length that {@link EventLoop#listen} does not allow. */
    static int checkedBacklog(int backlog) {
        if (backlog < 1 || backlog > MAX_BACKLOG) {
            throw new IllegalArgumentException(
                    "backlog of %d must be 1 to %d".formatted(backlog, MAX_BACKLOG));
        }
        return backlog;
    }

    /** The exception for an address that cannot be listened on; its message names the address. */
    static IOException cannotListen(InetSocketAddress address, String reason) {
        return new BindException("cannot listen on %s: %s".formatted(text(address), reason));
    }

    /** {@code 127.0.0.1:80} or {@code [::1]:80}. */
    static String text(InetSocketAddress address) {
        String host =
                address.isUnresolved()
                        ? address.getHostString()
                        : address.getAddress().getHostAddress();
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + address.getPort();
    }
}
