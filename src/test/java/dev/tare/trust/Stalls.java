package dev.tare.trust;

import dev.tare.base.time.Sleep;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Stops a process of the run (SIGSTOP) again and again, and lets it go on.
 *
 * <p>Threads: one of its own, from the first block to the end of the run.
 */
final class Stalls implements TrustRun.Disturbance {
    private final LongSupplier victim;
    private final long stallNs;
    private @Nullable Thread stopping;

    /**
     * Stalls of the process that {@code victim} finds when the first block begins.
     *
     * @param stallNs how long; twice as long it goes on between two of them
     */
    Stalls(LongSupplier victim, long stallNs) {
        this.victim = victim;
        this.stallNs = stallNs;
    }

    @Override
    public void begin() {
        long pid = victim.getAsLong();
        stopping = Thread.ofPlatform().daemon().name("stalls").start(() -> stall(pid));
    }

    private void stall(long pid) {
        try {
            while (true) {
                Sleep.forNs(2 * stallNs);
                try {
                    Parties.signal(pid, "STOP");
                    Sleep.forNs(stallNs);
                } finally {
                    Parties.signal(pid, "CONT");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        if (stopping != null) {
            stopping.interrupt();
            try {
                stopping.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
