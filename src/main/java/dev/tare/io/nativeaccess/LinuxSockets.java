package dev.tare.io.nativeaccess;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.net.SocketAddress;
import java.util.Objects;
import java.util.Optional;

/**
 * Non-blocking stream sockets of Linux, TCP and unix, for one event loop; {@link #newEpoll} makes
 * its wait.
 *
 * <p>Every method that returns an {@code int} returns what the system call returned, or the negated
 * number of its error ({@link LinuxErrno}), as the kernel itself does.
 *
 * <p>Thread-safety: one thread at a time. Allocation: none in {@link #receive} and {@link #send}.
 *
 * <p>Source: the manual pages socket(7), tcp(7), ipv6(7), unix(7); numbers from {@code
 * asm-generic/socket.h}, {@code linux/tcp.h} and {@code linux/in6.h}.
 */
public final class LinuxSockets {
    /** Room for any address. */
    public static final int ADDRESS_BYTES = SocketAddressLayout.MAX_BYTES;

    private static final int SOCK_STREAM = 1;
    private static final int NONBLOCK = 0x800;
    private static final int CLOEXEC = 0x80000;
    private static final int MSG_DONTWAIT = 0x40;
    private static final int MSG_NOSIGNAL = 0x4000;
    private static final int SOL_SOCKET = 1;
    private static final int SO_REUSEADDR = 2;
    private static final int SO_ERROR = 4;
    private static final int SO_LINGER = 13;
    private static final int SO_REUSEPORT = 15;
    private static final int IPPROTO_TCP = 6;
    private static final int TCP_NODELAY = 1;
    private static final int TCP_INFO = 11;

    /** Up to and including {@code tcpi_min_rtt} of {@code struct tcp_info}: since Linux 4.6. */
    private static final int TCP_INFO_BYTES = 152;

    private static final int ROUND_TRIP_AT = 68;
    private static final int TOTAL_REPEATED_AT = 100;
    private static final int SEGMENTS_SENT_AT = 136;
    private static final int MIN_ROUND_TRIP_AT = 148;
    private static final long NS_PER_US = 1_000;
    private static final int IPPROTO_IPV6 = 41;
    private static final int IPV6_V6ONLY = 26;
    private static final int SHUT_WR = 1;
    private static final int SHUT_RDWR = 2;

    /** Why there are no such calls here; and whether {@code epoll_pwait2} works where there are. */
    private record Probe(Optional<String> absence, boolean waitsInNs) {}

    private static final Probe PROBE = probe();

    private final Arena arena = Arena.ofAuto();
    private final MemorySegment callState = Libc.newCallState(arena);
    private final MemorySegment address = arena.allocate(SocketAddressLayout.MAX_BYTES, Long.BYTES);
    private final MemorySegment option = arena.allocate(8, Long.BYTES);
    private final MemorySegment length = arena.allocate(JAVA_INT);

    private LinuxSockets() {}

    /** The calls for one event loop; empty where {@link #absence} says why. */
    public static Optional<LinuxSockets> open() {
        return PROBE.absence().isPresent() ? Optional.empty() : Optional.of(new LinuxSockets());
    }

    /** Why {@link #open} is empty, in one line; empty where it is not. */
    public static Optional<String> absence() {
        return PROBE.absence();
    }

    private static Probe probe() {
        if (!Libc.isSupported()) {
            String sentence =
                    "epoll needs 64-bit Linux on x86-64 or AArch64; this is %s on %s"
                            .formatted(
                                    System.getProperty("os.name"), System.getProperty("os.arch"));
            return new Probe(Optional.of(sentence), false);
        }
        try {
            LinuxEpoll epoll = new LinuxEpoll(true);
            int result = epoll.open();
            if (result < 0) {
                return new Probe(Optional.of("epoll: " + LinuxErrno.text(-result)), false);
            }
            // Errors other than ENOSYS count too: sandboxes answer unknown calls with EPERM.
            boolean waitsInNs = epoll.pwait2Works();
            epoll.close();
            return new Probe(Optional.empty(), waitsInNs);
        } catch (ExceptionInInitializerError e) {
            return new Probe(Optional.of(reason(e)), false);
        } catch (UnsatisfiedLinkError | IllegalCallerException e) {
            return new Probe(Optional.of(reason(e)), false);
        }
    }

    /** A new wait for these sockets, not yet open. */
    public LinuxEpoll newEpoll() {
        return new LinuxEpoll(PROBE.waitsInNs());
    }

    private static String reason(Throwable thrown) {
        Throwable cause = Objects.requireNonNullElse(thrown.getCause(), thrown);
        return cause instanceof IllegalCallerException
                ? "epoll: native access is denied; start java with"
                        + " --enable-native-access=ALL-UNNAMED"
                : "epoll: " + cause.getMessage();
    }

    /** A new stream socket of the family of {@code address}. */
    public int newSocket(SocketAddress address) {
        return newSocket(address, NONBLOCK);
    }

