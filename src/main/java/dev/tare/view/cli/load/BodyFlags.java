package dev.tare.view.cli.load;

import dev.tare.base.core.QuantityText;
import dev.tare.base.core.RequestBody;
import dev.tare.lab.plan.CsvData;
import dev.tare.load.request.TemplateData;
import dev.tare.view.cli.shell.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** The flags that say what a request's body is, and what its holes are filled with. */
final class BodyFlags {
    @Option(names = "--body", paramLabel = "TEXT", description = "Request body.")
    private Optional<String> text = Optional.empty();

    @Option(
            names = "--body-file",
            paramLabel = "FILE",
            description = "File that holds the request body.")
    private Optional<Path> file = Optional.empty();

    @Option(
            names = "--body-size",
            paramLabel = "BYTES",
            description = "Size of a request body for which only that matters, such as 10k.")
    private Optional<String> size = Optional.empty();

    @Option(
            names = "--data",
            paramLabel = "FILE.csv",
            description =
                    "Fill {{csv.NAME}} in URL, headers and body from the rows of a table with a"
                            + " header line, in turn. Implies --template.")
    private Optional<Path> data = Optional.empty();

    @Option(
            names = "--template",
            description =
                    "Fill {{seq}}, {{random}}, {{random:LO-HI}} and {{uuid}} in URL, headers and"
                            + " body anew for each request.")
    private boolean template;

    BodyFlags() {}

    /** The request's body; empty where no flag gives one. */
    RequestBody body() throws UsageException {
        if (Stream.of(text, file, size).filter(Optional::isPresent).count() > 1) {
            throw new UsageException("give one of --body, --body-file and --body-size");
        }
        if (file.isPresent()) {
            return read(file.get());
        }
        try {
            return size.isPresent()
                    ? RequestBody.ofLength(QuantityText.count(size.get(), 0, RequestBody.MAX_BYTES))
                    : RequestBody.of(text.orElse(""));
        } catch (IllegalArgumentException e) {
            throw new UsageException("--body-size: " + e.getMessage());
        }
    }

    private static RequestBody read(Path path) throws UsageException {
        try {
            if (Files.size(path) > RequestBody.MAX_BYTES) {
                throw new UsageException(
                        "--body-file: %s has more than %d bytes"
                                .formatted(path, RequestBody.MAX_BYTES));
            }
            return RequestBody.of(Files.readAllBytes(path));
        } catch (IOException unreadable) {
            throw new UsageException("--body-file: " + path + " cannot be read");
        }
    }

    /** Whether a flag gives one. */
    boolean given() {
        return text.isPresent() || file.isPresent() || size.isPresent();
    }

    /** Whether holes are filled. */
    boolean fillsHoles() {
        return template || data.isPresent();
    }

    /**
     * What holes are filled with; absent where double braces are just text.
     *
     * @param seed of random numbers
     */
    Optional<TemplateData> templateData(long seed) throws UsageException {
        if (data.isEmpty()) {
            return template ? Optional.of(TemplateData.seeded(seed)) : Optional.empty();
        }
        try {
            CsvData table = CsvData.read(data.get());
            return Optional.of(new TemplateData(table.columns(), table.rows(), seed));
        } catch (IllegalArgumentException e) {
            throw new UsageException("--data: " + e.getMessage());
        }
    }
}
