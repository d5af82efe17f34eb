package dev.tare.load.health;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What the kernel counts of some threads of this process, by {@code /proc/self/task}. What cannot
 * be read is not known; what a thread had when it ended stays counted as it was last seen.
 *
 * <p>Thread-safety: one thread at a time. Source: {@code proc(5)}, {@code sched-stats} of the
 * kernel's documentation.
 */
final class KernelThreads implements AutoCloseable {
    private static final String PREEMPTIONS = "nonvoluntary_ctxt_switches:";
    private static final int MAX_BYTES = 8192;

    private final Path tasks;
    private final String namePrefix;
    private final int expected;
    private final List<One> found = new ArrayList<>();
    private final byte[] bytes = new byte[MAX_BYTES];

    /** A thread's two files, and what was last read of them; -1: never. */
    private static final class One {
        private final Path folder;
        private final RandomAccessFile schedule;
        private final RandomAccessFile status;
        private long runDelayNs = -1;
        private long preemptions = -1;

        One(Path folder) throws IOException {
            this.folder = folder;
            schedule = new RandomAccessFile(folder.resolve("schedstat").toFile(), "r");
            status = new RandomAccessFile(folder.resolve("status").toFile(), "r");
        }
    }

    /**
     * Threads that need not have begun yet.
     *
     * @param tasks {@code /proc/self/task}, or a copy of it
     * @param namePrefix how their names begin
     * @param expected how many there will be
     */
    KernelThreads(Path tasks, String namePrefix, int expected) {
        this.tasks = tasks;
        this.namePrefix = namePrefix;
        this.expected = expected;
    }

    /** Reads all anew. */
    void read() {
        if (found.size() < expected) {
            find();
        }
        for (One thread : found) {
            thread.runDelayNs = Math.max(thread.runDelayNs, runDelayNs(text(thread.schedule)));
            thread.preemptions = Math.max(thread.preemptions, preemptions(text(thread.status)));
        }
    }

    /**
     * Time that they stood ready without a core until the last {@link #read}, ns; -1: not known.
     */
    long runDelayNs() {
        return found.isEmpty() || found.stream().anyMatch(thread -> thread.runDelayNs < 0)
                ? -1
                : found.stream().mapToLong(thread -> thread.runDelayNs).sum();
    }

    /** How often they were taken off a core until the last {@link #read}; -1: not known. */
    long preemptions() {
        return found.isEmpty() || found.stream().anyMatch(thread -> thread.preemptions < 0)
                ? -1
                : found.stream().mapToLong(thread -> thread.preemptions).sum();
    }

    static long runDelayNs(String schedstat) {
        String[] fields = schedstat.trim().split(" ", -1);
        return fields.length < 2 ? -1 : number(fields[1]);
    }

    static long preemptions(String status) {
        int at = status.indexOf(PREEMPTIONS);
        return at < 0 ? -1 : number(status.substring(at + PREEMPTIONS.length()).trim());
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private void find() {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(tasks)) {
            for (Path folder : folders) {
                if (found.stream().noneMatch(thread -> thread.folder.equals(folder))
                        && Files.readString(folder.resolve("comm"), StandardCharsets.ISO_8859_1)
                                .startsWith(namePrefix)) {
                    found.add(new One(folder));
                }
            }
        } catch (IOException | java.nio.file.DirectoryIteratorException e) {
            // No such files here, or a thread has ended while it was looked at: the next look
            // tells.
            return;
        }
    }

    private String text(RandomAccessFile file) {
        try {
            file.seek(0);
            int count = file.read(bytes);
            return count <= 0 ? "" : new String(bytes, 0, count, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            // The thread has ended: what was read last is what it had.
            return "";
        }
    }

    @Override
    public void close() {
        for (One thread : found) {
            close(thread.schedule);
            close(thread.status);
        }
    }

    private static void close(RandomAccessFile file) {
        try {
            file.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
