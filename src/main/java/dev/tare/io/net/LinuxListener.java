package dev.tare.io.net;

import dev.tare.io.nativeaccess.LinuxErrno;
import dev.tare.io.nativeaccess.LinuxSockets;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/** How the back ends of Linux make their sockets. */
final class LinuxListener {
    private LinuxListener() {}

    /**
     * A new socket of the family of {@code address}.
     *
     * @param purpose for the message, such as {@code connect to}
     * @throws IOException when the system gives none; the message names the address
     */
    static int newSocket(LinuxSockets sockets, SocketAddress address, String purpose)
            throws IOException {
        int descriptor = sockets.newSocket(address);
        if (descriptor < 0) {
            throw noSocket(address, purpose, -descriptor);
        }
        return descriptor;
    }

    /** The exception for a socket that cannot be had; its message names the address. */
    static IOException noSocket(SocketAddress address, String purpose, int errno) {
        return new IOException(
                "cannot %s %s: %s"
                        .formatted(purpose, Addresses.text(address), LinuxErrno.text(errno)));
    }

    /**
     * A new socket that listens.
     *
     * @throws IOException when the address cannot be bound; the message names it
     */
    static int open(LinuxSockets sockets, SocketAddress address, int backlog, boolean reusePort)
            throws IOException {
        Addresses.checkedBacklog(backlog);
        int descriptor = newSocket(sockets, Addresses.resolved(address), "listen on");
        int result = reusePort ? sockets.setReusePort(descriptor) : 0;
        if (result >= 0 && address instanceof InetSocketAddress internet) {
            result = prepare(sockets, descriptor, internet);
        }
        if (result >= 0) {
            result = sockets.bind(descriptor, address);
        }
        if (result >= 0) {
            result = sockets.listen(descriptor, backlog);
        }
        if (result < 0) {
            sockets.close(descriptor);
            throw Addresses.cannotListen(address, LinuxErrno.text(-result));
        }
        return descriptor;
    }

    private static int prepare(LinuxSockets sockets, int descriptor, InetSocketAddress address) {
        int result = sockets.setReuseAddress(descriptor);
        if (result >= 0 && address.getAddress() instanceof Inet6Address) {
            result = sockets.setTakesIpv4Too(descriptor);
        }
        // Accepted sockets inherit it: one call instead of one a connection.
        return result < 0 ? result : sockets.setNoDelay(descriptor);
    }
}
