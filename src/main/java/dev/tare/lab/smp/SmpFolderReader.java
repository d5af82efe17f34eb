package dev.tare.lab.smp;

import com.google.protobuf.Message;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Reads back the folder of messages that a bundle was told in. */
public final class SmpFolderReader {
    /** More results are not read; a bundle has at most 250 scenarios. */
    public static final int MAX_RESULTS = 1_000;

    private static final String RESULTS = "results";
    private static final String CONFIGS = "configs";
    private static final String BLOCKS = "blocks";

    private SmpFolderReader() {}

    /**
     * One result and what its test asked for.
     *
     * @param specimen from the label {@code tare.specimen}; empty where it is not told
     * @param workload from the label {@code tare.workload}; empty where it is not told
     * @param asked by the configuration that the result names, if it is at hand
     */
    public record Row(String specimen, String workload, SmpResult result, SmpAsked asked) {
        /** A result, and what is known of its test. */
        public static Row of(SmpResult result, SmpAsked asked) {
            return new Row(result.specimen(), result.workload(), result, asked);
        }
    }

    /**
     * What could be read of a folder.
     *
     * @param rows a row for each result, in the order of the files' names
     * @param faults of what could not, one line each that names file, place and fault
     */
    public record Salvage(List<Row> rows, List<String> faults) {
        public Salvage {
            rows = List.copyOf(rows);
            faults = List.copyOf(faults);
        }
    }

    /** Whether a folder is laid out as {@code tare report --format smp} does. */
    public static boolean isFolder(Path folder) {
        return Files.isDirectory(folder.resolve(RESULTS));
    }

    /**
     * Reads the folder's results of whole scenarios.
     *
     * @param encoding which of the three to read
     * @return a row each, in the order of the files' names
     * @throws IOException when the folder or a file in it cannot be read
     * @throws SmpException when a file holds something else
     */
    public static List<Row> read(Path folder, SmpEncoding encoding)
            throws IOException, SmpException {
        Map<String, SmpAsked> askedById = new HashMap<>();
        for (Path file : files(folder.resolve(CONFIGS), List.of(encoding))) {
            Message config = encoding.decode(SmpKind.TEST_CONFIG, bytes(file), file.toString());
            askedById.put(SmpResultReader.text(config, "id"), SmpAsked.by(config));
        }
        List<Row> rows = new ArrayList<>();
        for (Path file : files(folder.resolve(RESULTS), List.of(encoding))) {
            SmpResult result = SmpResultReader.read(bytes(file), file.toString());
            rows.add(Row.of(result, askedById.getOrDefault(result.testId(), SmpAsked.NOTHING)));
        }
        return rows;
    }

    /**
     * Reads whatever can be read of the folder's results of whole scenarios; of a message that
     * stands there in several encodings the first that is sound.
     *
     * @throws IOException when the folder itself cannot be read
     * @throws SmpException when it holds more than {@link #MAX_RESULTS} messages
     */
    public static Salvage salvage(Path folder) throws IOException, SmpException {
        List<String> faults = new ArrayList<>();
        Map<String, SmpAsked> askedById = new HashMap<>();
        if (Files.isDirectory(folder.resolve(CONFIGS))) {
            for (SmpFile file : each(folder.resolve(CONFIGS), SmpKind.TEST_CONFIG, faults)) {
                if (file instanceof SmpFile.Config(String id, SmpAsked asked)) {
                    askedById.put(id, asked);
                }
            }
        }
        List<Row> rows = new ArrayList<>();
        for (SmpFile file : each(folder.resolve(RESULTS), SmpKind.TEST_RESULT, faults)) {
            if (file instanceof SmpFile.Result(SmpResult result)) {
                rows.add(Row.of(result, askedById.getOrDefault(result.testId(), SmpAsked.NOTHING)));
            }
        }
        return new Salvage(rows, faults);
    }

    /**
     * What the test of a single result asked for, where its file stands in such a folder beside its
     * configuration.
     *
     * @return {@link SmpAsked#NOTHING} where there is none that can be read and has its id
     */
    public static SmpAsked askedBeside(Path file, SmpResult result) {
        Path inner = file.toAbsolutePath().normalize().getParent();
        if (inner == null || !(inner.endsWith(RESULTS) || inner.endsWith(BLOCKS))) {
            return SmpAsked.NOTHING;
        }
        String name = String.valueOf(file.getFileName());
        String scenario = name.replaceFirst("\\.[a-zA-Z]+$", "");
        String stem = inner.endsWith(BLOCKS) ? scenario.replaceFirst("\\.\\d+$", "") : scenario;
        for (SmpEncoding encoding : SmpEncoding.values()) {
            Path config = inner.resolveSibling(CONFIGS).resolve(stem + "." + encoding.suffix());
            if (Files.isRegularFile(config)
                    && read(config, SmpKind.TEST_CONFIG, new ArrayList<>()).orElse(null)
                            instanceof SmpFile.Config(String id, SmpAsked asked)
                    && id.equals(result.testId())) {
                return asked;
            }
        }
        return SmpAsked.NOTHING;
    }

    private static List<SmpFile> each(Path folder, SmpKind kind, List<String> faults)
            throws IOException, SmpException {
        Map<String, List<Path>> byName = new TreeMap<>();
        for (Path file : files(folder, List.of(SmpEncoding.values()))) {
            String name = file.getFileName().toString();
            byName.computeIfAbsent(name.substring(0, name.lastIndexOf('.')), n -> new ArrayList<>())
                    .add(file);
        }
        List<SmpFile> messages = new ArrayList<>();
        for (List<Path> encodings : byName.values()) {
            encodings.stream()
                    .sorted(Comparator.comparing(file -> SmpEncoding.ofName(file.toString())))
                    .flatMap(file -> read(file, kind, faults).stream())
                    .findFirst()
                    .ifPresent(messages::add);
        }
        return messages;
    }

    private static Optional<SmpFile> read(Path file, SmpKind kind, List<String> faults) {
        try {
            Optional<SmpFile> read = SmpFileReader.read(bytes(file), file.toString());
            boolean wanted =
                    read.map(found ->
                                    kind == SmpKind.TEST_RESULT
                                            ? found instanceof SmpFile.Result
                                            : found instanceof SmpFile.Config)
                            .orElse(false);
            if (wanted) {
                return read;
            }
            faults.add("%s: no %s".formatted(file, kind.messageName()));
        } catch (SmpException e) {
            faults.add(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            faults.add("%s: it cannot be read (%s)".formatted(file, e.getClass().getSimpleName()));
        }
        return Optional.empty();
    }

    private static List<Path> files(Path folder, List<SmpEncoding> encodings)
            throws IOException, SmpException {
        long limit = (long) MAX_RESULTS * encodings.size();
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> found =
                    files.filter(file ->
                                    encodings.stream()
                                            .anyMatch(e ->
                                                    file.toString().endsWith("." + e.suffix())))
                            .sorted()
                            .limit(limit + 1)
                            .toList();
            if (found.size() > limit) {
                throw new SmpException(
                        "%s: holds more than %d messages".formatted(folder, MAX_RESULTS));
            }
            return found;
        }
    }

    /**
     * The bytes of a file, at most one more than are read.
     *
     * @throws IOException when it cannot be read
     */
    private static byte[] bytes(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(SmpEncoding.MAX_BYTES + 1);
        }
    }
}
