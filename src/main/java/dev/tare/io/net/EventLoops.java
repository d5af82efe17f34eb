package dev.tare.io.net;

import dev.tare.base.time.NanoClock;
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
        IoBackEnd backEnd =
                options.backEnd() == IoBackEnd.AUTO ? auto().backEnd() : options.backEnd();
        if (backEnd == IoBackEnd.EPOLL) {
            throw new IOException("epoll is not available here");
        }
        return new NioEventLoop(options, clock);
    }

    /** Which back end {@link IoBackEnd#AUTO} takes here, and why not a better one. */
    public static Choice auto() {
        return new Choice(IoBackEnd.NIO, Optional.empty());
    }
}
