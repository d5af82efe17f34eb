package dev.tare.load.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.base.core.Outcome;
import dev.tare.base.histogram.Rotation;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class IntervalMergeTest {
    private static final long INTERVAL_NS = 100;

    private final List<String> emitted = new ArrayList<>();
    private final List<Rotation<IntervalFrame>> rotations =
            List.of(
                    new Rotation<>(2, () -> new IntervalFrame(1)),
                    new Rotation<>(2, () -> new IntervalFrame(1)));
    private final Ledger first = ledger(0);
    private final Ledger second = ledger(1);
    private final IntervalMerge merge =
            new IntervalMerge(
                    rotations,
                    new IntervalFrame(1),
                    interval ->
                            emitted.add(
                                    "%d-%d: %d"
                                            .formatted(
                                                    interval.startNs(),
                                                    interval.endNs(),
                                                    interval.measured().tally().ended())));

    private Ledger ledger(int index) {
        Ledger ledger = new Ledger(rotations.get(index), INTERVAL_NS, () -> {});
        ledger.begin(1000, 0, 1000);
        return ledger;
    }

    private static void end(Ledger ledger, int count) {
        for (int i = 0; i < count; i++) {
            ledger.planned(0, 1000);
            ledger.sent(0, 1000);
            ledger.ended(Outcome.CORRECT, 0, 1000, 1000, 1001, 0);
        }
    }

    @Test
    void anIntervalIsWholeWhenAllLoopsHaveEndedIt() {
        end(first, 1);
        first.rotateIfDue(1100);
        assertThat(merge.advance()).isFalse();
        assertThat(emitted).isEmpty();

        end(second, 2);
        second.rotateIfDue(1105);
        assertThat(merge.advance()).isFalse();
        assertThat(emitted).containsExactly("1000-1100: 3");
    }

    @Test
    void aLoopWithoutSpareBooksMakesTheIntervalLonger() {
        end(first, 1);
        first.rotateIfDue(1100);
        end(first, 1);
        first.rotateIfDue(1200);
        end(first, 1);
        first.rotateIfDue(1300);
        for (int k = 1; k <= 2; k++) {
            end(second, 10);
            second.rotateIfDue(1000 + k * INTERVAL_NS);
            assertThat(merge.advance()).isFalse();
        }
        assertThat(emitted).containsExactly("1000-1100: 11");
        end(second, 10);
        second.rotateIfDue(1300);
        end(first, 1);
        first.rotateIfDue(1400);
        assertThat(merge.advance()).isFalse();
        end(second, 10);
        second.rotateIfDue(1400);
        assertThat(merge.advance()).isFalse();

        assertThat(emitted).containsExactly("1000-1100: 11", "1100-1400: 33");
    }

    @Test
    void aLoopThatHasFinishedIsNotWaitedFor() {
        end(first, 1);
        first.finish(1050);
        end(second, 1);
        second.rotateIfDue(1100);
        assertThat(merge.advance()).isFalse();
        second.rotateIfDue(1200);
        assertThat(merge.advance()).isFalse();
        end(second, 1);
        second.finish(1230);

        assertThat(merge.advance()).isTrue();
        assertThat(emitted).containsExactly("1000-1100: 2", "1100-1200: 0", "1200-1230: 1");
        assertThat(merge.total().measuredView().tally().ended()).isEqualTo(3);
        assertThat(merge.total().measuredView().tally().conserved()).isTrue();
        rotations.forEach(Rotation::restart);
    }

    @Test
    void endpointsThatAreFoundWhileTheLoadRunsAreAddedUp() {
        List<Rotation<IntervalFrame>> growing =
                List.of(
                        new Rotation<>(2, IntervalFrame::growing),
                        new Rotation<>(2, IntervalFrame::growing));
        IntervalMerge sum = new IntervalMerge(growing, IntervalFrame.growing(), interval -> {});
        int[][] found = {{0, 2, 2}, {1, 2, 4}};
        for (int loop = 0; loop < 2; loop++) {
            Ledger ledger = new Ledger(growing.get(loop), INTERVAL_NS, () -> {});
            ledger.begin(1000, 0, 1000);
            for (int endpoint : found[loop]) {
                ledger.planned(endpoint, 1000);
                ledger.sent(endpoint, 1000);
                ledger.ended(Outcome.WRONG_STATUS, endpoint, 1000, 1000, 1001, 0);
            }
            ledger.finish(1050);
        }

        assertThat(sum.advance()).isTrue();
        List<String> names = List.of("a", "b", "c", "never", "e");
        assertThat(sum.total().endpointViews(names))
                .extracting(view -> view.name() + view.tally().failed())
                .containsExactly("a1", "b1", "c3", "e1");
        assertThat(sum.total().measuredView().failedResponseTime().getTotalCount()).isEqualTo(6);
        growing.forEach(Rotation::restart);
    }
}
