package dev.tare.view.cli;

import dev.tare.lab.compare.Comparison;
import dev.tare.lab.compare.Gate;
import dev.tare.lab.objective.ChangeLimit;
import dev.tare.lab.objective.Thresholds;
import dev.tare.view.cli.shell.ExitCode;
import dev.tare.view.cli.shell.UsageException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** By how much a figure must not change, and what was called otherwise before. */
final class GateFlags {
    @Option(
            names = "--map",
            paramLabel = "OLD=NEW",
            description = "A specimen or workload that has another name in the second bundle.")
    private Map<String, String> renamed = new LinkedHashMap<>();

    @Option(
            names = "--fail-if",
            paramLabel = "LIMIT",
            description =
                    "End with 99 if it surely holds: 'p99 > +5%%', 'goodput{envoy} < -3%%'; again"
                            + " for more.")
    private List<String> limits = new ArrayList<>();

    @Option(
            names = "--unsure",
            paramLabel = "WHAT",
            defaultValue = "pass",
            description =
                    "What a limit within the interval does: pass, value (the value decides) or fail"
                            + " (default: ${DEFAULT-VALUE}).")
    private Gate.Unsure unsure = Gate.Unsure.PASS;

    @Option(
            names = "--strict",
            description = "The same as --unsure fail: pass only what surely keeps the limit.")
    private boolean strict;

    GateFlags() {}

    /** Whether any of them was given. */
    boolean given() {
        return strict || unsure != Gate.Unsure.PASS || !limits.isEmpty() || !renamed.isEmpty();
    }

    Map<String, String> renamed() {
        return renamed;
    }

    List<ChangeLimit> limits() throws UsageException {
        if (limits.size() > Thresholds.MAX_COUNT) {
            throw new UsageException(
                    "--fail-if: %d limits, must be at most %d"
                            .formatted(limits.size(), Thresholds.MAX_COUNT));
        }
        try {
            return limits.stream().map(ChangeLimit::parse).toList();
        } catch (IllegalArgumentException e) {
            throw new UsageException("--fail-if: " + e.getMessage());
        }
    }

    /** Holds the limits against {@code comparison}. */
    Gate gate(Comparison comparison) throws UsageException {
        List<ChangeLimit> wanted = limits();
        try {
            return Gate.of(wanted, comparison, strict ? Gate.Unsure.FAIL : unsure);
        } catch (IllegalArgumentException e) {
            throw new UsageException("--fail-if: " + e.getMessage());
        }
    }

    /** How a command ends that has shown {@code comparison} and {@code gate}. */
    static int exitCode(Comparison comparison, Gate gate) {
        if (!comparison.anyValid()) {
            return ExitCode.NO_VALID_HEADLINE;
        }
        return gate.failed() ? ExitCode.THRESHOLD_FAILED : ExitCode.DONE;
    }
}
