package dev.tare.view.cli;

import dev.tare.lab.audit.Audit;
import dev.tare.lab.audit.Auditor;
import dev.tare.lab.foreign.reader.ForeignReader;
import dev.tare.lab.foreign.reader.result.ForeignText;
import dev.tare.lab.foreign.reader.result.Unread;
import dev.tare.view.audit.AuditFormat;
import dev.tare.view.cli.shell.ExitCode;
import dev.tare.view.cli.shell.Terminal;
import dev.tare.view.cli.shell.UsageException;
import dev.tare.view.text.DisplayText;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
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
            "  wrk -c64 -d10s --latency http://127.0.0.1:8080/ | ./tare audit -",
            "Exit codes: 0 nothing found (remarks may be); 3 something found; 1 a file, or a part",
            "of one, could not be read and nothing was found in the rest; 2 usage (docs/audit.md)."
        })
final class AuditCommand implements Callable<Integer> {
    private static final String STDIN = "-";

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description = {
                "Text or JSON that a load generator printed, or a notebook with such blocks in",
                "it; - is standard input."
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
        if (files.stream().filter(STDIN::equals).count() > 1) {
            throw new UsageException("- is named twice; standard input can be read once");
        }
        List<ForeignText> texts = new ArrayList<>();
        boolean unread = false;
        for (String file : files) {
            unread |= !read(file, texts);
        }
        if (texts.isEmpty()) {
            return ExitCode.COULD_NOT_RUN;
        }
        Audit audit = Auditor.audit(texts);
        PrintStream utf8 = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        utf8.print(wanted.render(audit, Terminal.detect().style(), all));
        utf8.flush();
        if (audit.found()) {
            return ExitCode.SOMETHING_FOUND;
        }
        return unread ? ExitCode.COULD_NOT_RUN : ExitCode.DONE;
    }

    /** Reads a file into {@code texts}; whether all of it could be read. */
    private static boolean read(String file, List<ForeignText> texts) {
        ForeignText text;
        try {
            text = file.equals(STDIN) ? standardInput() : ForeignReader.read(Path.of(file));
        } catch (IOException | IllegalArgumentException e) {
            complain(file, 0, why(file, e));
            return false;
        }
        for (Unread unread : text.unread()) {
            complain(file, unread.place().firstLine(), unread.why());
        }
        if (text.results().isEmpty()) {
            if (text.unread().isEmpty()) {
                complain(
                        file,
                        0,
                        "nothing that a load generator printed was found in it; docs/audit.md says"
                                + " what can be read");
            }
            return false;
        }
        texts.add(text);
        return text.unread().isEmpty();
    }

    private static ForeignText standardInput() throws IOException {
        return ForeignReader.read(
                "standard input", System.in.readNBytes(ForeignReader.MAX_BYTES + 1));
    }

    private static String why(String file, Exception e) {
        if (e instanceof NoSuchFileException) {
            return "there is no such file";
        }
        if (!file.equals(STDIN) && e instanceof IOException && Files.isDirectory(Path.of(file))) {
            return "it is a folder; name the files in it";
        }
        return "it cannot be read (" + e.getClass().getSimpleName() + ")";
    }

    private static void complain(String file, int line, String why) {
        String place = line > 0 ? file + ":" + line : file;
        System.err.println("tare: " + DisplayText.clean(place + ": " + why));
    }
}