    /**
     * The same, but one whose own calls would wait: io_uring waits in place of the caller where a
     * socket would, and fails where it would not.
     */
    public int newBlockingSocket(SocketAddress address) {
        return newSocket(address, 0);
    }

    private int newSocket(SocketAddress address, int mode) {
        int family = SocketAddressLayout.family(address);
        return SocketCalls.SOCKET.call(callState, family, SOCK_STREAM | mode | CLOEXEC, 0);
    }

    /** Begins to connect; {@code -EINPROGRESS} is the usual answer. */
    public int connect(int socket, SocketAddress to) {
        int bytes = SocketAddressLayout.write(address, to);
        return SocketCalls.CONNECT.call(callState, socket, address.address(), bytes);
    }

    /** Gives the socket its own address. */
    public int bind(int socket, SocketAddress to) {
        int bytes = SocketAddressLayout.write(address, to);
        return SocketCalls.BIND.call(callState, socket, address.address(), bytes);
    }

    /** Starts to listen. */
    public int listen(int socket, int backlog) {
        return SocketCalls.LISTEN.call(callState, socket, backlog);
    }

    /** The next accepted connection; {@link #acceptedAddress} tells from where. */
    public int accept(int listener) {
        length.set(JAVA_INT, 0, SocketAddressLayout.MAX_BYTES);
        return SocketCalls.ACCEPT4.call(
                callState, listener, address.address(), length.address(), NONBLOCK | CLOEXEC);
    }

    /** The other side's address of the connection that {@link #accept} has just returned. */
    public SocketAddress acceptedAddress() {
        return SocketAddressLayout.read(address, length.get(JAVA_INT, 0));
    }

    /** The socket's own address; empty where it is closed. */
    public Optional<SocketAddress> localAddress(int socket) {
        length.set(JAVA_INT, 0, SocketAddressLayout.MAX_BYTES);
        int result =
                SocketCalls.GETSOCKNAME.call(
                        callState, socket, address.address(), length.address());
        return result < 0
                ? Optional.empty()
                : Optional.of(SocketAddressLayout.read(address, length.get(JAVA_INT, 0)));
    }

    /** The other side's address; empty where the connection is broken already. */
    public Optional<SocketAddress> remoteAddress(int socket) {
        length.set(JAVA_INT, 0, SocketAddressLayout.MAX_BYTES);
        int result =
                SocketCalls.GETPEERNAME.call(
                        callState, socket, address.address(), length.address());
        return result < 0
                ? Optional.empty()
                : Optional.of(SocketAddressLayout.read(address, length.get(JAVA_INT, 0)));
    }

    /**
     * Writes an address as the kernel wants it.
     *
     * @param to where, with room for {@link #ADDRESS_BYTES}
     * @return how many bytes it takes
     */
    public static int writeAddress(MemorySegment to, SocketAddress address) {
        return SocketAddressLayout.write(to, address);
    }

    /** Ends both directions at once; who listens, listens no more. */
    public int shutdown(int socket) {
        return SocketCalls.SHUTDOWN.call(callState, socket, SHUT_RDWR);
    }

    /** TCP_NODELAY: small pieces are sent at once. Accepted sockets inherit it. */
    public int setNoDelay(int socket) {
        return set(socket, IPPROTO_TCP, TCP_NODELAY, 1);
    }

    /** Whether TCP_NODELAY is set: 1 or 0. */
    public int noDelay(int socket) {
        return get(socket, IPPROTO_TCP, TCP_NODELAY);
    }

    /** SO_REUSEADDR: connections in TIME_WAIT do not keep a port from being listened on. */
    public int setReuseAddress(int socket) {
        return set(socket, SOL_SOCKET, SO_REUSEADDR, 1);
    }

    /** SO_REUSEPORT: several sockets listen on one port, and share its connections. */
    public int setReusePort(int socket) {
        return set(socket, SOL_SOCKET, SO_REUSEPORT, 1);
    }

    /** IPV6_V6ONLY off: an IPv6 wildcard also takes IPv4. */
    public int setTakesIpv4Too(int socket) {
        return set(socket, IPPROTO_IPV6, IPV6_V6ONLY, 0);
    }

    /** SO_LINGER of zero: closing sends RST. */
    public int setResetOnClose(int socket) {
        // struct linger { int l_onoff; int l_linger; }
        option.set(JAVA_INT, 0, 1);
        option.set(JAVA_INT, 4, 0);
        return setOption(socket, SOL_SOCKET, SO_LINGER, 8);
    }

    /** The socket's pending error (SO_ERROR), which this clears; 0 if there is none. */
    public int pendingError(int socket) {
        return get(socket, SOL_SOCKET, SO_ERROR);
    }

