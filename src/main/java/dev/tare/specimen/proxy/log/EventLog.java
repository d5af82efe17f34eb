package dev.tare.specimen.proxy.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tare.base.time.EpochClock;
import java.io.PrintStream;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * A line for what happens: {@code 2026-11-21T17:30:00.123Z warn upstream_unreachable
 * 127.0.0.1:8080: refused}.
 *
 * <p>Whatever stands in a line that came from outside is escaped, so that an event is one line. Of
 * each kind at most {@link #MAX_LINES_A_SECOND} are written a second; the first line of a later
 * second tells how many were left out.
 *
 * <p>Thread-safety: any thread. Nobody waits for the stream: a daemon thread writes to it, and what
 * does not fit into its queue is counted and left out.
 */
@SuppressWarnings("EnumOrdinal") // The order of the kinds is never stored.
public final class EventLog implements AutoCloseable {
    /** Lines of one kind that are written in one second. */
    public static final int MAX_LINES_A_SECOND = 5;

    /** The longest text of an event, in characters; the rest is left out. */
    static final int MAX_TEXT_CHARS = 400;

    /** Lines that wait for the stream. */
    static final int QUEUE_LINES = 256;

    private static final long SECOND_NS = 1_000_000_000L;
    private static final long CLOSE_WAIT_MS = 500;
    private static final String END = "";
    private static final int KINDS = EventKind.values().length;

    private final EpochClock clock;
    private final PrintStream stream;
    private final ArrayBlockingQueue<String> queue = new ArrayBlockingQueue<>(QUEUE_LINES);
    private final AtomicLongArray seconds = new AtomicLongArray(KINDS);
    private final AtomicLongArray linesOfSecond = new AtomicLongArray(KINDS);
    private final AtomicLongArray leftOut = new AtomicLongArray(KINDS);
    private final AtomicLong leftOutInAll = new AtomicLong();
    private final Thread writer;
    private volatile LogLevel level;

    /** A log that writes to {@code stream} what matters as much as {@code level}, or more. */
    public EventLog(EpochClock clock, LogLevel level, PrintStream stream) {
        this.clock = clock;
        this.level = level;
        this.stream = stream;
        writer = Thread.ofPlatform().daemon().name("minivoy-events").unstarted(this::write);
    }

    /** Starts to write. */
    public EventLog start() {
        writer.start();
        return this;
    }

    /** The least that is written. */
    public LogLevel level() {
        return level;
    }

    /** Changes the least that is written. */
    public void setLevel(LogLevel least) {
        level = least;
    }

    /**
     * Whether an event of this kind would be looked at; for those whose text costs something to
     * make. An event that is not wanted for there were too many is counted.
     */
    public boolean wants(EventKind kind) {
        if (kind.level().compareTo(level) < 0) {
            return false;
        }
        int index = kind.ordinal();
        if (linesOfSecond.get(index) < MAX_LINES_A_SECOND || seconds.get(index) != second()) {
            return true;
        }
        leaveOut(index);
        return false;
    }

    /**
     * Writes a line, if the level and the bounds allow it.
     *
     * @param text what happened; never a secret
     */
    public void say(EventKind kind, String text) {
        if (kind.level().compareTo(level) < 0) {
            return;
        }
        int index = kind.ordinal();
        long second = second();
        String line = null;
        synchronized (this) {
            if (seconds.get(index) != second) {
                seconds.set(index, second);
                linesOfSecond.set(index, 0);
            }
            if (linesOfSecond.get(index) < MAX_LINES_A_SECOND) {
                linesOfSecond.incrementAndGet(index);
                line = line(kind, text, leftOut.getAndSet(index, 0));
            }
        }
        if (line == null || !queue.offer(line)) {
            leaveOut(index);
        }
    }

    /** Events that were not written, for there were too many. */
    public long leftOut() {
        return leftOutInAll.get();
    }

    private void leaveOut(int index) {
        leftOut.incrementAndGet(index);
        leftOutInAll.incrementAndGet();
    }

    private long second() {
        return Math.floorDiv(clock.epochNs(), SECOND_NS);
    }

    private String line(EventKind kind, String text, long more) {
        StringBuilder line = new StringBuilder();
        LogText.appendTime(line, clock.epochNs());
        line.append(' ').append(kind.level().text()).append(' ').append(kind.text()).append(' ');
        int length = Math.min(text.length(), MAX_TEXT_CHARS);
        LogText.appendPlain(line, text.substring(0, length));
        if (length < text.length()) {
            line.append("...");
        }
        if (more > 0) {
            line.append(" (").append(more).append(" more of these were left out)");
        }
        return line.append('\n').toString();
    }

    private void write() {
        try {
            String line = queue.take();
            while (!line.equals(END)) {
                stream.writeBytes(line.getBytes(UTF_8));
                stream.flush();
                line = queue.take();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for what is queued, half a second at most. */
    @Override
    public void close() {
        try {
            if (queue.offer(END, CLOSE_WAIT_MS, TimeUnit.MILLISECONDS)) {
                writer.join(CLOSE_WAIT_MS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
