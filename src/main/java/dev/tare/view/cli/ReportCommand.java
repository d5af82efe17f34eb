package dev.tare.view.cli;

import dev.tare.lab.bundle.BundleContent;
import dev.tare.lab.cost.CostQuestion;
import dev.tare.lab.meshmark.Weights;
import dev.tare.lab.verdict.judge.Judge;
import dev.tare.view.cli.shell.ExitCode;
import dev.tare.view.cli.shell.FailureException;
import dev.tare.view.cli.shell.Terminal;
import dev.tare.view.cli.shell.UsageException;
import dev.tare.view.report.ReportFormat;
import dev.tare.view.report.content.Report;
import dev.tare.view.report.content.ReportInput;
import dev.tare.view.text.TextStyle;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tare report}: shows a bundle again. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        description = "Show a bundle again: text, html, md, csv, json, hgrm or smp.")
final class ReportCommand implements Callable<Integer> {
    private static final String SMP = "smp";

    @Parameters(paramLabel = "BUNDLE", description = "The folder that a run has left.")
    private Path bundle = Path.of("");

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description =
                    "text, html, md, csv, json, hgrm or smp (default: ${DEFAULT-VALUE}); smp is a"
                            + " folder of messages of the Service Mesh Performance specification.")
    private String format = "text";

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description =
                    "Write to this file (default: standard output); the folder of smp (default:"
                            + " BUNDLE/smp).")
    private @Nullable Path out;

    @Mixin private CostFlags costs = new CostFlags();

    private ReportCommand() {}

    @Override
    public Integer call() throws UsageException, FailureException, IOException {
        boolean smp = format.equals(SMP);
        Optional<ReportFormat> wanted = ReportFormat.of(format);
        if (wanted.isEmpty() && !smp) {
            throw new UsageException(unknownFormat());
        }
        CostQuestion question = costs.question();
        Weights weights = costs.weights();
        BundleContent content = SalvagedBundle.read(bundle).content();
        if (smp) {
            SmpFolder.write(
                    content,
                    Judge.weigh(content, bundle.toString()),
                    out == null ? bundle.resolve(SMP) : out);
            return ExitCode.DONE;
        }
        TextStyle style =
                out == null ? Terminal.detect().style() : TextStyle.plain(TextStyle.DEFAULT_WIDTH);
        Report report = wanted.orElseThrow().report(style);
        String text =
                report.render(
                        new ReportInput(
                                content,
                                Judge.weigh(content, bundle.toString()),
                                bundle.toString(),
                                question,
                                weights));
        if (out == null) {
            PrintStream utf8 = new PrintStream(System.out, true, StandardCharsets.UTF_8);
            utf8.print(text);
            utf8.flush();
        } else {
            write(out, text);
        }
        return ExitCode.DONE;
    }

    /** Writes a whole file. */
    static void write(Path file, String text) throws FailureException {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new FailureException(
                    "%s cannot be written (%s); name another file with --out"
                            .formatted(file, e.getClass().getSimpleName()));
        }
    }

    private String unknownFormat() {
        return "format \"%s\" is not known; known are %s"
                .formatted(
                        format,
                        Arrays.stream(ReportFormat.values())
                                .map(ReportFormat::key)
                                .collect(Collectors.joining(", ", "", ", " + SMP)));
    }
}
