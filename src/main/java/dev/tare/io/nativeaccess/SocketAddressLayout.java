package dev.tare.io.nativeaccess;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteOrder;

/**
 * {@code struct sockaddr_in} and {@code struct sockaddr_in6} of Linux.
 *
 * <p>Source: {@code linux/in.h} and {@code linux/in6.h}: family (2 bytes), port (2, big-endian);
 * then the IPv4 address (4) and 8 bytes of padding, or flow label (4), IPv6 address (16), scope
 * (4).
 */
final class SocketAddressLayout {
    static final int AF_INET = 2;
    static final int AF_INET6 = 10;

    /** Room for either. */
    static final int MAX_BYTES = 28;

    private static final int IPV4_BYTES = 16;
    private static final int IPV6_BYTES = 28;
    private static final int PORT_AT = 2;
    private static final int IPV4_ADDRESS_AT = 4;
    private static final int IPV6_ADDRESS_AT = 8;
    private static final int IPV6_SCOPE_AT = 24;

    private static final ValueLayout.OfShort FAMILY = ValueLayout.JAVA_SHORT;
    private static final ValueLayout.OfShort PORT =
            ValueLayout.JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN);

    private SocketAddressLayout() {}

    /** {@code AF_INET} or {@code AF_INET6}. */
    static int family(InetSocketAddress address) {
        return address.getAddress() instanceof Inet4Address ? AF_INET : AF_INET6;
    }

    /**
     * Writes {@code address}, which must be resolved.
     *
     * @return how many bytes it takes
     */
    static int write(MemorySegment to, InetSocketAddress address) {
        to.fill((byte) 0);
        to.set(FAMILY, 0, (short) family(address));
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

    /** Reads what the kernel has written. */
    static InetSocketAddress read(MemorySegment from) {
        int port = Short.toUnsignedInt(from.get(PORT, PORT_AT));
        try {
            return new InetSocketAddress(address(from), port);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of 4 or 16 bytes was refused", e);
        }
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
