package dev.tare.io.net;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Threads with a loop each, which end together: when they are told to, or when one of them fails.
 *
 * <p>Thread-safety: every method may be called from any thread.
 */
public final class LoopThreads implements AutoCloseable {
    private final String name;
    private final Runnable stopAll;
    private final List<Thread> threads = new ArrayList<>();
    private final CountDownLatch ended;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    private LoopThreads(String name, Runnable stopAll, int count) {
        this.name = name;
        this.stopAll = stopAll;
        ended = new CountDownLatch(count);
    }

    /**
     * Starts a thread for each loop.
     *
     * @param name of what they are together; the threads are called so with a number behind it
     * @param run serves until the loop is told to stop, and gives back what the loop holds
     * @param stop tells a loop to stop; may be called by any thread, more than once
     */
    public static <L> LoopThreads start(
            String name, List<L> loops, Consumer<L> run, Consumer<L> stop) {
        List<L> all = List.copyOf(loops);
        LoopThreads started = new LoopThreads(name, () -> all.forEach(stop), all.size());
        for (L loop : all) {
            String threadName = name + "-" + started.threads.size();
            started.threads.add(
                    Thread.ofPlatform()
                            .name(threadName)
                            .unstarted(() -> started.run(() -> run.accept(loop))));
        }
        started.threads.forEach(Thread::start);
        return started;
    }

    private void run(Runnable loop) {
        try {
            loop.run();
        } catch (RuntimeException | Error e) {
            failure.compareAndSet(null, e);
            stop();
        } finally {
            ended.countDown();
        }
    }

    /** Asks all to stop. */
    public void stop() {
        stopAll.run();
    }

    /**
     * Waits until all have stopped.
     *
     * @throws IllegalStateException when one has failed; the cause says why
     */
    public void awaitEnd() throws InterruptedException {
        ended.await();
        Throwable cause = failure.get();
        if (cause != null) {
            throw new IllegalStateException("the " + name + " has failed", cause);
        }
    }

    /** Stops all and waits for their threads. */
    @Override
    public void close() {
        stop();
        boolean interrupted = false;
        for (Thread thread : threads) {
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
