package dev.tare.view.cli;

import dev.tare.lab.bundle.EndRecord;
import dev.tare.lab.compare.Comparer;
import dev.tare.lab.compare.Comparison;
import dev.tare.lab.compare.Gate;
import dev.tare.lab.compare.Prospect;
import dev.tare.lab.compare.Weighed;
import dev.tare.lab.objective.ChangeLimit;
import dev.tare.lab.plan.Plan;
import dev.tare.lab.plan.SpecimenSpec;
import dev.tare.lab.plan.WorkloadSpec;
import dev.tare.view.cli.shell.BuildInfo;
import dev.tare.view.cli.shell.FailureException;
import dev.tare.view.cli.shell.UsageException;
import dev.tare.view.compare.CompareFormat;
import dev.tare.view.compare.CompareReport;
import dev.tare.view.text.TextStyle;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The bundle that a run is compared with when it has ended. It is read, and asked whether it can be
 * compared with the plan, before anything is started.
 *
 * @param folder of the bundle
 * @param before what it holds
 * @param flags limits of changes
 */
record EarlierRun(Path folder, Weighed before, GateFlags flags) {

    /** Reads the bundle; damaged parts are named on standard error and left out. */
    static EarlierRun read(Path folder, GateFlags flags)
            throws UsageException, FailureException, IOException {
        flags.limits();
        return new EarlierRun(folder, CompareCommand.weighed(folder), flags);
    }

    /** Refuses a plan whose results could not be compared with it, and limits of neither's. */
    void require(Plan plan) throws UsageException {
        List<ChangeLimit> limits = flags.limits();
        try {
            Prospect.of(
                            before,
                            plan.specimens().stream().map(SpecimenSpec::name).toList(),
                            plan.workloads().stream().map(WorkloadSpec::name).toList(),
                            flags.renamed())
                    .require(limits);
        } catch (IllegalArgumentException e) {
            throw new UsageException("--compare-with %s: %s".formatted(folder, e.getMessage()));
        }
    }

    /**
     * A run's comparison.
     *
     * @param text as it is shown
     * @param exitCode what it comes to by itself
     */
    record Compared(String text, int exitCode) {}

    /** Compares the run with it. */
    Compared with(Weighed after, TextStyle style) throws UsageException, FailureException {
        try {
            Comparison comparison = Comparer.bundles(before, after, flags.renamed());
            Gate gate = flags.gate(comparison);
            CompareReport report = new CompareReport(comparison, gate, BuildInfo.version());
            return new Compared(
                    CompareFormat.TEXT.render(report, style), GateFlags.exitCode(comparison, gate));
        } catch (IllegalArgumentException e) {
            throw new FailureException(
                    "the run cannot be compared with %s: %s".formatted(folder, e.getMessage()));
        }
    }

    /** Why a run that ended early is not compared, and what does it. */
    String notCompared(EndRecord end, Path run) {
        return "not compared with %s, for the run did not come to its end (%s): ./tare compare %s %s"
                .formatted(folder, end.reason(), folder, run);
    }
}
