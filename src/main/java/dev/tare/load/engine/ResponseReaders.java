package dev.tare.load.engine;

import dev.tare.io.wire.Http1ResponseReader;
import java.lang.foreign.Arena;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Readers of answers, lent for as long as an answer is being read: most of a load's connections
 * are not within an answer, so that few readers serve many of them.
 *
 * <p>Thread-safety: the loop's own thread only. Allocation: a reader when more are needed than ever
 * before.
 */
final class ResponseReaders {
    private final Arena memory;
    private final Deque<Http1ResponseReader> idle = new ArrayDeque<>();

    ResponseReaders(Arena memory) {
        this.memory = memory;
        idle.push(new Http1ResponseReader(memory));
    }

    Http1ResponseReader borrow() {
        return idle.isEmpty() ? new Http1ResponseReader(memory) : idle.pop();
    }

    void giveBack(Http1ResponseReader reader) {
        idle.push(reader);
    }
}
