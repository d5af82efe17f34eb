package dev.tare.load.engine;

import dev.tare.io.nativeaccess.LinuxScheduling;
import dev.tare.io.net.EventLoop;
import dev.tare.load.spec.UnsendableRequestException;
import org.jspecify.annotations.Nullable;

/** A thread that runs a {@link LoadLoop}, and tells its failure to who waits for it. */
final class LoadThread {
    /** How the names of such threads begin. */
    static final String NAME_PREFIX = "tare-load-";

    private final LoadLoop loop;
    private final EventLoop eventLoop;
    private final Runnable onEnd;
    private final Thread thread;
    private volatile @Nullable Throwable failure;

    LoadThread(LoadShare share, EventLoop eventLoop, StartGate gate) {
        this.eventLoop = eventLoop;
        loop = new LoadLoop(share, eventLoop, gate);
        onEnd = share.onRotated();
        thread =
                Thread.ofPlatform()
                        .name(NAME_PREFIX + share.index())
                        .daemon()
                        .unstarted(this::runLoop);
    }

    private void runLoop() {
        LinuxScheduling.takeShortSlices();
        try {
            loop.run();
        } catch (RuntimeException | Error thrown) {
            failure = thrown;
        } finally {
            onEnd.run();
        }
    }

    Thread thread() {
        return thread;
    }

    void start() {
        thread.start();
    }

    /** Waits for the thread's end, whatever interrupts; a thread never started has ended. */
    void join() {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Throws if the thread has failed. */
    void rethrow() {
        Throwable thrown = failure;
        if (thrown instanceof UnsendableRequestException unsendable) {
            throw unsendable;
        }
        if (thrown != null) {
            throw new IllegalStateException("the load's thread failed: " + thrown, thrown);
        }
    }

    LoadLoop loop() {
        return loop;
    }

    String backEnd() {
        return eventLoop.backEnd();
    }
}
