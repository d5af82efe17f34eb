package dev.tare.lab.bundle;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Files and folders that are there whole or not at all, whenever the power fails: written beside
 * their place, flushed, then renamed.
 */
public final class DurableFiles {
    private static final String TEMPORARY_SUFFIX = ".tmp";

    private DurableFiles() {}

    /** Where {@code target} is prepared: beside it, under a name that readers pass over. */
    private static Path temporary(Path target) {
        return target.resolveSibling("." + target.getFileName() + TEMPORARY_SUFFIX);
    }

    static boolean isTemporary(Path path) {
        String name = String.valueOf(path.getFileName());
        return name.startsWith(".") && name.endsWith(TEMPORARY_SUFFIX);
    }

    /** Writes {@code target} whole, replacing what is there. */
    public static void writeFile(Path target, byte[] bytes) throws IOException {
        Path temporary = temporary(target);
        write(temporary, bytes);
        Files.move(
                temporary,
                target,
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        flushFolder(parent(target));
    }

    /** Writes the folder {@code target} with all its files; it must not be there yet. */
    static void writeFolder(Path target, Map<String, byte[]> files) throws IOException {
        Path temporary = temporary(target);
        deleteTree(temporary);
        Files.createDirectories(temporary);
        for (Map.Entry<String, byte[]> file : new TreeMap<>(files).entrySet()) {
            write(temporary.resolve(file.getKey()), file.getValue());
        }
        flushFolder(temporary);
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        flushFolder(parent(target));
    }

    private static void write(Path file, byte[] bytes) throws IOException {
        try (FileChannel channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer rest = ByteBuffer.wrap(bytes);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            channel.force(true);
        }
    }

    /** Makes a folder's entries durable, where the system can open folders at all. */
    static void flushFolder(Path folder) throws IOException {
        FileChannel channel;
        try {
            channel = FileChannel.open(folder, StandardOpenOption.READ);
        } catch (IOException e) {
            // Windows opens no folders; there the rename itself is all that can be had.
            return;
        }
        try (channel) {
            channel.force(true);
        }
    }

    /** Deletes {@code folder} and all in it, following no link; nothing if it is not there. */
    static void deleteTree(Path folder) throws IOException {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(
                folder,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        Files.delete(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(
                            Path visited, @Nullable IOException failure) throws IOException {
                        if (failure != null) {
                            throw failure;
                        }
                        Files.delete(visited);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }

    private static Path parent(Path path) {
        Path parent = path.toAbsolutePath().getParent();
        return parent == null ? path : parent;
    }
}
