package dev.tare.base.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DelayQueueTest {
    private static final class Item extends DelayQueue.Entry {
        final long dueNs;
        final int number;

        Item(long dueNs, int number) {
            this.dueNs = dueNs;
            this.number = number;
        }

        @Override
        public void onDue() {}
    }

    private final DelayQueue queue = new DelayQueue();

    @Test
    void nothingIsDueBeforeItsTime() {
        Item item = new Item(100, 0);
        queue.add(item, item.dueNs);
        assertThat(queue.earliestDueNs()).isEqualTo(100);
        assertThat(queue.pollDue(99)).isNull();
        assertThat(queue.pollDue(100)).isSameAs(item);
        assertThat(queue.pollDue(100)).isNull();
    }

    @Test
    void timesAreComparedBySubtraction() {
        Item early = new Item(Long.MAX_VALUE - 1, 0);
        Item late = new Item(Long.MIN_VALUE + 1, 1);
        queue.add(late, late.dueNs);
        queue.add(early, early.dueNs);
        assertThat(queue.pollDue(Long.MAX_VALUE)).isSameAs(early);
        assertThat(queue.pollDue(Long.MAX_VALUE)).isNull();
    }

    @ParameterizedTest(name = "seed={0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void whatIsLeftComesOutInOrderOfTimeThenOfArrival(long seed) {
        Random random = new Random(seed);
        List<Item> left = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            Item item = new Item(random.nextInt(200), i);
            queue.add(item, item.dueNs);
            left.add(item);
            if (random.nextInt(3) == 0) {
                Item removed = left.remove(random.nextInt(left.size()));
                queue.remove(removed);
                queue.remove(removed);
            }
        }
        left.sort(
                Comparator.comparingLong((Item item) -> item.dueNs)
                        .thenComparingInt(i -> i.number));
        List<DelayQueue.Entry> polled = new ArrayList<>();
        DelayQueue.Entry next = queue.pollDue(1000);
        while (next != null) {
            polled.add(next);
            next = queue.pollDue(1000);
        }
        assertThat(polled).containsExactlyElementsOf(left);
    }
}
