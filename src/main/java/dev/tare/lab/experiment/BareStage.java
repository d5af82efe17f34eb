package dev.tare.lab.experiment;

import dev.tare.base.time.NanoClock;
import dev.tare.io.net.IoBackEnd;
import dev.tare.load.result.LoadResult;
import dev.tare.load.spec.Endpoint;
import dev.tare.load.spec.LoadSpecBuilder;
import dev.tare.load.spec.Target;
import dev.tare.load.worker.StreamWorkerClient;
import dev.tare.load.worker.WorkerClient;
import dev.tare.specimen.control.OriginControl;
import dev.tare.specimen.control.process.CorePlan;
import dev.tare.specimen.control.process.CpuMeter;
import dev.tare.specimen.control.process.Launch;
import dev.tare.specimen.control.process.Launcher;
import dev.tare.specimen.control.process.RunningProcess;
import dev.tare.specimen.control.process.StartFailure;
import dev.tare.specimen.control.process.UsageSample;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * The instrument and the origin as a run has them, with nothing in between: processes of their own,
 * on the cores that a run would give them. Closing it leaves none of them.
 *
 * <p>Thread-safety: one thread, but for {@link #stop} and {@link #stall}.
 */
public final class BareStage implements AutoCloseable {
    private final NanoClock clock;
    private final Launcher launcher;
    private final CorePlan cores;
    private final OriginProcess origin;
    private final WorkerClient worker;
    private final CpuMeter instrument;

    private BareStage(
            NanoClock clock,
            Launcher launcher,
            CorePlan cores,
            OriginProcess origin,
            RunningProcess worker) {
        this.clock = clock;
        this.launcher = launcher;
        this.cores = cores;
        this.origin = origin;
        this.worker = new StreamWorkerClient(worker.output(), worker.input());
        this.instrument = launcher.meter(worker);
    }

    /**
     * Starts both.
     *
     * @param folder for their logs, made if it is not there
     * @throws StartFailure when one does not start, or no process can be started here; in one line
     */
    public static BareStage open(Path folder) throws IOException {
        NanoClock clock = NanoClock.system();
        Launcher launcher = Launcher.open(clock);
        boolean opened = false;
        try {
            CorePlan cores = CorePlan.of(launcher.allowedCores(), 1);
            // The instrument starts meanwhile: each takes a good part of a second.
            RunningProcess worker =
                    launcher.start(
                            Launch.of(
                                            "instrument",
                                            OwnProgram.WORKER.command(),
                                            folder.resolve("instrument.log"))
                                    .on(cores.instrument())
                                    .piped());
            OriginProcess origin = OriginProcess.start(launcher, folder, cores.origin());
            BareStage stage = new BareStage(clock, launcher, cores, origin, worker);
            opened = true;
            return stage;
        } finally {
            if (!opened) {
                launcher.close();
            }
        }
    }

    /** The origin, as the instrument reaches it. */
    public Target target() {
        return Target.http1(origin.endpoint().host(), origin.endpoint().port());
    }

    /**
     * Runs one load against {@link #target}, with the waiting of a run.
     *
     * @param endpoint of that target
     * @param spec all else but the back end and the spinning
     * @throws IOException when the instrument is gone
     */
    public LoadResult run(Endpoint endpoint, LoadSpecBuilder spec) throws IOException {
        return worker.run(
                spec.endpoint(endpoint).backEnd(IoBackEnd.AUTO).spinNs(Stage.spinNs(cores)).build(),
                _ -> {});
    }

    /**
     * Makes the origin answer nobody for a while. May be called by any thread.
     *
     * @param durationNs more than 0
     * @throws IOException when it does not answer
     */
    public void stall(long durationNs) throws IOException {
        OriginControl.stall(clock, origin.endpoint(), durationNs);
    }

    /** CPU time of the instrument until now, ns; empty where it is not visible. */
    public OptionalLong instrumentCpuNs() {
        UsageSample sample = instrument.sample();
        return sample.visible() ? OptionalLong.of(sample.cpuNs()) : OptionalLong.empty();
    }

    /** Ends the load that is running, if one is. May be called by any thread. */
    public void stop() {
        worker.stop();
    }

    @Override
    public void close() throws IOException {
        worker.close();
        launcher.close();
    }
}
