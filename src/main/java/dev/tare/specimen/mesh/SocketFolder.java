package dev.tare.specimen.mesh;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.UserPrincipal;
import java.util.Optional;

/**
 * A folder for a mesh's unix sockets, with a name that is short enough for them (108 bytes).
 *
 * <p>It holds a locked file for as long as its process lives: the kernel gives up the lock of a
 * process that was killed, in whatever container it ran. Whoever makes a folder first removes those
 * of the same user whose lock nobody holds.
 *
 * <p>1. On POSIX closing any channel of a file gives up all locks that the process holds on it. So
 * a folder of the own process is told by its name, which begins with the process's number, and its
 * file is never opened again.
 *
 * <p>2. Between the making of the file and its lock another process may take the folder for an
 * abandoned one. So the maker looks whether the file is still there once it has the lock, and
 * otherwise makes another.
 *
 * <p>Thread-safety: one thread at a time; any number of processes.
 */
final class SocketFolder implements AutoCloseable {
    /** So many folders are looked at, at most, for one that is made. */
    static final int MAX_LOOKED_AT = 1_000;

    /** How the names of all begin. */
    static final String PREFIX = "tare-sockets-";

    private static final String SOCKET = "socket";
    private static final String LOCK = "lock";
    private static final int MAX_ATTEMPTS = 10;

    private final Path folder;
    private final FileChannel held;

    private SocketFolder(Path folder, FileChannel held) {
        this.folder = folder;
        this.held = held;
    }

    /** Makes one among the system's temporary files, and removes what others have left there. */
    static SocketFolder make() throws IOException {
        return make(Path.of(System.getProperty("java.io.tmpdir")));
    }

    static SocketFolder make(Path parent) throws IOException {
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            Path folder = Files.createTempDirectory(parent, ownPrefix());
            Optional<SocketFolder> made = locked(folder);
            if (made.isPresent()) {
                removeAbandoned(parent, Files.getOwner(folder));
                return made.get();
            }
        }
        throw new IOException(
                "no folder for sockets could be kept in %s: something removes them"
                        .formatted(parent));
    }

    /** The one socket of the mesh. */
    Path socket() {
        return folder.resolve(SOCKET);
    }

    private static String ownPrefix() {
        return PREFIX + ProcessHandle.current().pid() + "-";
    }

    private static Optional<SocketFolder> locked(Path folder) throws IOException {
        Path file = folder.resolve(LOCK);
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        if (channel.tryLock() != null && Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.of(new SocketFolder(folder, channel));
        }
        channel.close();
        return Optional.empty();
    }

    /** Removes folders of {@code owner}'s whose process no longer runs. */
    private static void removeAbandoned(Path parent, UserPrincipal owner) {
        int lookedAt = 0;
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent, PREFIX + "*")) {
            for (Path folder : folders) {
                if (lookedAt++ >= MAX_LOOKED_AT) {
                    return;
                }
                if (!folder.getFileName().toString().startsWith(ownPrefix())) {
                    removeIfAbandoned(folder, owner);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            // What others have left must not keep a run from starting: the next one looks again.
            return;
        }
    }

    private static void removeIfAbandoned(Path folder, UserPrincipal owner) {
        try {
            if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
                    || !Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).equals(owner)) {
                return;
            }
            try (FileChannel channel =
                    FileChannel.open(
                            folder.resolve(LOCK),
                            StandardOpenOption.WRITE,
                            LinkOption.NOFOLLOW_LINKS)) {
                if (channel.tryLock() != null) {
                    delete(folder);
                }
            }
        } catch (IOException e) {
            // It has no lock, or something else in it, or is gone by now: it is left alone.
            return;
        }
    }

    private static void delete(Path folder) throws IOException {
        Files.deleteIfExists(folder.resolve(SOCKET));
        Files.deleteIfExists(folder.resolve(LOCK));
        Files.deleteIfExists(folder);
    }

    /** Removes it, with its socket; does nothing the second time. */
    @Override
    public void close() throws IOException {
        if (held.isOpen()) {
            delete(folder);
            held.close();
        }
    }
}
