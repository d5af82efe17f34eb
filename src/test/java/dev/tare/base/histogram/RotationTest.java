package dev.tare.base.histogram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class RotationTest {

    @Test
    void theWriterGoesOnWithTheActiveOneWhileThePoolIsEmpty() {
        Rotation<Histogram> rotation = new Rotation<>(2, HistogramLayout::newHistogram);
        rotation.active().recordValue(1000);
        assertThat(rotation.rotate()).isTrue();
        Histogram active = rotation.active();
        active.recordValue(2000);

        assertThat(rotation.rotate()).isFalse();

        assertThat(rotation.active()).isSameAs(active);
        assertThat(active.getTotalCount()).isEqualTo(1);
    }

    @Test
    void aRecorderGivenBackIsWrittenAgain() {
        Rotation<Histogram> rotation = new Rotation<>(2, HistogramLayout::newHistogram);
        Histogram first = rotation.active();
        rotation.rotate();
        Histogram read = rotation.poll();

        assertThat(read).isSameAs(first);
        assertThat(rotation.poll()).isNull();

        rotation.giveBack(first);
        assertThat(rotation.rotate()).isTrue();
        assertThat(rotation.active()).isSameAs(first);
    }

    @Test
    void finishingPassesTheActiveOneOnThoughThePoolIsEmpty() {
        Rotation<Histogram> rotation = new Rotation<>(2, HistogramLayout::newHistogram);
        rotation.rotate();
        Histogram last = rotation.active();

        rotation.finish();

        assertThat(rotation.poll()).isNotNull();
        assertThat(rotation.poll()).isSameAs(last);
        assertThatIllegalStateException().isThrownBy(rotation::active);
    }

    @Test
    void aFinishedRotationBeginsAnewWhenAllIsGivenBack() {
        Rotation<Histogram> rotation = new Rotation<>(2, HistogramLayout::newHistogram);
        Histogram last = rotation.active();
        assertThatIllegalStateException().isThrownBy(rotation::restart);
        rotation.finish();
        assertThatIllegalStateException().isThrownBy(rotation::restart);
        assertThat(rotation.poll()).isSameAs(last);
        rotation.giveBack(last);

        rotation.restart();

        assertThat(rotation.rotate()).isTrue();
    }

    @Test
    void twoThreadsLoseNothing() throws InterruptedException {
        int values = 200_000;
        Rotation<Histogram> rotation = new Rotation<>(3, HistogramLayout::newHistogram);
        Thread writer =
                Thread.ofPlatform()
                        .start(() -> {
                            for (int i = 0; i < values; i++) {
                                rotation.active().recordValue(i);
                                if (i % 100 == 0) {
                                    rotation.rotate();
                                }
                            }
                            rotation.finish();
                        });
        Histogram sum = HistogramLayout.newHistogram();
        while (writer.isAlive()) {
            drain(rotation, sum);
        }
        drain(rotation, sum);

        Histogram expected = HistogramLayout.newHistogram();
        for (int i = 0; i < values; i++) {
            expected.recordValue(i);
        }
        assertThat(sum).isEqualTo(expected);
    }

    @Test
    void oneRecorderIsTooFew() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Rotation<>(1, Object::new))
                .withMessageContaining("at least 2");
    }

    private static void drain(Rotation<Histogram> rotation, Histogram sum) {
        for (@Nullable Histogram full = rotation.poll(); full != null; full = rotation.poll()) {
            sum.add(full);
            full.reset();
            rotation.giveBack(full);
        }
    }
}
