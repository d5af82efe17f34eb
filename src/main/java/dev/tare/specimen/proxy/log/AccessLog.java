package dev.tare.specimen.proxy.log;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.tare.base.time.EpochClock;
import dev.tare.base.time.NanoClock;
import dev.tare.base.time.Sleep;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A line a request, to a file or to standard output.
 *
 * <p>Each loop has a {@link Source} with room for 4,096 lines, which a daemon thread empties a
 * hundred times a second. When there is no room a line is dropped and counted; the loop never
 * waits.
 *
 * <p>Thread-safety: {@link #source} before {@link #start}; each source is one loop's; all else any
 * thread.
 */
public final class AccessLog implements AutoCloseable {
    private static final long PAUSE_NS = 10_000_000;
    private static final int LINES_A_WRITE = 256;

    private final AccessLogOptions options;
    private OutputStream output; // the writer's, until it has ended
    private final EventLog events;
    private final NanoClock clock;
    private final EpochClock epochClock;
    private final List<AccessRing> rings = new ArrayList<>();
    private final Thread writer;
    private volatile boolean closing;
    private volatile boolean reopening;
    private volatile long written;
    private volatile long lost;
    private long droppedSeen;

    private AccessLog(
            AccessLogOptions options,
            OutputStream output,
            EventLog events,
            NanoClock clock,
            EpochClock epochClock) {
        this.options = options;
        this.output = output;
        this.events = events;
        this.clock = clock;
        this.epochClock = epochClock;
        writer = Thread.ofPlatform().daemon().name("minivoy-access-log").unstarted(this::write);
    }

    /** Where one loop leaves its lines. */
    public static final class Source {
        private final AccessRing ring;

        private Source(AccessRing ring) {
            this.ring = ring;
        }

        /** The entries of a client's connection; {@code client} is its address. */
        public AccessEntry entry(String client) {
            return new AccessEntry(ring, client);
        }
    }

    /**
     * Opens the log.
     *
     * @param standardOutput where lines go if no file is named
     * @param events told when the log falls behind or breaks
     * @throws IOException when the file cannot be written; the message names it
     */
    public static AccessLog open(
            AccessLogOptions options,
            OutputStream standardOutput,
            EventLog events,
            NanoClock clock,
            EpochClock epochClock)
            throws IOException {
        Optional<Path> file = options.file();
        OutputStream output = file.isPresent() ? open(file.get()) : standardOutput;
        return new AccessLog(options, output, events, clock, epochClock);
    }

    private static OutputStream open(Path file) throws IOException {
        try {
            return Files.newOutputStream(
                    file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (FileSystemException e) {
            throw new IOException(
                    "cannot write the access log %s: %s".formatted(file, reason(e)), e);
        }
    }

    private static String reason(FileSystemException e) {
        return switch (e) {
            case NoSuchFileException _ -> "there is no such folder";
            case AccessDeniedException _ -> "permission denied";
            default -> Optional.ofNullable(e.getReason()).orElse(e.getClass().getSimpleName());
        };
    }

    /** Where another loop leaves its lines. */
    public Source source() {
        AccessRing ring = new AccessRing();
        rings.add(ring);
        return new Source(ring);
    }

    /** Begins to write. */
    public AccessLog start() {
        writer.start();
        return this;
    }

    /**
     * Has the file opened anew soon, for it may have been moved away; what is to be written before
     * goes to the old one. Does nothing on standard output.
     */
    public void reopen() {
        reopening = true;
    }

    /** Lines that were written. */
    public long written() {
        return written;
    }

    /** Lines that were left out: there was no room, or the file took no more. */
    public long dropped() {
        return lost + rings.stream().mapToLong(AccessRing::dropped).sum();
    }

    private void write() {
        try {
            while (!closing) {
                drain();
                if (reopening) {
                    reopening = false;
                    openAnew();
                }
                Sleep.forNs(PAUSE_NS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        drain();
    }

    private void openAnew() {
        Optional<Path> file = options.file();
        if (file.isEmpty()) {
            return;
        }
        try {
            OutputStream fresh = open(file.get());
            OutputStream old = output;
            output = fresh;
            old.close();
        } catch (IOException e) {
            events.say(EventKind.ACCESS_LOG_BROKEN, "opening it anew: " + e.getMessage());
        }
    }

    private void drain() {
        long epochOffsetNs = epochClock.epochNs() - clock.nowNs();
        StringBuilder text = new StringBuilder();
        for (AccessRing ring : rings) {
            int lines = 0;
            // One turn of the ring at most: other loops have lines, too.
            for (int i = 0; i < AccessRing.CAPACITY; i++) {
                AccessLine line = ring.first();
                if (line == null) {
                    break;
                }
                AccessFormat.append(text, options.format(), line, line.startNs + epochOffsetNs);
                ring.release();
                if (++lines == LINES_A_WRITE) {
                    write(text, lines);
                    lines = 0;
                }
            }
            write(text, lines);
        }
        long dropped = dropped();
        if (dropped > droppedSeen) {
            events.say(
                    EventKind.ACCESS_LOG_BEHIND,
                    "%,d lines were left out of the access log".formatted(dropped - droppedSeen));
            droppedSeen = dropped;
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // The writer alone counts.
    private void write(StringBuilder text, int lines) {
        if (lines == 0) {
            return;
        }
        try {
            output.write(text.toString().getBytes(US_ASCII));
            output.flush();
            written += lines;
        } catch (IOException e) {
            lost += lines;
            droppedSeen += lines;
            events.say(
                    EventKind.ACCESS_LOG_BROKEN,
                    "the access log takes no lines: " + e.getMessage());
        }
        text.setLength(0);
    }

    /** Writes what is there, and closes the file. */
    @Override
    public void close() throws IOException {
        closing = true;
        try {
            writer.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (options.file().isPresent()) {
            output.close();
        }
    }
}
