package dev.tare.view.cli;

import dev.tare.lab.compare.Comparer;
import dev.tare.lab.compare.Comparison;
import dev.tare.lab.compare.Gate;
import dev.tare.lab.compare.SmpComparer;
import dev.tare.lab.compare.Weighed;
import dev.tare.view.cli.shell.BuildInfo;
import dev.tare.view.cli.shell.FailureException;
import dev.tare.view.cli.shell.Terminal;
import dev.tare.view.cli.shell.UsageException;
import dev.tare.view.compare.CompareFormat;
import dev.tare.view.compare.CompareReport;
import dev.tare.view.text.TextStyle;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tare compare}: is one bundle, or one specimen, better than another; the gate of a CI. */
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        description = "Is B better or worse than A, by how much, how sure?",
        footer = {
            "",
            "Exit codes: 0 compared, no --fail-if holds; 99 one holds; 3 no figure of both may be",
            "believed; 1 a bundle cannot be read; 2 usage."
        })
final class CompareCommand implements Callable<Integer> {
    @Parameters(
            arity = "1..2",
            paramLabel = "BUNDLE",
            description = {
                "Two bundles, before and after; or one, with --specimens. Or two results in SMP",
                "(.pb, JSON, YAML), or two folders that report --format smp wrote."
            })
    private List<Path> bundles = new ArrayList<>();

    @Option(
            names = "--specimens",
            paramLabel = "A,B",
            split = ",",
            description = "Two specimens of one bundle: is B better than A?")
    private List<String> specimens = new ArrayList<>();

    @Option(
            names = {"--workload", "--workloads"},
            paramLabel = "NAME",
            split = ",",
            description = "Only these workloads, with --specimens (default: all).")
    private List<String> workloads = new ArrayList<>();

    @Mixin private GateFlags flags = new GateFlags();

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text, md, html, csv, json or junit (default: ${DEFAULT-VALUE}).")
    private String format = "text";

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Write to this file (default: standard output).")
    private @Nullable Path out;

    private CompareCommand() {}

    @Override
    public Integer call() throws UsageException, FailureException, IOException {
        CompareFormat wanted =
                CompareFormat.of(format)
                        .orElseThrow(() ->
                                new UsageException(
                                        "format \"%s\" is not known; known are %s"
                                                .formatted(format, CompareFormat.keys())));
        flags.limits();
        requireShape();
        Comparison comparison = CompareSmp.isAny(bundles) ? smp() : comparison();
        Gate gate = flags.gate(comparison);
        show(new CompareReport(comparison, gate, BuildInfo.version()), wanted);
        return GateFlags.exitCode(comparison, gate);
    }

    private void requireShape() throws UsageException, IOException {
        if (bundles.size() == 1 && specimens.size() != 2) {
            throw new UsageException(
                    "name two bundles, or two specimens of this one: --specimens A,B");
        }
        if (bundles.size() == 2 && !(specimens.isEmpty() && workloads.isEmpty())) {
            throw new UsageException(
                    "--specimens and --workload are for one bundle; two are compared by their names"
                            + " (--map OLD=NEW)");
        }
        if (bundles.size() == 1 && !flags.renamed().isEmpty()) {
            throw new UsageException("--map is for two bundles");
        }
        if (bundles.size() == 2
                && Files.exists(bundles.get(0))
                && Files.exists(bundles.get(1))
                && Files.isSameFile(bundles.get(0), bundles.get(1))) {
            throw new UsageException(
                    "%s is compared with itself; name two specimens of it: --specimens A,B"
                            .formatted(bundles.getFirst()));
        }
    }

    private Comparison smp() throws UsageException, FailureException {
        if (!specimens.isEmpty() || !workloads.isEmpty()) {
            throw new UsageException("--specimens and --workload are for a bundle, not for SMP");
        }
        CompareSmp.requireAll(bundles);
        if (!flags.renamed().isEmpty() && !Files.isDirectory(bundles.getFirst())) {
            throw new UsageException(
                    "--map is for two folders: two files are compared as they are");
        }
        try {
            return SmpComparer.compare(
                    CompareSmp.read(bundles.get(0)),
                    CompareSmp.read(bundles.get(1)),
                    flags.renamed());
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    private Comparison comparison() throws UsageException, FailureException, IOException {
        List<Weighed> weighed = new ArrayList<>();
        for (Path bundle : bundles) {
            weighed.add(weighed(bundle));
        }
        try {
            return weighed.size() == 1
                    ? Comparer.specimens(
                            weighed.getFirst(), specimens.get(0), specimens.get(1), workloads)
                    : Comparer.bundles(weighed.get(0), weighed.get(1), flags.renamed());
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    /** Reads a bundle, and names on standard error what of it is left out. */
    static Weighed weighed(Path bundle) throws FailureException, IOException {
        SalvagedBundle salvaged = SalvagedBundle.read(bundle);
        return Weighed.of(name(bundle), salvaged.content(), salvaged.faults());
    }

    /** How a bundle is called: its folder's last name. */
    static String name(Path bundle) {
        return String.valueOf(bundle.toAbsolutePath().normalize().getFileName());
    }

    private void show(CompareReport report, CompareFormat wanted) throws FailureException {
        TextStyle style =
                out == null ? Terminal.detect().style() : TextStyle.plain(TextStyle.DEFAULT_WIDTH);
        String text = wanted.render(report, style);
        if (out == null) {
            PrintStream utf8 = new PrintStream(System.out, true, StandardCharsets.UTF_8);
            utf8.print(text);
            utf8.flush();
        } else {
            ReportCommand.write(out, text);
        }
    }
}
