package dev.tare.specimen.control.proxy;

import dev.tare.specimen.control.process.Programs;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The proxies of others that Tare knows, and where they lie on this machine: {@code proxies.tsv},
 * which the launcher's shell script reads too.
 *
 * @param entries in the order in which they are shown
 */
public record ProxyCatalog(List<Entry> entries) {
    private static final int COLUMNS = 3;

    public ProxyCatalog {
        entries = List.copyOf(entries);
    }

    /**
     * A proxy.
     *
     * @param name such as {@code haproxy}
     * @param programs names that its program may have
     * @param install the command that installs it
     */
    public record Entry(String name, List<String> programs, String install) {
        public Entry {
            programs = List.copyOf(programs);
        }

        /** Its program: on the PATH, in {@code /usr/sbin} or in {@code /usr/local/sbin}. */
        public Optional<Path> find() {
            return programs.stream().flatMap(name -> Programs.find(name).stream()).findFirst();
        }
    }

    /** The built-in catalog. */
    public static ProxyCatalog load() {
        try (InputStream stream = ProxyCatalog.class.getResourceAsStream("proxies.tsv")) {
            if (stream == null) {
                throw new IllegalStateException("proxies.tsv is missing from the program");
            }
            return parse(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ProxyCatalog parse(String text) {
        return new ProxyCatalog(
                text.lines()
                        .filter(line -> !line.isBlank() && !line.startsWith("#"))
                        .map(ProxyCatalog::entry)
                        .toList());
    }

    private static Entry entry(String line) {
        String[] columns = line.split("\t", -1);
        if (columns.length != COLUMNS) {
            throw new IllegalArgumentException(
                    "\"" + line + "\" must have " + COLUMNS + " columns with tabs between");
        }
        return new Entry(columns[0], List.of(columns[1].split(",", -1)), columns[2]);
    }

    /** The proxy of that name. */
    public Optional<Entry> named(String name) {
        return entries.stream().filter(entry -> entry.name().equals(name)).findFirst();
    }
}
