package dev.tare.io.nativeaccess;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * {@code struct sockaddr_in}, {@code struct sockaddr_in6} and {@code struct sockaddr_un} of Linux.
 *
 * <p>Source: {@code linux/in.h} and {@code linux/in6.h}: family (2 bytes), port (2, big-endian);
 * then the IPv4 address (4) and 8 bytes of padding, or flow label (4), IPv6 address (16), scope
 * (4). {@code linux/un.h} and unix(7): family (2), then the path and a NUL.
 */
final class SocketAddressLayout {
    static final int AF_UNIX = 1;
    static final int AF_INET = 2;
    static final int AF_INET6 = 10;

    /** Room for any of them. */
    static final int MAX_BYTES = 110;

    private static final int IPV4_BYTES = 16;
    private static final int IPV6_BYTES = 28;
    private static final int MAX_PATH_BYTES = 107;
    private static final int PATH_AT = 2;
    private static final int PORT_AT = 2;
    private static final int IPV4_ADDRESS_AT = 4;
    private static final int IPV6_ADDRESS_AT = 8;
    private static final int IPV6_SCOPE_AT = 24;

    private static final ValueLayout.OfShort FAMILY = ValueLayout.JAVA_SHORT;
    private static final ValueLayout.OfShort PORT =
            ValueLayout.JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN);

    private SocketAddressLayout() {}

    /** {@code AF_INET}, {@code AF_INET6} or {@code AF_UNIX}. */
    static int family(SocketAddress address) {
        return switch (address) {
            case InetSocketAddress internet ->
                    internet.getAddress() instanceof Inet4Address ? AF_INET : AF_INET6;
            case UnixDomainSocketAddress _ -> AF_UNIX;
            default -> throw new IllegalArgumentException(address + " is of no known family");
        };
    }

    /**
     * Writes {@code address}, which must be resolved, or have a path of at most 107 bytes.
     *
     * @return how many bytes it takes
     */
    static int write(MemorySegment to, SocketAddress address) {
        to.asSlice(0, MAX_BYTES).fill((byte) 0);
        to.set(FAMILY, 0, (short) family(address));
        return switch (address) {
            case UnixDomainSocketAddress unix -> writePath(to, unix);
            case InetSocketAddress internet -> writeInternet(to, internet);
            default -> throw new IllegalArgumentException(address + " is of no known family");
        };
    }

    private static int writePath(MemorySegment to, UnixDomainSocketAddress address) {
        byte[] path = address.getPath().toString().getBytes(StandardCharsets.UTF_8);
        if (path.length > MAX_PATH_BYTES) {
            throw new IllegalArgumentException("the path of " + address + " is too long");
        }
        MemorySegment.copy(path, 0, to, ValueLayout.JAVA_BYTE, PATH_AT, path.length);
        return PATH_AT + path.length + 1;
    }

    private static int writeInternet(MemorySegment to, InetSocketAddress address) {
        to.set(PORT, PORT_AT, (short) address.getPort());
        byte[] bytes = address.getAddress().getAddress();
        boolean ipv4 = family(address) == AF_INET;
        int at = ipv4 ? IPV4_ADDRESS_AT : IPV6_ADDRESS_AT;
        MemorySegment.copy(bytes, 0, to, ValueLayout.JAVA_BYTE, at, bytes.length);
        if (address.getAddress() instanceof Inet6Address ipv6) {
            to.set(ValueLayout.JAVA_INT, IPV6_SCOPE_AT, ipv6.getScopeId());
        }
        return ipv4 ? IPV4_BYTES : IPV6_BYTES;
    }

    /**
     * Reads what the kernel has written.
     *
     * @param length how many bytes that is; a unix socket without a name has only a family
     */
    static SocketAddress read(MemorySegment from, int length) {
        if (from.get(FAMILY, 0) == AF_UNIX) {
            return UnixDomainSocketAddress.of(path(from, Math.min(length, MAX_BYTES)));
        }
        int port = Short.toUnsignedInt(from.get(PORT, PORT_AT));
        try {
            return new InetSocketAddress(address(from), port);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of 4 or 16 bytes was refused", e);
        }
    }

    /** Empty for a socket without a name, and for an abstract name, which begins with a NUL. */
    private static String path(MemorySegment from, int length) {
        int end = PATH_AT;
        while (end < length && from.get(ValueLayout.JAVA_BYTE, end) != 0) {
            end++;
        }
        byte[] path = bytes(from, PATH_AT, end - PATH_AT);
        return new String(path, StandardCharsets.UTF_8);
    }

    private static InetAddress address(MemorySegment from) throws UnknownHostException {
        short family = from.get(FAMILY, 0);
        if (family == AF_INET) {
            return InetAddress.getByAddress(bytes(from, IPV4_ADDRESS_AT, 4));
        }
        if (family != AF_INET6) {
            throw new IllegalStateException("address family " + family + " is not IP");
        }
        byte[] address = bytes(from, IPV6_ADDRESS_AT, 16);
        int scope = from.get(ValueLayout.JAVA_INT, IPV6_SCOPE_AT);
        // An IPv4 client of an IPv6 socket comes out as an Inet4Address, as it should.
        return scope == 0
                ? InetAddress.getByAddress(address)
                : Inet6Address.getByAddress(null, address, scope);
    }

    private static byte[] bytes(MemorySegment from, int at, int length) {
        return from.asSlice(at, length).toArray(ValueLayout.JAVA_BYTE);
    }
}
