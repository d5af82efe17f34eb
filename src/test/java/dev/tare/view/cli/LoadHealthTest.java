package dev.tare.view.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.base.time.NanoClock;
import dev.tare.base.time.Sleep;
import dev.tare.specimen.origin.Origin;
import dev.tare.specimen.origin.OriginOptions;
import dev.tare.testing.SocketTest;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A {@code tare load} that is really stopped while it loads. */
@SocketTest
@EnabledOnOs(OS.LINUX)
final class LoadHealthTest {
    private static final long STOPPED_NS = 600_000_000;
    private static final long PATIENCE_NS = 20_000_000_000L;

    @TempDir private Path folder;

    private static void signal(Process load, String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(load.pid())).start().waitFor();
    }

    /** Until the load sends: a process that is stopped while it starts has nothing to tell. */
    private static void awaitRequests(Origin origin) throws InterruptedException {
        NanoClock clock = NanoClock.system();
        long deadlineNs = clock.nowNs() + PATIENCE_NS;
        while (origin.stats().loadRequests() == 0 && clock.nowNs() < deadlineNs) {
            Sleep.forNs(5_000_000);
        }
        assertThat(origin.stats().loadRequests()).isPositive();
    }

    @Test
    @Timeout(60)
    void anInstrumentThatWasStoppedSaysSoAndTaintsItsLargestTime() throws Exception {
        try (Origin origin = Origin.start(OriginOptions.standard())) {
            String url = "http://127.0.0.1:%d/byte/100".formatted(origin.address().getPort());
            Process load =
                    CommandFixture.start(folder, "load", url, "-c", "4", "-R", "500", "-d", "3s");
            awaitRequests(origin);
            Sleep.forNs(STOPPED_NS);
            signal(load, "STOP");
            Sleep.forNs(STOPPED_NS);
            signal(load, "CONT");

            CommandFixture.Result result = CommandFixture.result(load, folder);
            assertThat(result.exitCode()).as(result.err()).isZero();
            assertThat(result.out().replaceAll("\\s+", " "))
                    .contains("tainted, the instrument stood still ")
                    .contains(" at the longest");
        }
    }
}
