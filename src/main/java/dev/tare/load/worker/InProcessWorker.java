package dev.tare.load.worker;

import dev.tare.base.time.NanoClock;
import dev.tare.load.engine.IntervalResult;
import dev.tare.load.engine.LoadEngine;
import dev.tare.load.engine.LoadResult;
import dev.tare.load.engine.LoadSpec;
import dev.tare.load.engine.PhaseResult;
import java.io.IOException;
import java.util.function.Consumer;

/**
 * A worker in this process, for a load that stands by itself. What it is handed may be kept.
 *
 * <p>Thread-safety: as {@link WorkerClient} says.
 */
public final class InProcessWorker implements WorkerClient {
    private final LoadEngine engine;

    /**
     * A worker with an engine of its own.
     *
     * @param clock by which {@link LoadSpec#startNs} is meant
     */
    public InProcessWorker(NanoClock clock) {
        engine = new LoadEngine(clock);
    }

    @Override
    public LoadResult run(LoadSpec spec, Consumer<IntervalResult> live) throws IOException {
        engine.expectRun();
        return engine.run(spec, interval -> live.accept(copy(interval)));
    }

    private static IntervalResult copy(IntervalResult interval) {
        return new IntervalResult(
                interval.startNs(),
                interval.endNs(),
                copy(interval.lead()),
                copy(interval.measured()));
    }

    private static PhaseResult copy(PhaseResult phase) {
        return new PhaseResult(
                phase.tally(),
                phase.responseTime().copy(),
                phase.serviceTime().copy(),
                phase.sendLag().copy(),
                phase.connectTime().copy());
    }

    @Override
    public void stop() {
        engine.stop();
    }

    @Override
    public void close() {
        engine.stop();
    }
}
