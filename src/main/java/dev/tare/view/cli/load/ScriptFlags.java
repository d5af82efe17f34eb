package dev.tare.view.cli.load;

import dev.tare.base.core.LoadModel;
import dev.tare.load.script.ScriptDialect;
import dev.tare.load.script.ScriptOutput;
import dev.tare.load.script.ScriptSpec;
import dev.tare.load.spec.LoadSpec;
import dev.tare.view.cli.shell.FailureException;
import dev.tare.view.cli.shell.UsageException;
import dev.tare.view.load.LoadFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flag of a script of wrk's. */
final class ScriptFlags {
    @Option(
            names = {"-s", "--script"},
            paramLabel = "FILE",
            description = "Lua script of wrk's that makes the requests (docs/scripts.md).")
    private @Nullable Path file;

    ScriptFlags() {}

    boolean wanted() {
        return file != null;
    }

    /**
     * Opens the script, if there is one.
     *
     * @param request where the load goes
     * @param words for the script, after the URL
     * @param format of standard output: the script prints there only beside text
     * @throws UsageException when there are words and no script for them
     * @throws IOException when the host is unknown
     * @throws FailureException when the script fails
     */
    WrkScriptRun open(RequestFlags request, List<String> words, LoadSpec spec, LoadFormat format)
            throws UsageException, IOException, FailureException {
        if (file == null) {
            if (!words.isEmpty()) {
                throw new UsageException(
                        "\"%s\" stands behind the URL: only a script (-s) takes words there"
                                .formatted(words.getFirst()));
            }
            return WrkScriptRun.none();
        }
        return WrkScriptRun.open(
                new ScriptSpec(
                        file,
                        request.url().text(),
                        request.fields(),
                        words,
                        WrkScriptRun.addresses(spec.endpoints().getFirst().target()),
                        spec.threads(),
                        true,
                        format == LoadFormat.TEXT
                                ? ScriptOutput.STANDARD_OUTPUT
                                : ScriptOutput.STANDARD_ERROR,
                        switch (spec.model()) {
                            case LoadModel.ClosedLoop _ -> ScriptDialect.WRK;
                            case LoadModel.OpenLoop _ -> ScriptDialect.WRK2;
                        }));
    }
}
