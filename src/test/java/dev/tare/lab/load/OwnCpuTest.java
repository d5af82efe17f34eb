package dev.tare.lab.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.base.time.NanoClock;
import dev.tare.lab.bundle.Usage;
import dev.tare.lab.load.OwnCpu.Sample;
import java.util.List;
import org.junit.jupiter.api.Test;

final class OwnCpuTest {
    private static final long MS = 1_000_000;

    @Test
    void samplesWithinTheWindowTellWhatWasUsedInIt() {
        List<Sample> samples =
                List.of(
                        new Sample(0, 0),
                        new Sample(100 * MS, 90 * MS),
                        new Sample(200 * MS, 140 * MS),
                        new Sample(300 * MS, 190 * MS));

        Usage usage = OwnCpu.within(samples, 100 * MS, 310 * MS);

        assertThat(usage.visible()).isTrue();
        assertThat(usage.cores()).isEqualTo(0.5);
        assertThat(usage.windowNs()).isEqualTo(210 * MS);
    }

    @Test
    void whereTooLittleOfTheWindowIsCoveredAllSamplesCount() {
        List<Sample> samples = List.of(new Sample(0, 0), new Sample(200 * MS, 100 * MS));

        assertThat(OwnCpu.within(samples, 50 * MS, 150 * MS).cores()).isEqualTo(0.5);
    }

    @Test
    void withoutTwoSamplesNothingIsVisible() {
        assertThat(OwnCpu.within(List.of(new Sample(0, 0)), 0, MS)).isEqualTo(Usage.NOT_VISIBLE);
        assertThat(OwnCpu.within(List.of(), 0, MS)).isEqualTo(Usage.NOT_VISIBLE);
    }

    @Test
    void samplesAreBounded() {
        OwnCpu cpu = new OwnCpu(NanoClock.system());
        for (int i = 0; i < 3 * OwnCpu.MAX_SAMPLES; i++) {
            cpu.sample();
        }
        assertThat(cpu.samples()).isLessThanOrEqualTo(OwnCpu.MAX_SAMPLES);
    }
}
