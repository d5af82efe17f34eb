package dev.tare.lab.calibrate;

import dev.tare.base.time.EpochClock;
import dev.tare.base.time.NanoClock;
import dev.tare.io.net.EventLoops;
import dev.tare.lab.bundle.CalibrationRecord;
import dev.tare.lab.bundle.CalibrationRecord.Check;
import dev.tare.lab.bundle.CalibrationRecord.Floor;
import dev.tare.lab.bundle.CalibrationRecord.Injection;
import dev.tare.lab.bundle.CalibrationRecord.Machine;
import dev.tare.lab.bundle.CalibrationRecord.Scope;
import dev.tare.lab.calibrate.GapProbe.CoreGaps;
import dev.tare.lab.experiment.BareStage;
import dev.tare.specimen.control.process.CorePlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Examines this machine as an instrument. What cannot be looked at is said, and never stops the
 * rest; nothing is left running, however it ends.
 *
 * <p>Thread-safety: {@link #examine} is called once, by one thread; {@link #stop} by any.
 */
public final class Doctor {
    private static final long MS = 1_000_000L;

    private final Scope scope;
    private final String tareVersion;
    private final String commit;
    private final Consumer<String> stages;
    private final NanoClock clock = NanoClock.system();
    private final EpochClock epochClock = EpochClock.system();
    private final MachineFiles files = MachineFiles.system();
    private final List<Check> checks = new ArrayList<>();
    private volatile boolean stopping;
    private volatile @Nullable Thread driver;
    private volatile @Nullable BareStage bench;

    /** How much time each part takes. */
    private record Effort(int waits, long gapsNs, FloorBench.Lengths lengths) {
        static Effort of(Scope scope) {
            return switch (scope) {
                case FULL ->
                        new Effort(
                                400,
                                2_500 * MS,
                                new FloorBench.Lengths(
                                        1_500 * MS, 12, 500 * MS, 400 * MS, 2_000 * MS, 250 * MS));
                case QUICK ->
                        new Effort(
                                100,
                                700 * MS,
                                new FloorBench.Lengths(
                                        600 * MS, 6, 200 * MS, 200 * MS, 900 * MS, 100 * MS));
                case FLOOR ->
                        new Effort(
                                0,
                                0,
                                new FloorBench.Lengths(
                                        500 * MS, 6, 200 * MS, 200 * MS, 900 * MS, 100 * MS));
            };
        }
    }

    /** What the loads gave. */
    private record Weighed(Optional<Floor> floor, List<Injection> injections) {}

    /**
     * A doctor who has not looked yet.
     *
     * @param tareVersion of the program
     * @param commit its source commit, or {@code unknown}
     * @param stages is told what is being done, in a few words; on the thread of {@link #examine}
     */
    public Doctor(Scope scope, String tareVersion, String commit, Consumer<String> stages) {
        this.scope = scope;
        this.tareVersion = tareVersion;
        this.commit = commit;
        this.stages = stages;
    }

    /**
     * Looks at everything that belongs to the scope.
     *
     * @throws InterruptedException when it was stopped
     */
    public CalibrationRecord examine() throws InterruptedException {
        driver = Thread.currentThread();
        try {
            return examined();
        } finally {
            driver = null;
        }
    }

    /** Ends the examination early. */
    public void stop() {
        stopping = true;
        BareStage running = bench;
        if (running != null) {
            running.stop();
        }
        Thread thread = driver;
        if (thread != null) {
            thread.interrupt();
        }
    }

    private CalibrationRecord examined() throws InterruptedException {
        long startNs = clock.nowNs();
        long startEpochNs = epochClock.epochNs();
        Machine machine = MachineIdentity.now();
        Weighed weighed;
        if (scope == Scope.FLOOR) {
            weighed = weigh(0, 0);
            weighed.floor().map(BenchChecks::floor).ifPresent(checks::add);
        } else {
            weighed = wholly(startNs, startEpochNs);
        }
        return new CalibrationRecord(
                CalibrationRecord.FORMAT_VERSION,
                tareVersion,
                commit,
                startEpochNs,
                clock.nowNs() - startNs,
                scope,
                machine,
                weighed.floor(),
                weighed.injections(),
                checks);
    }

    private Weighed wholly(long startNs, long startEpochNs) throws InterruptedException {
        Effort effort = Effort.of(scope);
        Set<Integer> allowed = MachineIdentity.allowedCores();
        CoreFacts cores = CoreFacts.of(files, allowed);
        KernelFacts kernel = KernelFacts.of(files);
        CgroupFacts cgroupBefore = CgroupFacts.of(files);
        CoreTimes timesBefore = CoreTimes.of(files, allowed);
        stages.accept("reading the clock");
        ClockProbe.Figures clockFigures = ClockProbe.read(clock);
        stages.accept("waiting, and seeing how late it ends");
        List<Check> times = new ArrayList<>();
        double latenessNs = wakeUps(effort, kernel, times);
        stages.accept("spinning on every core, and seeing what is taken");
        List<CoreGaps> gaps = GapProbe.spin(clock, allowed, effort.gapsNs());
        times.add(TimeChecks.gaps(gaps, kernel));
        long gapNs = gaps.stream().mapToLong(CoreGaps::longestNs).max().orElse(0);
        Weighed weighed = weigh(gapNs, latenessNs);
        long passedNs = clock.nowNs() - startNs;
        double driftPpm = (epochClock.epochNs() - startEpochNs - passedNs) * 1e6 / passedNs;
        weighed.floor().map(BenchChecks::floor).ifPresent(checks::add);
        weighed.injections().stream().map(BenchChecks::injection).forEach(checks::add);
        checks.add(TimeChecks.clock(clockFigures, kernel, driftPpm));
        checks.addAll(times);
        checks.add(TimeChecks.steal(CoreTimes.of(files, allowed).stealSince(timesBefore), cores));
        checks.add(TimeChecks.throttling(cgroupBefore, CgroupFacts.of(files)));
        checks.add(MachineChecks.cores(cores, CorePlan.of(allowed, 1)));
        checks.add(MachineChecks.frequency(cores));
        checks.add(MachineChecks.kernel(kernel, cores));
        checks.add(MachineChecks.io(EventLoops.auto()));
        checks.add(MachineChecks.files(kernel));
        checks.add(MachineChecks.ports(kernel));
        checks.add(MachineChecks.backlog(kernel));
        checks.add(MachineChecks.buffers(kernel));
        checks.add(MachineChecks.hugePages(kernel));
        checks.add(MachineChecks.memory(kernel, cgroupBefore));
        return weighed;
    }

    /** Adds a line, and gives how late all but a hundredth of the waits end, ns. */
    private double wakeUps(Effort effort, KernelFacts kernel, List<Check> lines)
            throws InterruptedException {
        try {
            WakeProbe.Figures figures = WakeProbe.measure(clock, effort.waits());
            lines.add(TimeChecks.wakeUps(figures, kernel));
            return figures.loop().p99();
        } catch (IOException e) {
            lines.add(
                    Found.of("wake-ups", "could not be measured: " + e.getMessage()).notVisible());
            return 0;
        }
    }

    /** The loads, in processes of their own; where they cannot be had, a line says why. */
    private Weighed weigh(long largestGapNs, double latenessNs) throws InterruptedException {
        Optional<Floor> floor = Optional.empty();
        List<Injection> injections = new ArrayList<>();
        Path folder = null;
        stages.accept("starting the instrument and a null server");
        try {
            folder = Files.createTempDirectory("tare-doctor-");
            try (BareStage stage = BareStage.open(folder)) {
                bench = stage;
                FloorBench loads = new FloorBench(stage, clock, Effort.of(scope).lengths());
                stages.accept("measuring the floor");
                requireGoingOn();
                Floor measured = loads.floor();
                floor = Optional.of(measured);
                if (scope != Scope.FLOOR) {
                    stages.accept("injecting a stall");
                    requireGoingOn();
                    injections.add(loads.stall(largestGapNs));
                    stages.accept("injecting a delay");
                    requireGoingOn();
                    injections.add(loads.delay(measured, latenessNs));
                }
            } finally {
                bench = null;
            }
        } catch (IOException e) {
            requireGoingOn();
            checks.add(BenchChecks.notWeighed(String.valueOf(e.getMessage()), floor.isPresent()));
        } finally {
            delete(folder);
        }
        return new Weighed(floor, injections);
    }

    private void requireGoingOn() throws InterruptedException {
        if (stopping || Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    private static void delete(@Nullable Path folder) {
        if (folder == null) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            // Some kilobytes of logs are left in the system's folder for such things.
            return;
        }
    }
}
