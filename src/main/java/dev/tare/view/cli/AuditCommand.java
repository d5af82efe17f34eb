package dev.tare.view.cli;

import dev.tare.lab.audit.Auditor;
import dev.tare.lab.audit.result.Audit;
import dev.tare.view.audit.AuditFormat;
import dev.tare.view.cli.shell.ExitCode;
import dev.tare.view.cli.shell.Terminal;
import dev.tare.view.cli.shell.UsageException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tare audit}: can these figures be true? */
@Command(
        name = "audit",
        mixinStandardHelpOptions = true,
        description = "Can what wrk, wrk2, fortio, oha … printed be true?",
        footer = {
            "",
            "  ./tare audit notes.md runs/*.json",
            "  ./tare audit result.pb config.yaml        # results in SMP, and what was asked for",
            "  wrk -c64 -d10s --latency http://127.0.0.1:8080/ | ./tare audit -",
            "Exit codes: 0 nothing found (remarks may be); 3 something found; 1 a file, or a part",
            "of one, could not be read and nothing was found in the rest; 2 usage (docs/audit.md)."
        })
final class AuditCommand implements Callable<Integer> {
    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description = {
                "Text or JSON that a load generator printed, or a notebook with such blocks in",
                "it; a PerformanceTestResult of SMP (.pb, JSON, YAML) and its",
                "PerformanceTestConfig; a folder that report --format smp wrote; - is standard",
                "input."
            })
    private List<String> files = new ArrayList<>();

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text, md or json (default: ${DEFAULT-VALUE}).")
    private String format = "";

    @Option(names = "--all", description = "Tell of every block by itself, however many there are.")
    private boolean all;

    private AuditCommand() {}

    @Override
    public Integer call() throws UsageException {
        AuditFormat wanted =
                AuditFormat.of(format)
                        .orElseThrow(() ->
                                new UsageException(
                                        "format \"%s\" is not known; known are %s"
                                                .formatted(format, AuditFormat.keys())));
        if (files.stream().filter(AuditSources.STDIN::equals).count() > 1) {
            throw new UsageException("- is named twice; standard input can be read once");
        }
        AuditSources sources = AuditSources.read(files);
        if (sources.texts().isEmpty()) {
            return ExitCode.COULD_NOT_RUN;
        }
        Audit audit = Auditor.audit(sources.texts(), sources.smp());
        PrintStream utf8 = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        utf8.print(wanted.render(audit, Terminal.detect().style(), all));
        utf8.flush();
        if (audit.found()) {
            return ExitCode.SOMETHING_FOUND;
        }
        return sources.unread() ? ExitCode.COULD_NOT_RUN : ExitCode.DONE;
    }
}
