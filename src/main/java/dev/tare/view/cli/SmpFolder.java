package dev.tare.view.cli;

import dev.tare.lab.bundle.BundleContent;
import dev.tare.lab.smp.SmpDetails;
import dev.tare.lab.smp.SmpDocument;
import dev.tare.lab.smp.SmpEncoding;
import dev.tare.lab.smp.SmpReport;
import dev.tare.lab.verdict.ScenarioResult;
import dev.tare.lab.verdict.Weighing;
import dev.tare.view.cli.shell.FailureException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Writes a bundle as a folder of SMP messages, each in three encodings. */
final class SmpFolder {
    private SmpFolder() {}

    /**
     * Writes all messages, and what they have no field for.
     *
     * @param folder made if it is not there; must be empty if it is
     * @throws FailureException when it is not empty or cannot be written
     */
    static void write(BundleContent content, Weighing weighing, Path folder)
            throws FailureException {
        SmpReport.Told told = SmpReport.of(content, weighing);
        try {
            requireNothingIn(folder);
            for (SmpDocument document : told.documents()) {
                for (SmpEncoding encoding : SmpEncoding.values()) {
                    write(
                            folder.resolve(document.name() + "." + encoding.suffix()),
                            encoding.encode(document.message()));
                }
            }
            for (ScenarioResult scenario : weighing.scenarios()) {
                write(
                        folder.resolve("details/" + SmpReport.fileName(scenario) + ".json"),
                        SmpDetails.of(content, weighing, scenario)
                                .getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new FailureException(
                    "%s cannot be written (%s); name another folder with --out"
                            .formatted(folder, e.getClass().getSimpleName()));
        }
        told.notes().forEach(note -> System.err.println("tare: " + note));
        System.out.printf(
                "%d messages, each as .pb, .json and .yaml, and the details of %d scenarios: %s%n",
                told.documents().size(), weighing.scenarios().size(), folder);
    }

    private static void requireNothingIn(Path folder) throws IOException, FailureException {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (!Files.isDirectory(folder)) {
            throw new FailureException(folder + " is no folder; name another one with --out");
        }
        try (Stream<Path> inside = Files.list(folder)) {
            if (inside.findAny().isPresent()) {
                throw new FailureException(
                        folder + " is not empty; remove it or name another folder with --out");
            }
        }
    }

    private static void write(Path file, byte[] bytes) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
    }
}
