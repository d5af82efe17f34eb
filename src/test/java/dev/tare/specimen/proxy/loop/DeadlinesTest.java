package dev.tare.specimen.proxy.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DeadlinesTest {
    private static final long TICK_NS = 10;

    private final List<String> expired = new ArrayList<>();
    private final Deadlines deadlines = new Deadlines(25, TICK_NS);

    private final class Named extends Deadlines.Waiter {
        final String name;

        Named(String name) {
            this.name = name;
        }

        @Override
        public void onDeadline(Deadlines list) {
            expired.add(name);
        }
    }

    @Test
    void aWaitLastsAtLeastItsTimeAndAtMostATickMore() {
        // 25 ns are three ticks; one more, for the wait begins somewhere within a tick.
        deadlines.start(new Named("a"), 7);
        deadlines.expire(10);
        assertThat(expired).isEmpty();
        deadlines.expire(11);
        assertThat(expired).containsExactly("a");
        assertThat(deadlines.isEmpty()).isTrue();
    }

    @Test
    void beginningAnewMovesTheEnd() {
        Named a = new Named("a");
        Named b = new Named("b");
        deadlines.start(a, 0);
        deadlines.start(b, 0);
        deadlines.start(a, 2);
        deadlines.expire(4);
        assertThat(expired).containsExactly("b");
        deadlines.expire(6);
        assertThat(expired).containsExactly("b", "a");
    }

    @Test
    void whoStopsWaitingIsForgotten() {
        Named a = new Named("a");
        Named b = new Named("b");
        Named c = new Named("c");
        deadlines.start(a, 0);
        deadlines.start(b, 0);
        deadlines.start(c, 0);
        b.stopWaiting();
        b.stopWaiting();
        assertThat(deadlines.size()).isEqualTo(2);
        assertThat(deadlines.last()).isSameAs(c);
        c.stopWaiting();
        assertThat(deadlines.last()).isSameAs(a);
        deadlines.expireAll();
        assertThat(expired).containsExactly("a");
        assertThat(deadlines.last()).isNull();
    }

    @Test
    void aWaitInAnotherListEndsTheOneBefore() {
        Deadlines other = new Deadlines(100, TICK_NS);
        Named a = new Named("a");
        deadlines.start(a, 0);
        other.start(a, 0);
        assertThat(deadlines.size()).isZero();
        assertThat(other.size()).isOne();
    }
}
