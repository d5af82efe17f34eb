package dev.tare.specimen.proxy.loop;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Which of a loop's connections have something to send when all that one wait has brought was read:
 * so the frames of many streams, and of many connections, leave together.
 *
 * <p>Thread-safety: its loop's thread. Allocation: none once there are as many connections as there
 * ever will be.
 */
public final class SendOrder {
    private final ArrayDeque<Side> unsent = new ArrayDeque<>();
    private @Nullable Http2Side firstTouched;
    private @Nullable Http2Side lastTouched;

    /** Remembers a connection that may have something to send. */
    void touch(Http2Side side) {
        side.touched = true;
        side.nextTouched = null;
        if (lastTouched == null) {
            firstTouched = side;
        } else {
            lastTouched.nextTouched = side;
        }
        lastTouched = side;
    }

    /** Remembers a connection of HTTP/1.1 with bytes that shall leave together with others. */
    void sendLater(Side side) {
        unsent.add(side);
    }

    /** Whether nothing was remembered since the last {@link #flush}. */
    public boolean isEmpty() {
        return firstTouched == null && unsent.isEmpty();
    }

    /** Sends what those that were remembered have, as far as the kernel takes it. */
    public void flush() {
        flushTouched();
        flushUnsent();
    }

    private void flushUnsent() {
        Side side = unsent.poll();
        while (side != null) {
            side.sendNow();
            side = unsent.poll();
        }
    }

    private void flushTouched() {
        Http2Side side = firstTouched;
        while (side != null) {
            firstTouched = side.nextTouched;
            if (firstTouched == null) {
                lastTouched = null;
            }
            side.touched = false;
            side.nextTouched = null;
            side.flush();
            side = firstTouched;
        }
    }
}
