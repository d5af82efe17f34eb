package dev.tare.view.cli;

import dev.tare.lab.audit.rule.SmpBlock;
import dev.tare.lab.foreign.reader.ForeignReader;
import dev.tare.lab.foreign.reader.result.ForeignText;
import dev.tare.lab.foreign.reader.result.Unread;
import dev.tare.lab.smp.SmpAsked;
import dev.tare.lab.smp.SmpException;
import dev.tare.lab.smp.SmpFile;
import dev.tare.lab.smp.SmpFileReader;
import dev.tare.lab.smp.SmpFolderReader;
import dev.tare.lab.smp.SmpFolderReader.Row;
import dev.tare.lab.smp.SmpResult;
import dev.tare.view.text.DisplayText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What {@code tare audit} was given: read, and what cannot be read named on standard error.
 *
 * @param texts each with a block of figures at least, in the order of the command line
 * @param smp of their blocks those that were written as SMP
 * @param unread whether something could not be read
 */
record AuditSources(List<ForeignText> texts, List<SmpBlock> smp, boolean unread) {
    /** Standard input. */
    static final String STDIN = "-";

    /** What a file gave: a text, or results whose tests may be told by a later file. */
    private sealed interface Given {
        record Text(ForeignText text) implements Given {}

        record Written(String source, List<Row> rows) implements Given {}
    }

    /**
     * What was asked for.
     *
     * @param source the file in which it stands
     */
    private record Config(String source, String id, SmpAsked asked) {
        boolean isOf(Row row) {
            return !id.isEmpty() && id.equals(row.result().testId());
        }
    }

    /** Reads files one by one, then tells the SMP results among them what was asked for. */
    private static final class Reading {
        private final List<Given> given = new ArrayList<>();
        private final List<Config> configs = new ArrayList<>();
        private boolean unread;

        void read(String file) {
            try {
                if (!file.equals(STDIN) && Files.isDirectory(Path.of(file))) {
                    folder(file);
                } else {
                    bytes(file);
                }
            } catch (SmpException e) {
                complain(String.valueOf(e.getMessage()));
            } catch (IOException | IllegalArgumentException e) {
                complain(file + ": " + why(e));
            }
        }

        private void complain(String sentence) {
            unread = true;
            System.err.println("tare: " + DisplayText.clean(sentence));
        }

        private void folder(String file) throws IOException, SmpException {
            Path folder = Path.of(file);
            if (!SmpFolderReader.isFolder(folder)) {
                complain(
                        file
                                + ": it is a folder; name the files in it, or a folder that"
                                + " ./tare report --format smp wrote");
                return;
            }
            SmpFolderReader.Salvage salvage = SmpFolderReader.salvage(folder);
            salvage.faults().forEach(this::complain);
            if (!salvage.rows().isEmpty()) {
                given.add(new Given.Written(file, salvage.rows()));
            } else if (salvage.faults().isEmpty()) {
                complain(file + ": there is no result in its folder results");
            }
        }

        private void bytes(String file) throws IOException, SmpException {
            String source = file.equals(STDIN) ? "standard input" : file;
            byte[] bytes = file.equals(STDIN) ? all(System.in) : all(Path.of(file));
            Optional<SmpFile> smp = SmpFileReader.read(bytes, source);
            if (smp.isEmpty()) {
                text(file, ForeignReader.read(source, bytes));
                return;
            }
            switch (smp.get()) {
                case SmpFile.Result(var result) ->
                        given.add(
                                new Given.Written(
                                        source, List.of(Row.of(result, beside(file, result)))));
                case SmpFile.Config(String id, SmpAsked asked) ->
                        configs.add(new Config(source, id, asked));
                case SmpFile.Other(var kind) ->
                        complain(
                                "%s: it is SMP's %s, which holds no response times; name a"
                                                .formatted(source, kind.messageName())
                                        + " PerformanceTestResult");
            }
        }

        private static SmpAsked beside(String file, SmpResult result) {
            return file.equals(STDIN)
                    ? SmpAsked.NOTHING
                    : SmpFolderReader.askedBeside(Path.of(file), result);
        }

        private static byte[] all(Path file) throws IOException {
            try (InputStream in = Files.newInputStream(file)) {
                return all(in);
            }
        }

        private static byte[] all(InputStream in) throws IOException {
            return in.readNBytes(ForeignReader.MAX_BYTES + 1);
        }

        private void text(String file, ForeignText text) {
            for (Unread part : text.unread()) {
                complain("%s:%d: %s".formatted(file, part.place().firstLine(), part.why()));
            }
            if (!text.results().isEmpty()) {
                given.add(new Given.Text(text));
            } else if (text.unread().isEmpty()) {
                complain(
                        file
                                + ": nothing that a load generator printed was found in it;"
                                + " docs/audit.md says what can be read");
            }
        }

        AuditSources sources() {
            unused();
            List<ForeignText> texts = new ArrayList<>();
            List<SmpBlock> smp = new ArrayList<>();
            for (Given each : given) {
                switch (each) {
                    case Given.Text(ForeignText text) -> texts.add(text);
                    case Given.Written(String source, List<Row> rows) -> {
                        List<SmpBlock> blocks =
                                rows.stream().map(row -> SmpBlock.of(told(row))).toList();
                        smp.addAll(blocks);
                        texts.add(
                                new ForeignText(
                                        source,
                                        blocks.stream().map(SmpBlock::result).toList(),
                                        List.of()));
                    }
                }
            }
            return new AuditSources(texts, smp, unread);
        }

        /** Says which configurations nobody asked for. */
        private void unused() {
            for (Config config : configs) {
                boolean used =
                        given.stream()
                                .filter(Given.Written.class::isInstance)
                                .flatMap(each -> ((Given.Written) each).rows().stream())
                                .anyMatch(config::isOf);
                if (!used) {
                    System.err.println(
                            "tare: "
                                    + DisplayText.clean(config.source())
                                    + ": it is not used: no result that is named has its id as"
                                    + " test_id");
                }
            }
        }

        private Row told(Row row) {
            return configs.stream()
                    .filter(config -> config.isOf(row))
                    .findFirst()
                    .map(config -> Row.of(row.result(), config.asked()))
                    .orElse(row);
        }
    }

    /** Reads all of them. */
    static AuditSources read(List<String> files) {
        Reading reading = new Reading();
        files.forEach(reading::read);
        AuditSources sources = reading.sources();
        if (sources.texts().isEmpty() && !reading.unread) {
            reading.complain(
                    "there is no result to judge; name the PerformanceTestResult beside what was"
                            + " asked for");
        }
        return sources;
    }

    private static String why(Exception e) {
        return e instanceof NoSuchFileException
                ? "there is no such file"
                : "it cannot be read (" + e.getClass().getSimpleName() + ")";
    }
}
