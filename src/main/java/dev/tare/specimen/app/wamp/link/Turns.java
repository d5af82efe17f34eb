package dev.tare.specimen.app.wamp.link;

import java.util.ArrayDeque;
import java.util.function.Consumer;

/**
 * What is to happen soon on this thread, one thing after the other and never within another: so a
 * {@link LinkPair} calls nobody who is in the midst of a call.
 *
 * <p>Thread-safety: one thread. Allocation: none but to grow.
 */
public final class Turns {
    /** After so many at once, sockets get a turn. */
    static final int MAX_AT_ONCE = 10_000;

    private final Consumer<Runnable> defer;
    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
    private boolean planned;
    private boolean running;

    /**
     * Makes an empty row.
     *
     * @param defer runs a task on this thread, soon and not now: a loop's way to do it
     */
    public Turns(Consumer<Runnable> defer) {
        this.defer = defer;
    }

    /** Lines a task up. */
    public void add(Runnable task) {
        tasks.add(task);
        plan();
    }

    private void plan() {
        if (!planned && !running) {
            planned = true;
            defer.accept(() -> {
                planned = false;
                run();
            });
        }
    }

    /**
     * Runs what is lined up and what that lines up. For whoever calls from outside any task and
     * wants to have it done now, without the wait for the loop's next turn; within a task it does
     * nothing.
     */
    public void run() {
        if (running) {
            return;
        }
        running = true;
        try {
            for (int i = 0; i < MAX_AT_ONCE && !tasks.isEmpty(); i++) {
                tasks.remove().run();
            }
        } finally {
            running = false;
        }
        if (!tasks.isEmpty()) {
            plan();
        }
    }
}
