package dev.tare.io.nativeaccess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

final class SocketAddressLayoutTest {
    private static final int SCOPE = 3;
    private int bytes;
    private final MemorySegment memory =
            Arena.ofAuto().allocate(SocketAddressLayout.MAX_BYTES, Long.BYTES);

    private String written(SocketAddress address) {
        memory.fill((byte) 0xee);
        bytes = SocketAddressLayout.write(memory, address);
        byte[] all = memory.asSlice(0, bytes).toArray(ValueLayout.JAVA_BYTE);
        return HexFormat.of().formatHex(all);
    }

    @Test
    void ipv4IsLaidDownAsTheKernelWantsIt() {
        InetSocketAddress address = new InetSocketAddress(InetAddress.ofLiteral("10.1.2.255"), 443);
        assertThat(written(address)).isEqualTo("0200" + "01bb" + "0a0102ff" + "0".repeat(16));
        assertThat(SocketAddressLayout.read(memory, bytes)).isEqualTo(address);
    }

    @Test
    void ipv6IsLaidDownAsTheKernelWantsIt() {
        InetSocketAddress address = new InetSocketAddress(InetAddress.ofLiteral("fd00::1"), 65_535);
        assertThat(written(address))
                .isEqualTo("0a00" + "ffff" + "00000000" + "fd" + "0".repeat(29) + "1" + "00000000");
        assertThat(SocketAddressLayout.read(memory, bytes)).isEqualTo(address);
    }

    @Test
    void theScopeOfALinkLocalAddressIsKept() throws UnknownHostException {
        byte[] linkLocal = InetAddress.ofLiteral("fe80::1").getAddress();
        InetSocketAddress address =
                new InetSocketAddress(Inet6Address.getByAddress(null, linkLocal, SCOPE), 80);
        assertThat(written(address)).endsWith("03000000");
        InetAddress read =
                ((InetSocketAddress) SocketAddressLayout.read(memory, bytes)).getAddress();
        assertThat(((Inet6Address) read).getScopeId()).isEqualTo(SCOPE);
    }

    @Test
    void aUnixSocketIsItsPathAndANul() {
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of("/tmp/ä");
        assertThat(written(address)).isEqualTo("0100" + "2f746d702fc3a4" + "00");
        assertThat(SocketAddressLayout.read(memory, bytes)).isEqualTo(address);
    }

    @Test
    void aUnixSocketWithoutANameHasAnEmptyPath() {
        written(UnixDomainSocketAddress.of("/left/over"));
        assertThat(SocketAddressLayout.read(memory, 2)).isEqualTo(UnixDomainSocketAddress.of(""));
        memory.set(ValueLayout.JAVA_BYTE, 2, (byte) 0);
        assertThat(SocketAddressLayout.read(memory, 8)).isEqualTo(UnixDomainSocketAddress.of(""));
    }

    @Test
    void theLongestPathHas107Bytes() {
        String longest = "/" + "x".repeat(106);
        assertThat(written(UnixDomainSocketAddress.of(longest))).hasSize(2 * 110);
        assertThat(SocketAddressLayout.read(memory, bytes))
                .isEqualTo(UnixDomainSocketAddress.of(longest));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> written(UnixDomainSocketAddress.of(longest + "x")))
                .withMessageContaining("too long");
    }

    @Test
    void anotherFamilyIsRefused() {
        memory.set(ValueLayout.JAVA_SHORT, 0, (short) 3);
        assertThatIllegalStateException()
                .isThrownBy(() -> SocketAddressLayout.read(memory, bytes))
                .withMessageContaining("family 3");
    }
}
