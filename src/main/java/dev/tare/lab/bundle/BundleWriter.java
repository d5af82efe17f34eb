package dev.tare.lab.bundle;

import static dev.tare.lab.bundle.BundleFormat.BLOCK;
import static dev.tare.lab.bundle.BundleFormat.BLOCKS;
import static dev.tare.lab.bundle.BundleFormat.END;
import static dev.tare.lab.bundle.BundleFormat.HISTOGRAMS;
import static dev.tare.lab.bundle.BundleFormat.LOCK;
import static dev.tare.lab.bundle.BundleFormat.LOSSES;
import static dev.tare.lab.bundle.BundleFormat.MANIFEST;
import static dev.tare.lab.bundle.BundleFormat.ROUND;
import static dev.tare.lab.bundle.BundleFormat.ROUNDS;

import dev.tare.lab.bundle.BundleContent.SliceHistograms;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes a bundle, block by block. What is there is always whole: every file and every block's
 * folder is written beside its place, flushed and renamed. An advisory lock on the bundle keeps a
 * second runner away; the system drops it when this process ends, however it ends.
 *
 * <p>Secrets are redacted ({@link Redaction}) in whatever is written, configuration files excepted.
 *
 * <p>One thread at a time.
 */
public final class BundleWriter implements Closeable {
    /** The plan's file within a bundle. */
    public static final String PLAN = "plan.json";

    private final Path folder;
    private final FileChannel lockChannel;

    private BundleWriter(Path folder, FileChannel lockChannel) {
        this.folder = folder;
        this.lockChannel = lockChannel;
    }

