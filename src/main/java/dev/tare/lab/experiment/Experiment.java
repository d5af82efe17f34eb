package dev.tare.lab.experiment;

import dev.tare.base.core.LoadModel;
import dev.tare.base.time.EpochClock;
import dev.tare.base.time.NanoClock;
import dev.tare.lab.bundle.BundleContent;
import dev.tare.lab.bundle.BundleException;
import dev.tare.lab.bundle.BundleReader;
import dev.tare.lab.bundle.BundleWriter;
import dev.tare.lab.bundle.EndRecord;
import dev.tare.lab.bundle.LossRecord;
import dev.tare.lab.bundle.RoundRecord;
import dev.tare.lab.bundle.RoundRecord.WarmUpRecord;
import dev.tare.lab.plan.Plan;
import dev.tare.lab.plan.SpecimenSpec;
import dev.tare.lab.plan.Timetable;
import dev.tare.lab.plan.WarmUpChoice;
import dev.tare.lab.plan.WorkloadSpec;
import dev.tare.specimen.control.process.MachineLimits;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The way of a run: one round of starts and warm-up, then block after block into the bundle, until
 * the plan is fulfilled, something fails or the user stops it.
 *
 * <p>Thread-safety: {@link #run} is called once, by the thread that drives the experiment; {@link
 * #stop} may be called by any.
 */
public final class Experiment {
    private final Plan plan;
    private final Timetable timetable;
    private final BundleWriter bundle;
    private final ExperimentListener listener;
    private final NanoClock clock = NanoClock.system();
    private final EpochClock epochClock = EpochClock.system();
    private final Progress progress;
    private volatile boolean stopping;
    private volatile @Nullable Thread driver;

    /**
     * An experiment that goes on where {@code bundle} ends: a new one at the first block.
     *
     * @param plan the same for all rounds of one bundle
     */
    public Experiment(Plan plan, BundleWriter bundle, ExperimentListener listener) {
        this.plan = plan;
        this.timetable = Timetable.of(plan);
        this.bundle = bundle;
        this.listener = listener;
        this.progress = new Progress(timetable, clock, listener);
    }

    /**
     * Runs it to its end and writes that into the bundle.
     *
     * @return how it ended; never throws for what a specimen, a worker or the machine does
     */
    public EndRecord run() {
        driver = Thread.currentThread();
        EndRecord end;
        try {
            if (!stopping) {
                round();
            }
            end = ended(stopping ? EndRecord.State.STOPPED : EndRecord.State.COMPLETE, "");
        } catch (InterruptedException e) {
            end = ended(EndRecord.State.STOPPED, "stopped by the user");
        } catch (ExperimentException | IOException e) {
            end =
                    stopping
                            ? ended(EndRecord.State.STOPPED, "stopped by the user")
                            : ended(EndRecord.State.FAILED, String.valueOf(e.getMessage()));
        } finally {
            driver = null;
        }
        return written(end);
    }

    /**
     * Why this machine cannot run the plan, in one sentence with the remedy; empty where it can.
     * Files that the plan names for TLS are read for it.
     */
    public static Optional<String> refusal(Plan plan) {
        return ConnectionBudget.of(plan, MachineLimits.system())
                .refusal()
                .or(() -> RunningTls.refusal(plan));
    }

    /** What of the plan, and of this machine, its reader should know, in sentences. */
    public static List<String> notes(Plan plan) {
        return Stream.concat(
                        RunningTls.notes(plan).stream(),
                        ConnectionBudget.of(plan, MachineLimits.system()).note().stream())
                .toList();
    }

    /** Ends the run early; {@link #run} then returns soon, with what was measured kept. */
    public void stop() {
        stopping = true;
        Thread running = driver;
        if (running != null) {
            running.interrupt();
        }
    }

    private EndRecord ended(EndRecord.State state, String reason) {
        return new EndRecord(state, reason, epochClock.epochNs());
    }

    private EndRecord written(EndRecord end) {
        Thread.interrupted();
        try {
            bundle.writeEnd(end);
            return end;
        } catch (BundleException e) {
            return end.state() == EndRecord.State.COMPLETE
                    ? ended(EndRecord.State.FAILED, String.valueOf(e.getMessage()))
                    : end;
        }
    }

    private void round() throws IOException, InterruptedException, ExperimentException {
        int round = bundle.nextRound();
        progress.begin(bundle.nextBlock());
        try (Stage stage = Stage.open(plan, bundle.folder(), round, listener)) {
            try {
                measure(stage, round);
            } catch (PartyLostException e) {
                bundle.addLoss(
                        new LossRecord(
                                round,
                                bundle.nextBlock(),
                                e.specimen(),
                                String.valueOf(e.getMessage()),
                                epochClock.epochNs()));
                throw e;
            } catch (BundleException e) {
                throw e;
            } catch (IOException e) {
                throw stage.explained(e);
            }
        }
    }

    private void measure(Stage stage, int round)
            throws IOException, InterruptedException, ExperimentException {
        List<WarmUp.Turn> turns = turns(stage.specimens());
        long startedEpochNs = epochClock.epochNs();
        WarmUp warmUp = new WarmUp(stage.slices(), clock, timetable.warmUpNs());
        progress.warmingUp();
        List<WarmUp.Turn> warming = turns.stream().filter(this::warmsUp).toList();
        List<WarmUpRecord> warmUps = warmUp.run(warming, progress::warmingUp, listener::warmedUp);
        Map<String, Double> rates = offeredRates(warmUp, warming);
        bundle.writeRound(
                new RoundRecord(
                        round,
                        startedEpochNs,
                        stage.specimens().stream().map(RunningSpecimen::started).toList(),
                        warmUps,
                        rates),
                stage.configurations());
        blocks(stage, turns, rates, round);
    }

    private void blocks(Stage stage, List<WarmUp.Turn> turns, Map<String, Double> rates, int round)
            throws IOException, InterruptedException, ExperimentException {
        BlockRunner runner =
                new BlockRunner(
                        stage.slices(),
                        clock,
                        epochClock,
                        stage.specimens(),
                        stage.countingOrigin(),
                        stage::loss);
        for (int index = bundle.nextBlock(); index < plan.blocks(); index = bundle.nextBlock()) {
            progress.block(index);
            BlockRunner.Assignment assignment =
                    new BlockRunner.Assignment(
                            index,
                            round,
                            BlockOrder.of(turns, plan.seed(), index),
                            workload ->
                                    new SliceRunner.Length(
                                            timetable.leadNs(workload),
                                            timetable.measuredNs(workload)),
                            workload -> model(workload, rates));
            BundleContent.Block block = runner.run(assignment, progress::measuring);
            bundle.writeBlock(block.blockRecord(), block.sliceHistograms());
            listener.blockDone(BundleReader.read(bundle.folder()));
        }
    }

    private List<WarmUp.Turn> turns(List<RunningSpecimen> specimens) {
        List<WarmUp.Turn> turns = new ArrayList<>();
        for (WorkloadSpec workload : plan.workloads()) {
            Set<String> names =
                    plan.specimensOf(workload).stream()
                            .map(SpecimenSpec::name)
                            .collect(Collectors.toSet());
            specimens.stream()
                    .filter(specimen -> names.contains(specimen.name()))
                    .forEach(specimen -> turns.add(new WarmUp.Turn(specimen, workload)));
        }
        return turns;
    }

    private boolean warmsUp(WarmUp.Turn turn) {
        return plan.specimens().stream()
                .filter(specimen -> specimen.name().equals(turn.specimen().name()))
                .anyMatch(specimen -> WarmUpChoice.of(plan, specimen).contains(turn.workload()));
    }

    private LoadModel model(String workloadName, Map<String, Double> rates) {
        WorkloadSpec workload =
                plan.workloads().stream()
                        .filter(w -> w.name().equals(workloadName))
                        .findFirst()
                        .orElseThrow();
        return switch (workload.arrivals()) {
            case WorkloadSpec.Arrivals.Closed ignored -> new LoadModel.ClosedLoop();
            case WorkloadSpec.Arrivals.Rate rate -> open(rates, workloadName, rate.law());
            case WorkloadSpec.Arrivals.ShareOfSlowest share ->
                    open(rates, workloadName, share.law());
        };
    }

    private LoadModel open(
            Map<String, Double> rates, String workloadName, LoadModel.ArrivalLaw law) {
        return new LoadModel.OpenLoop(
                rates.getOrDefault(workloadName, Double.NaN), law, plan.seed());
    }

    private Map<String, Double> offeredRates(WarmUp warmUp, List<WarmUp.Turn> turns)
            throws ExperimentException, IOException {
        Map<String, Double> earlier = earlierRates();
        Map<String, Double> rates = new HashMap<>();
        for (WorkloadSpec workload : plan.workloads()) {
            switch (workload.arrivals()) {
                case WorkloadSpec.Arrivals.Closed ignored -> {}
                case WorkloadSpec.Arrivals.Rate rate ->
                        rates.put(workload.name(), rate.ratePerSec());
                case WorkloadSpec.Arrivals.ShareOfSlowest share -> {
                    double slowestPerSec = warmUp.slowestRatePerSec(turns, workload);
                    double ratePerSec =
                            earlier.getOrDefault(
                                    workload.name(), Math.rint(slowestPerSec * share.share()));
                    if (ratePerSec < 1) {
                        throw new ExperimentException(
                                ("workload %s: a specimen gave no correct answer in the warm-up,"
                                                + " so that no rate can be set; check that every"
                                                + " specimen answers %s as the plan's check asks")
                                        .formatted(workload.name(), workload.request().target()));
                    }
                    rates.put(workload.name(), ratePerSec);
                }
            }
        }
        return rates;
    }

    /** A resumed run keeps the rates of its first round: blocks at other rates do not compare. */
    private Map<String, Double> earlierRates() throws IOException {
        List<RoundRecord> rounds = BundleReader.read(bundle.folder()).rounds();
        return rounds.isEmpty() ? Map.of() : rounds.getFirst().offeredRatesPerSec();
    }
}
