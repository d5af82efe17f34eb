package dev.tare.view.cli.load;

import dev.tare.view.cli.shell.UsageException;
import dev.tare.view.find.FindCsv;
import dev.tare.view.find.FindHtml;
import dev.tare.view.find.FindJson;
import dev.tare.view.find.FindReport;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags that name the files which a search writes. */
final class FindFiles {
    @Option(
            names = "--html",
            paramLabel = "FILE",
            description = "Write the curve as a page that needs nothing else.")
    private @Nullable Path html;

    @Option(names = "--json", paramLabel = "FILE", description = "Write all figures as JSON.")
    private @Nullable Path json;

    @Option(names = "--csv", paramLabel = "FILE", description = "Write a row a point.")
    private @Nullable Path csv;

    FindFiles() {}

    /** What to write where; refuses what could not be written at the end. */
    Map<Path, Function<FindReport, String>> read() throws UsageException {
        Map<Path, Function<FindReport, String>> files = new LinkedHashMap<>();
        put(files, "--html", html, FindHtml::render);
        put(files, "--json", json, FindJson::render);
        put(files, "--csv", csv, FindCsv::render);
        return files;
    }

    private static void put(
            Map<Path, Function<FindReport, String>> files,
            String flag,
            @Nullable Path file,
            Function<FindReport, String> renderer)
            throws UsageException {
        if (file == null) {
            return;
        }
        OutputFlags.requireWritable(flag, file);
        if (files.put(file, renderer) != null) {
            throw new UsageException(flag + ": " + file + " is named twice; name two files");
        }
    }
}
