package dev.tare.io.net;

import java.util.ArrayDeque;

/**
 * What was handed to {@link EventLoop#defer}, in that order.
 *
 * <p>Thread-safety: the loop's own thread. Allocation: none but to grow.
 */
final class DeferredTasks {
    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();

    void add(Runnable task) {
        tasks.add(task);
    }

    boolean isEmpty() {
        return tasks.isEmpty();
    }

    /** Runs those that are there now; what they defer is the next poll's. Returns how many. */
    int run() {
        int ran = 0;
        for (int left = tasks.size(); left > 0 && !tasks.isEmpty(); left--) {
            tasks.remove().run();
            ran++;
        }
        return ran;
    }

    void clear() {
        tasks.clear();
    }
}
