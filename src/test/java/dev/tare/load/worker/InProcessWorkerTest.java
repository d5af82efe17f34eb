package dev.tare.load.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.base.core.Tally;
import dev.tare.base.time.NanoClock;
import dev.tare.load.engine.IntervalResult;
import dev.tare.load.engine.LoadResult;
import dev.tare.load.engine.LoadSpecBuilder;
import dev.tare.load.engine.RawServer;
import dev.tare.testing.SocketTest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

@SocketTest
final class InProcessWorkerTest {
    private static final String OK = "HTTP/1.1 200 OK|Content-Length: 2||ok";

    @Test
    void whatIsHandedOverMayBeKept() throws IOException {
        try (RawServer server = new RawServer((exchange, number) -> exchange.write(OK));
                InProcessWorker worker = new InProcessWorker(NanoClock.system())) {
            List<IntervalResult> kept = new ArrayList<>();
            LoadSpecBuilder spec = new LoadSpecBuilder().measuredMs(200).intervalMs(50);
            LoadResult result = worker.run(spec.port(server.port()).build(), kept::add);

            Histogram sum = result.measured().responseTime().copy();
            sum.reset();
            Tally tally = Tally.EMPTY;
            for (IntervalResult interval : kept) {
                sum.add(interval.measured().responseTime());
                tally = tally.plus(interval.measured().tally());
            }
            assertThat(sum).isEqualTo(result.measured().responseTime());
            assertThat(tally).isEqualTo(result.measured().tally());
        }
    }

    @Test
    void aStopEndsTheLoad() throws IOException {
        try (RawServer server = new RawServer((exchange, number) -> exchange.write(OK));
                InProcessWorker worker = new InProcessWorker(NanoClock.system())) {
            LoadSpecBuilder spec = new LoadSpecBuilder().measuredMs(3_600_000).intervalMs(20);
            LoadResult result =
                    worker.run(spec.port(server.port()).build(), interval -> worker.stop());

            assertThat(result.stopped()).isTrue();
        }
    }
}
