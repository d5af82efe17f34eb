package dev.tare.io.net;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;

/** What all back ends say about addresses. */
final class Addresses {
    private static final int MAX_BACKLOG = 65_535;

    private Addresses() {}

    /**
     * Refuses an address that no socket can have: one whose name was not found, or whose path does
     * not fit.
     *
     * @throws IOException that names it
     */
    static SocketAddress resolved(SocketAddress address) throws IOException {
        switch (address) {
            case InetSocketAddress internet -> {
                if (internet.isUnresolved()) {
                    throw new UnknownHostException("unknown host " + internet.getHostString());
                }
            }
            case UnixDomainSocketAddress unix -> {
                int bytes = unix.getPath().toString().getBytes(StandardCharsets.UTF_8).length;
                if (bytes < 1 || bytes > EventLoop.MAX_UNIX_PATH_BYTES) {
                    throw new SocketException(
                            "the path of a unix socket must be 1 to %d bytes long, not %d: %s"
                                    .formatted(EventLoop.MAX_UNIX_PATH_BYTES, bytes, text(unix)));
                }
            }
            default ->
                    throw new IllegalArgumentException(
                            address + " is neither an internet address nor a unix socket");
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
    static IOException cannotListen(SocketAddress address, String reason) {
        // The file of a server that has ended is not removed: it could be that of one that has not.
        boolean stale = address instanceof UnixDomainSocketAddress u && Files.exists(u.getPath());
        String remedy = stale ? "; remove the file if nothing listens there any more" : "";
        return new BindException(
                "cannot listen on %s: %s%s".formatted(text(address), reason, remedy));
    }

    /** {@code 127.0.0.1:80}, {@code [::1]:80} or {@code unix:/path}. */
    static String text(SocketAddress address) {
        if (!(address instanceof InetSocketAddress internet)) {
            return address instanceof UnixDomainSocketAddress unix
                    ? "unix:" + unix.getPath()
                    : address.toString();
        }
        String host =
                internet.isUnresolved()
                        ? internet.getHostString()
                        : internet.getAddress().getHostAddress();
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + internet.getPort();
    }
}
