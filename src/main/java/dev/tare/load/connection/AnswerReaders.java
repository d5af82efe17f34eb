package dev.tare.load.connection;

import java.lang.foreign.Arena;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Readers of answers, lent for as long as an answer is being read: most of a load's connections are
 * not within an answer, so that few readers serve many of them.
 *
 * <p>Thread-safety: the loop's own thread only. Allocation: a reader when more are needed than ever
 * before.
 */
final class AnswerReaders {
    private final Arena memory;
    private final Deque<AnswerReader> idle = new ArrayDeque<>();

    AnswerReaders(Arena memory) {
        this.memory = memory;
        idle.push(new AnswerReader(memory));
    }

    AnswerReader borrow() {
        return idle.isEmpty() ? new AnswerReader(memory) : idle.pop();
    }

    void giveBack(AnswerReader reader) {
        idle.push(reader);
    }
}
