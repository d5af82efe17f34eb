package dev.tare.lab.smp;

import com.google.protobuf.Message;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Reads back the folder of messages that a bundle was told in. */
public final class SmpFolderReader {
    /** More results are not read; a bundle has at most 250 scenarios. */
    public static final int MAX_RESULTS = 1_000;

    private SmpFolderReader() {}

    /**
     * One result and what its test asked for.
     *
     * @param specimen from the label {@code tare.specimen}; empty where it is not told
     * @param workload from the label {@code tare.workload}; empty where it is not told
     * @param asked by the configuration that the result names, if the folder has it
     */
    public record Row(String specimen, String workload, SmpResult result, SmpAsked asked) {}

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
        for (Path file : files(folder.resolve("configs"), encoding)) {
            Message config = encoding.decode(SmpKind.TEST_CONFIG, bytes(file), file.toString());
            askedById.put(SmpResultReader.text(config, "id"), SmpAsked.by(config));
        }
        List<Row> rows = new ArrayList<>();
        for (Path file : files(folder.resolve("results"), encoding)) {
            SmpResult result = SmpResultReader.read(bytes(file), file.toString());
            rows.add(
                    new Row(
                            result.labels().getOrDefault("tare.specimen", ""),
                            result.labels().getOrDefault("tare.workload", ""),
                            result,
                            askedById.getOrDefault(result.testId(), SmpAsked.NOTHING)));
        }
        return rows;
    }

    private static List<Path> files(Path folder, SmpEncoding encoding)
            throws IOException, SmpException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> found =
                    files.filter(file -> file.toString().endsWith("." + encoding.suffix()))
                            .sorted()
                            .limit(MAX_RESULTS + 1)
                            .toList();
            if (found.size() > MAX_RESULTS) {
                throw new SmpException(
                        "%s: holds more than %d messages".formatted(folder, MAX_RESULTS));
            }
            return found;
        }
    }

    private static byte[] bytes(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(SmpEncoding.MAX_BYTES + 1);
        }
    }
}