    /**
     * What the kernel knows of a TCP connection; empty where it is none, or the kernel is too old.
     * Allocates.
     */
    public Optional<TcpInfo> tcpInfo(int socket) {
        try (Arena once = Arena.ofConfined()) {
            MemorySegment info = once.allocate(TCP_INFO_BYTES, Long.BYTES);
            length.set(JAVA_INT, 0, TCP_INFO_BYTES);
            int result =
                    SocketCalls.GETSOCKOPT.call(
                            callState,
                            socket,
                            IPPROTO_TCP,
                            TCP_INFO,
                            info.address(),
                            length.address());
            if (result < 0 || length.get(JAVA_INT, 0) < TCP_INFO_BYTES) {
                return Optional.empty();
            }
            return Optional.of(
                    new TcpInfo(
                            unsigned(info, ROUND_TRIP_AT) * NS_PER_US,
                            unsigned(info, MIN_ROUND_TRIP_AT) * NS_PER_US,
                            unsigned(info, SEGMENTS_SENT_AT),
                            unsigned(info, TOTAL_REPEATED_AT)));
        }
    }

    private static long unsigned(MemorySegment info, long offset) {
        return Integer.toUnsignedLong(info.get(JAVA_INT, offset));
    }

    private int set(int socket, int level, int name, int value) {
        option.set(JAVA_INT, 0, value);
        return setOption(socket, level, name, Integer.BYTES);
    }

    private int setOption(int socket, int level, int name, int bytes) {
        return SocketCalls.SETSOCKOPT.call(callState, socket, level, name, option.address(), bytes);
    }

    private int get(int socket, int level, int name) {
        length.set(JAVA_INT, 0, Integer.BYTES);
        int result =
                SocketCalls.GETSOCKOPT.call(
                        callState, socket, level, name, option.address(), length.address());
        return result < 0 ? result : option.get(JAVA_INT, 0);
    }

    /**
     * Receives what has arrived.
     *
     * @param offset where in the native segment {@code buffer} to put it
     * @param bytes how much at most
     * @return how much it was; 0: the other side has sent FIN
     */
    public int receive(int socket, MemorySegment buffer, long offset, int bytes) {
        long at = address(buffer, offset, bytes);
        try {
            // Danger: a call that captures errno slices the segment it is given, and where the
            // compiler has not inlined all of that, each call allocates 40 bytes. Fact: only a call
            // that failed has an errno. Use: the first call captures nothing; when it has failed a
            // second one asks why.
            long received =
                    (long)
                            SocketCalls.RECV.invokeExact(
                                    (long) socket,
                                    at,
                                    (long) bytes,
                                    (long) MSG_DONTWAIT,
                                    0L,
                                    0L,
                                    0L);
            return received >= 0 ? (int) received : receiveAgain(socket, at, bytes);
        } catch (Throwable e) {
            throw CheckedCall.unexpected(e);
        } finally {
            Reference.reachabilityFence(buffer);
        }
    }

    /**
     * Danger: the kernel tells an error of the connection once, and then an end of the data. Fact:
     * a call that fails because there is nothing to read is followed by one that fails alike, or
     * finds what has come. Use: an end right after a failure is that error, a reset.
     */
    private int receiveAgain(int socket, long at, int bytes) {
        int result = SocketCalls.RECV_CHECKED.call(callState, socket, at, bytes, MSG_DONTWAIT);
        return result == 0 ? -LinuxErrno.ECONNRESET : result;
    }

    /**
     * Sends what the kernel takes now, without a signal where the connection is broken.
     *
     * @param offset of the first byte within the native segment {@code buffer}
     * @param bytes how much
     * @return how much was taken
     */
    public int send(int socket, MemorySegment buffer, long offset, int bytes) {
        long at = address(buffer, offset, bytes);
        int flags = MSG_DONTWAIT | MSG_NOSIGNAL;
        try {
            // As in receive. After an error of the connection a second call fails too (EPIPE).
            long sent =
                    (long)
                            SocketCalls.SEND.invokeExact(
                                    (long) socket, at, (long) bytes, (long) flags, 0L, 0L, 0L);
            return sent >= 0
                    ? (int) sent
                    : SocketCalls.SEND_CHECKED.call(callState, socket, at, bytes, flags);
        } catch (Throwable e) {
            throw CheckedCall.unexpected(e);
        } finally {
            Reference.reachabilityFence(buffer);
        }
    }

    private static long address(MemorySegment buffer, long offset, int bytes) {
        Objects.checkFromIndexSize(offset, bytes, buffer.byteSize());
        if (!buffer.isNative()) {
            throw new IllegalArgumentException("the segment must be native, not on the heap");
        }
        assert buffer.scope().isAlive() : "the segment has been freed";
        return buffer.address() + offset;
    }

    /** Sends FIN. */
    public int shutdownOutput(int socket) {
        return SocketCalls.SHUTDOWN.call(callState, socket, SHUT_WR);
    }

    /** Closes a socket. */
    public int close(int socket) {
        return SocketCalls.CLOSE.call(callState, socket);
    }
}
