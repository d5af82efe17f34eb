package dev.tare.io.net;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Listens on a unix socket and looks after its file: one that a dead process has left is replaced,
 * one that is in use or no socket is left alone, and the own one goes when listening ends.
 *
 * <p>Thread-safety: the loop's own thread only.
 */
public final class UnixListener implements Acceptor {
    /** Only the user whose process this is may connect. */
    public static final Set<PosixFilePermission> OWNER_ONLY =
            Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private static final int FILE_TYPE = 0170000;
    private static final int SOCKET = 0140000;

    private final Acceptor acceptor;
    private final Path file;
    private final @Nullable Object key;

    private UnixListener(Acceptor acceptor, Path file) throws IOException {
        this.acceptor = acceptor;
        this.file = file;
        key = keyOf(file);
    }

    /**
     * Listens on any loop, whatever its back end.
     *
     * @param address as {@link EventLoop#listen} takes it, but that a file may be there
     * @param backlog the longest queue of connections not yet accepted, 1 to 65,535
     * @param permissions of the file, of which writing is the right to connect. They are set as
     *     soon as there is a file; until then the umask of the process holds
     * @throws IOException when the file is in use or no socket, or the address cannot be bound; the
     *     message names it
     */
    public static Acceptor listen(
            EventLoop loop,
            UnixDomainSocketAddress address,
            int backlog,
            Set<PosixFilePermission> permissions,
            AcceptHandler handler)
            throws IOException {
        Addresses.resolved(address);
        removeStale(address);
        Acceptor acceptor = loop.listen(address, backlog, false, handler);
        boolean done = false;
        try {
            Files.setPosixFilePermissions(address.getPath(), permissions);
            UnixListener listener = new UnixListener(acceptor, address.getPath());
            done = true;
            return listener;
        } finally {
            if (!done) {
                acceptor.close();
                Files.deleteIfExists(address.getPath());
            }
        }
    }

    private static void removeStale(UnixDomainSocketAddress address) throws IOException {
        Path file = address.getPath();
        int mode;
        try {
            mode = (int) Files.getAttribute(file, "unix:mode", LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            return;
        }
        if ((mode & FILE_TYPE) != SOCKET) {
            throw cannotListen(address, "the file is no socket; name another one or remove it");
        }
        if (isListenedOn(address)) {
            throw cannotListen(address, "another process listens there; stop it or name another");
        }
        Files.deleteIfExists(file);
    }

    private static boolean isListenedOn(UnixDomainSocketAddress address) throws IOException {
        try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            // A listener whose queue is full would make a blocking one wait.
            probe.configureBlocking(false);
            probe.connect(address);
            return true;
        } catch (ConnectException e) {
            return false;
        } catch (IOException e) {
            // Such as a full queue, or a socket of another type: somebody has it.
            return true;
        }
    }

    private static IOException cannotListen(UnixDomainSocketAddress address, String why) {
        return new BindException("cannot listen on %s: %s".formatted(Addresses.text(address), why));
    }

    /** What tells this file from another one of the same name. */
    private static @Nullable Object keyOf(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
    }

    @Override
    public SocketAddress localAddress() {
        return acceptor.localAddress();
    }

    /** Stops listening and removes the file, unless another one has taken its place. */
    @Override
    public void close() {
        acceptor.close();
        try {
            if (key != null && key.equals(keyOf(file))) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            // It is gone already; or it stays, and whoever listens there next replaces it.
        }
    }
}