    /**
     * Begins a new bundle.
     *
     * @param folder made if it is not there; must be empty if it is
     * @param manifest written at once
     * @throws BundleException if the folder holds something, is in use or cannot be written
     */
    public static BundleWriter create(Path folder, Manifest manifest) throws BundleException {
        try {
            if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS) && !Files.isDirectory(folder)) {
                throw new BundleException(folder, "is not a folder; name another one with --out");
            }
            requireNothingIn(folder);
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw failure(folder, "could not be made", e);
        }
        BundleWriter writer = new BundleWriter(folder, lock(folder));
        try {
            requireNothingIn(folder);
            Files.createDirectories(folder.resolve(ROUNDS));
            Files.createDirectories(folder.resolve(BLOCKS));
            writer.writeJson(folder.resolve(MANIFEST), Redaction.manifest(manifest));
            return writer;
        } catch (IOException e) {
            writer.unlock();
            throw failure(folder, "could not be written", e);
        }
    }

    /**
     * Goes on with a bundle: removes what a killed run left half-written, and {@code end.json}.
     *
     * @throws BundleException if there is no bundle, or another runner is at it
     */
    public static BundleWriter resume(Path folder) throws BundleException {
        if (!Files.isRegularFile(folder.resolve(MANIFEST))) {
            throw new BundleException(folder, "is no bundle: it has no " + MANIFEST);
        }
        BundleWriter writer = new BundleWriter(folder, lock(folder));
        try {
            for (Path inner : List.of(folder, folder.resolve(ROUNDS), folder.resolve(BLOCKS))) {
                Files.createDirectories(inner);
                deleteTemporaries(inner);
            }
            Files.deleteIfExists(folder.resolve(END));
            DurableFiles.flushFolder(folder);
            return writer;
        } catch (IOException e) {
            writer.unlock();
            throw failure(folder, "could not be resumed", e);
        }
    }

    /** The bundle's folder. */
    public Path folder() {
        return folder;
    }

    /** The smallest number of a round that is not there yet. */
    public int nextRound() {
        return next(ROUNDS);
    }

    /** The smallest number of a block that is not there yet: where a run begins or goes on. */
    public int nextBlock() {
        return next(BLOCKS);
    }

    private int next(String kind) {
        int number = 0;
        while (number <= BundleFormat.MAX_NUMBER
                && Files.exists(folder.resolve(kind).resolve(BundleFormat.folderName(number)))) {
            number++;
        }
        return number;
    }

    /**
     * Writes a round after its warm-up.
     *
     * @param round which may name files of {@code configurations}
     * @param configurations text by file name, for the round's folder; names of letters, digits,
     *     dots, dashes and underscores
     * @throws BundleException if it is there already or cannot be written
     */
    public void writeRound(RoundRecord round, Map<String, String> configurations)
            throws BundleException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        configurations.forEach((name, text) -> {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            if (!BundleFormat.isFileName(name)) {
                throw new IllegalArgumentException("\"" + name + "\" is no plain name of a file");
            }
            if (bytes.length > BundleFormat.MAX_CONFIGURATION_BYTES) {
                throw new IllegalArgumentException(
                        "configuration %s has %d bytes, more than %d"
                                .formatted(
                                        name, bytes.length, BundleFormat.MAX_CONFIGURATION_BYTES));
            }
            files.put(name, bytes);
        });
        files.put(ROUND, BundleFormat.toJson(Redaction.round(round)));
        writeFolder(folder.resolve(ROUNDS).resolve(BundleFormat.folderName(round.index())), files);
    }

    /**
     * Writes a block, whole or not at all.
     *
     * @param block its slices numbered from 0 in order
     * @param histograms one for each slice, in order
     * @throws BundleException if it is there already or cannot be written
     */
    public void writeBlock(BlockRecord block, List<SliceHistograms> histograms)
            throws BundleException {
        if (block.slices().size() != histograms.size()
                || histograms.size() > BundleFormat.MAX_SLICES_A_BLOCK) {
            throw new IllegalArgumentException(
                    "%d slices with %d histograms must be as many, and at most %d"
                            .formatted(
                                    block.slices().size(),
                                    histograms.size(),
                                    BundleFormat.MAX_SLICES_A_BLOCK));
        }
        for (int i = 0; i < histograms.size(); i++) {
            if (block.slices().get(i).index() != i) {
                throw new IllegalArgumentException("slice " + i + " has another index");
            }
        }
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put(BLOCK, BundleFormat.toJson(block));
        files.put(HISTOGRAMS, HistogramLog.write(block, histograms));
        writeFolder(folder.resolve(BLOCKS).resolve(BundleFormat.folderName(block.index())), files);
    }

    /**
     * Writes the plan as it can be read again, secrets redacted already.
     *
     * @param json the plan's own text
     */
    public void writePlan(String json) throws BundleException {
        Path file = folder.resolve(PLAN);
        try {
            DurableFiles.writeFile(file, json.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw failure(file, "could not be written", e);
        }
    }

    /**
     * Writes the published figures that ours are set beside.
     *
     * @param text as {@link dev.tare.lab.plan.PublishedReader} reads it, at most 4 MiB
     */
    public void writePublished(String text) throws BundleException {
        Path file = folder.resolve(BundleFormat.PUBLISHED);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > BundleFormat.MAX_PUBLISHED_BYTES) {
            throw new IllegalArgumentException(
                    "published figures of %d bytes, more than %d"
                            .formatted(bytes.length, BundleFormat.MAX_PUBLISHED_BYTES));
        }
        try {
            DurableFiles.writeFile(file, bytes);
        } catch (IOException e) {
            throw failure(file, "could not be written", e);
        }
    }

    /** Says how the experiment ended; a later call replaces an earlier one's. */
    public void writeEnd(EndRecord end) throws BundleException {
        writeJson(folder.resolve(END), end);
    }

    /**
     * Adds a loss to those that the bundle tells of already.
     *
     * @throws BundleException if they cannot be read or written
     */
    public void addLoss(LossRecord loss) throws BundleException {
        List<LossRecord> all = new ArrayList<>(BundleReader.readLosses(folder));
        all.add(Redaction.loss(loss));
        writeJson(folder.resolve(LOSSES), all);
    }

    private void writeJson(Path file, Object written) throws BundleException {
        try {
            DurableFiles.writeFile(file, BundleFormat.toJson(written));
        } catch (IOException e) {
            throw failure(file, "could not be written", e);
        }
    }

    private static void writeFolder(Path target, Map<String, byte[]> files) throws BundleException {
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            throw new BundleException(target, "is there already; a bundle is never overwritten");
        }
        try {
            DurableFiles.writeFolder(target, files);
        } catch (IOException e) {
            throw failure(target, "could not be written", e);
        }
    }

    /** Lets another runner at the bundle. */
    @Override
    public void close() {
        unlock();
    }

    private void unlock() {
        try {
            lockChannel.close();
        } catch (IOException e) {
            // Closing drops the lock even where it reports a failure, and nothing was written.
            return;
        }
    }

    private static FileChannel lock(Path folder) throws BundleException {
        Path file = folder.resolve(LOCK);
        FileChannel channel = null;
        try {
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            // Held by this very process: refused like any other.
        } catch (IOException e) {
            closeQuietly(channel);
            throw failure(folder, "could not be locked", e);
        }
        closeQuietly(channel);
        throw new BundleException(
                folder, "another tare run is writing this bundle; wait for it or stop it first");
    }

    private static void closeQuietly(@Nullable FileChannel channel) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                // The failure that led here is the one to report.
                return;
            }
        }
    }

    private static void requireNothingIn(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        if (Files.exists(folder.resolve(MANIFEST))) {
            throw new BundleException(
                    folder,
                    "holds a bundle already; go on with it by --resume, or name another folder with"
                            + " --out");
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                String name = String.valueOf(entry.getFileName());
                // What a run leaves that was killed before its manifest was whole.
                boolean ours =
                        name.equals(LOCK)
                                || DurableFiles.isTemporary(entry)
                                || ((name.equals(ROUNDS) || name.equals(BLOCKS)) && empty(entry));
                if (!ours) {
                    throw new BundleException(
                            folder,
                            "is not empty and no bundle; name a new or an empty folder with --out");
                }
            }
        }
    }

    private static boolean empty(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            return !entries.iterator().hasNext();
        }
    }

    private static void deleteTemporaries(Path folder) throws IOException {
        try (DirectoryStream<Path> entries =
                Files.newDirectoryStream(folder, DurableFiles::isTemporary)) {
            for (Path entry : entries) {
                DurableFiles.deleteTree(entry);
            }
        }
    }

    private static BundleException failure(Path path, String what, IOException cause) {
        if (cause instanceof BundleException already) {
            return already;
        }
        String reason = cause.getMessage();
        if (cause instanceof FileSystemException system && system.getReason() != null) {
            reason = system.getReason();
        } else if (cause instanceof FileSystemException) {
            // Its message is the path alone; the kind of failure is the class's name.
            reason = cause.getClass().getSimpleName();
        }
        return new BundleException(path, what + ": " + reason, cause);
    }
}
