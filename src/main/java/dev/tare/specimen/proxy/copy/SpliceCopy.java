package dev.tare.specimen.proxy.copy;

import dev.tare.io.nativeaccess.LinuxPipe;
import dev.tare.specimen.proxy.copy.CopyCounters.Count;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * {@code splice}: the bytes of bodies pass in pipes, from socket to socket within the kernel.
 *
 * <p>A pipe is borrowed for one reading. If the other side takes all of it at once, the pipe is
 * empty and goes back, so that one serves a whole loop; only a side that does not keep up holds one
 * for longer. Their number is bounded, and where there is none left bytes pass by memory.
 *
 * <p>A pipe is used again only when it is empty. One whose connection has ended before is closed,
 * with the bytes in it: they would be the first that the next connection gets.
 *
 * <p>Thread-safety: its loop's thread.
 */
final class SpliceCopy implements CopyEngine {
    /** Pipes of one loop: as many slow readers at a time have one. */
    static final int MAX_PIPES = 64;

    /**
     * What is asked for a pipe: 64 pages, in each of which a network card's packet may be. All
     * pipes of a loop together stay below the 64 MiB that an unprivileged user has.
     */
    static final int PIPE_BYTES = 256 * 1024;

    private static final String NO_ABILITY =
            "copy engine splice: connections with TLS, or of another back end than epoll, cannot"
                    + " use pipes; their bodies pass by memory";
    private static final String SHORTAGE =
            "copy engine splice: no pipe was left ("
                    + MAX_PIPES
                    + " a thread at most, and two file"
                    + " descriptors each); where that is so, bodies pass by memory";

    private final int minBytes;
    private final Consumer<String> log;
    private final CopyCounters counters = new CopyCounters();
    private final ArrayDeque<LinuxPipe> free = new ArrayDeque<>();
    private final List<LinuxPipe> open = new ArrayList<>();

    /**
     * An engine without pipes yet.
     *
     * @param minBytes the shortest rest of a body that is worth a pipe
     * @param log told in a line, again and again, why bytes pass by memory
     */
    SpliceCopy(int minBytes, Consumer<String> log) {
        this.minBytes = minBytes;
        this.log = log;
    }

    @Override
    public CopyCounters counters() {
        return counters;
    }

    @Override
    public boolean pipes() {
        return true;
    }

    @Override
    public void onConnectionWithoutPipes() {
        counters.increment(Count.CONNECTIONS_WITHOUT_PIPES);
        log.accept(NO_ABILITY);
    }

    @Override
    public @Nullable LinuxPipe takePipe(long leftBytes) {
        if (leftBytes < minBytes) {
            return null;
        }
        LinuxPipe pipe = free.poll();
        return pipe != null ? pipe : openPipe();
    }

    private @Nullable LinuxPipe openPipe() {
        LinuxPipe pipe = open.size() < MAX_PIPES ? new LinuxPipe() : null;
        if (pipe == null || pipe.open(PIPE_BYTES) < 0) {
            counters.increment(Count.PIPE_SHORTAGES);
            log.accept(SHORTAGE);
            return null;
        }
        open.add(pipe);
        counters.increment(Count.PIPES_OPENED);
        return pipe;
    }

    @Override
    public void giveBack(LinuxPipe pipe) {
        if (pipe.heldBytes() == 0) {
            free.push(pipe);
        } else {
            pipe.close();
            open.remove(pipe);
            counters.increment(Count.PIPES_DISCARDED);
        }
    }

    @Override
    public boolean close() {
        open.forEach(LinuxPipe::close);
        open.clear();
        free.clear();
        return true;
    }
}
