package dev.tare.load.arrival;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.base.core.LoadModel.ArrivalLaw;
import dev.tare.base.core.LoadModel.OpenLoop;
import dev.tare.base.core.RateShape.Trace;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TraceArrivalsTest {
    @Test
    void aTraceIsPlayedOnceAndThenNeverAgain() {
        Trace trace = new Trace(List.of(0L, 7L, 7L, 1_000_000_000L, Long.MAX_VALUE));
        ArrivalProcess arrivals = ArrivalProcess.of(new OpenLoop(trace, ArrivalLaw.CONSTANT, 0));
        assertThat(arrivals.intendedStartNs(0)).isZero();
        assertThat(arrivals.intendedStartNs(1)).isEqualTo(7);
        assertThat(arrivals.intendedStartNs(2)).isEqualTo(7);
        assertThat(arrivals.intendedStartNs(3)).isEqualTo(1_000_000_000);
        assertThat(arrivals.intendedStartNs(4)).isEqualTo(ArrivalProcess.NEVER_NS);
        assertThat(arrivals.intendedStartNs(5)).isEqualTo(ArrivalProcess.NEVER_NS);
        assertThat(arrivals.intendedStartNs(1L << 40)).isEqualTo(ArrivalProcess.NEVER_NS);
    }
}
