package dev.tare.io.net;

import dev.tare.base.time.NanoClock;
import dev.tare.io.nativeaccess.LinuxIoUring;
import dev.tare.io.nativeaccess.LinuxSockets;
import java.io.IOException;
import java.util.Optional;

/** Opens event loops. Thread-safety: any thread. */
public final class EventLoops {
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
        if (options.backEnd() == IoBackEnd.IO_URING) {
            return openIoUring(options, clock);
        }
        Optional<LinuxSockets> sockets =
                options.backEnd() == IoBackEnd.NIO ? Optional.empty() : LinuxSockets.open();
        if (sockets.isPresent()) {
            return new EpollEventLoop(options, clock, sockets.get());
        }
        if (options.backEnd() == IoBackEnd.EPOLL) {
            throw new IOException(LinuxSockets.absence().orElse("epoll is not there"));
        }
        return new NioEventLoop(options, clock);
    }

    private static EventLoop openIoUring(LoopOptions options, NanoClock clock) throws IOException {
        Optional<LinuxSockets> sockets = LinuxSockets.open();
        Optional<LinuxIoUring> ring = LinuxIoUring.open();
        if (sockets.isEmpty() || ring.isEmpty()) {
            throw new IOException(LinuxIoUring.absence().orElse("io_uring is not there"));
        }
        return new IoUringEventLoop(options, clock, sockets.get(), ring.get());
    }

    /** Which back end {@link IoBackEnd#AUTO} takes here, and why not a better one. */
    public static Choice auto() {
        Optional<String> absence = LinuxSockets.absence();
        return new Choice(absence.isPresent() ? IoBackEnd.NIO : IoBackEnd.EPOLL, absence);
    }
}
