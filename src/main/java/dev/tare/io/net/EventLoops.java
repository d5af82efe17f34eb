package dev.tare.io.net;

import dev.tare.base.time.NanoClock;
import dev.tare.io.nativeaccess.LinuxIoUring;
import dev.tare.io.nativeaccess.LinuxSockets;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Opens event loops. Thread-safety: any thread. */
public final class EventLoops {
    /** What {@link IoBackEnd#AUTO} takes: the first of these that is there. */
    private static final List<IoBackEnd> PREFERRED =
            List.of(IoBackEnd.IO_URING, IoBackEnd.EPOLL, IoBackEnd.NIO);

    private EventLoops() {}

    /**
     * What {@link IoBackEnd#AUTO} takes on this machine.
     *
     * @param backEnd never {@code AUTO}
     * @param fallback why it is not the one that would be preferred, as a sentence; empty where it
     *     is
     */
    public record Choice(IoBackEnd backEnd, Optional<String> fallback) {}

    /**
     * Opens a loop for one thread, which need not be the calling one.
     *
     * @param options how it waits, and by which back end
     * @param clock the clock that {@link EventLoop#poll} is to wait by
     * @throws IOException when the back end asked for is not to be had here, in one line; or when
     *     the system gives no more descriptors
     */
    public static EventLoop open(LoopOptions options, NanoClock clock) throws IOException {
        return switch (options.backEnd()) {
            case AUTO -> open(new LoopOptions(auto().backEnd(), options.spinNs()), clock);
            case NIO -> new NioEventLoop(options, clock);
            case EPOLL -> new EpollEventLoop(options, clock, sockets());
            case IO_URING -> {
                LinuxIoUring ring = LinuxIoUring.open().orElseThrow(EventLoops::noIoUring);
                yield new IoUringEventLoop(
                        options, clock, sockets(), ring, IoUringEventLoop.BUFFERS);
            }
        };
    }

    /**
     * The same options, but that {@link IoBackEnd#AUTO} becomes {@code preferred}, where it is
     * there.
     */
    public static LoopOptions preferring(IoBackEnd preferred, LoopOptions options) {
        boolean replaced = options.backEnd() == IoBackEnd.AUTO && absence(preferred).isEmpty();
        return replaced ? new LoopOptions(preferred, options.spinNs()) : options;
    }

    private static LinuxSockets sockets() throws IOException {
        return LinuxSockets.open()
                .orElseThrow(
                        () -> new IOException(LinuxSockets.absence().orElse("epoll is not there")));
    }

    private static IOException noIoUring() {
        return new IOException(LinuxIoUring.absence().orElse("io_uring is not there"));
    }

    /** Which back end {@link IoBackEnd#AUTO} takes here, and why not a better one. */
    public static Choice auto() {
        return choose(PREFERRED, EventLoops::absence);
    }

    /**
     * The first of the back ends that is there.
     *
     * @param preferred the best first; the last is there always
     * @param absence why one is not there; empty where it is
     */
    static Choice choose(List<IoBackEnd> preferred, Function<IoBackEnd, Optional<String>> absence) {
        Optional<String> best = absence.apply(preferred.getFirst());
        for (IoBackEnd backEnd : preferred) {
            if (absence.apply(backEnd).isEmpty()) {
                return new Choice(backEnd, best);
            }
        }
        return new Choice(preferred.getLast(), best);
    }

    private static Optional<String> absence(IoBackEnd backEnd) {
        return switch (backEnd) {
            case AUTO, NIO -> Optional.empty();
            case EPOLL -> LinuxSockets.absence();
            case IO_URING -> LinuxIoUring.absence();
        };
    }
}
