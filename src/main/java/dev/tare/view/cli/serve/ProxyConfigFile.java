package dev.tare.view.cli.serve;

import dev.tare.specimen.proxy.config.ClusterConfig;
import dev.tare.specimen.proxy.config.ProxyConfig;
import dev.tare.specimen.proxy.config.yaml.ConfigReader;
import dev.tare.specimen.proxy.setup.ConfigFile;
import dev.tare.view.cli.shell.UsageException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The file of {@code tare proxy --config}. */
final class ProxyConfigFile implements ConfigFile {
    /** The longest file; UTF-8 takes at most four bytes a character. */
    private static final long MAX_FILE_BYTES = 4L * ConfigReader.MAX_LENGTH;

    private final Path path;

    ProxyConfigFile(Path path) {
        this.path = path;
    }

    @Override
    public Path path() {
        return path;
    }

    @Override
    public Optional<ProxyConfig> read(Consumer<String> faults) {
        try {
            return read(path, faults);
        } catch (UsageException e) {
            faults.accept(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    /**
     * Reads a file.
     *
     * @param faulty where its faults go, a line each
     * @return the configuration if there was no fault
     * @throws UsageException if the file cannot be read
     */
    static Optional<ProxyConfig> read(Path file, PrintStream faulty) throws UsageException {
        return read(file, faulty::println);
    }

    private static Optional<ProxyConfig> read(Path file, Consumer<String> faulty)
            throws UsageException {
        ConfigReader.Reading reading = ConfigReader.read(text(file), file.toString());
        reading.faults().forEach(faulty);
        return reading.config();
    }

    private static String text(Path file) throws UsageException {
        try {
            if (Files.size(file) > MAX_FILE_BYTES) {
                throw new UsageException(
                        "--config: %s has more than %d bytes".formatted(file, MAX_FILE_BYTES));
            }
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UsageException(
                    "--config: %s cannot be read; give a YAML file (docs/minivoy-config.md)"
                            .formatted(file));
        }
    }

    /** Such as {@code 1 listener, 4 routes, 2 clusters with 3 endpoints}. */
    static String summary(ProxyConfig config) {
        int endpoints =
                config.clusters().stream().map(ClusterConfig::endpoints).mapToInt(List::size).sum();
        return "%s, %s, %s with %s"
                .formatted(
                        counted(config.listeners().size(), "listener"),
                        counted(config.routes().size(), "route"),
                        counted(config.clusters().size(), "cluster"),
                        counted(endpoints, "endpoint"));
    }

    private static String counted(int count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }
}
