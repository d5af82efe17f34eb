package dev.tare.view.cli.load;

import dev.tare.lab.plan.EndpointSpec;
import dev.tare.lab.plan.EndpointsReader;
import dev.tare.lab.plan.PlanException;
import dev.tare.view.cli.shell.FlagText;
import dev.tare.view.cli.shell.UsageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags that name several endpoints instead of one URL. */
final class EndpointFlags {
    private static final long MAX_FILE_BYTES = 4_000_000;

    @Option(
            names = "--endpoint",
            paramLabel = "NAME=WEIGHT METHOD URL",
            description = {
                "One of several endpoints, instead of a URL: 'list=9 GET http://h:1/items'; may",
                "be repeated. Results stand for each by its name (docs/load.md)."
            })
    private List<String> lines = new ArrayList<>();

    @Option(
            names = "--endpoints",
            paramLabel = "FILE",
            description = "The same from YAML or JSON, with headers, bodies and checks of each.")
    private @Nullable Path file;

    private @Nullable List<EndpointSpec> known;

    EndpointFlags() {}

    /** Whether there are several. */
    boolean wanted() {
        return file != null || !lines.isEmpty();
    }

    /**
     * The endpoints: those of the file, then the others.
     *
     * @throws UsageException when one cannot be read, or two have one name
     */
    List<EndpointSpec> read() throws UsageException {
        if (known == null) {
            known = all();
        }
        return known;
    }

    private List<EndpointSpec> all() throws UsageException {
        List<EndpointSpec> all = new ArrayList<>();
        if (file != null) {
            all.addAll(ofFile(file));
        }
        for (String line : lines) {
            all.add(FlagText.read("--endpoint", line, EndpointsReader::line));
        }
        Set<String> names = new HashSet<>();
        for (EndpointSpec endpoint : all) {
            if (!names.add(endpoint.name())) {
                throw new UsageException(
                        "two endpoints are named \"%s\": name them, as in 'NAME=WEIGHT METHOD URL'"
                                .formatted(endpoint.name()));
            }
        }
        return all;
    }

    private static List<EndpointSpec> ofFile(Path path) throws UsageException {
        try {
            if (Files.size(path) > MAX_FILE_BYTES) {
                throw new UsageException(
                        "--endpoints: %s has more than %d bytes".formatted(path, MAX_FILE_BYTES));
            }
            String text = new String(Files.readAllBytes(path), StandardCharsets.UTF_8);
            return EndpointsReader.read(text, path.toString());
        } catch (IOException unreadable) {
            throw new UsageException("--endpoints: " + path + " cannot be read");
        } catch (PlanException e) {
            throw new UsageException("--endpoints: " + e.getMessage());
        }
    }
}
