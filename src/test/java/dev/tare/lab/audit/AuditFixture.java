package dev.tare.lab.audit;

import dev.tare.lab.audit.result.Audit;
import dev.tare.lab.audit.result.AuditFinding;
import dev.tare.lab.audit.result.Fault;
import dev.tare.lab.audit.result.FindingGroup;
import dev.tare.lab.foreign.reader.ForeignReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Texts to be judged. */
public final class AuditFixture {
    /** Where the fixtures lie. */
    public static final Path FOLDER = Path.of("src/test/resources/dev/tare/lab/audit");

    private AuditFixture() {}

    /** What is said of a text. */
    static Audit of(String text) {
        return Auditor.audit(List.of(ForeignReader.read("notes.md", text)));
    }

    /** What is said of a fixture, under its name without the folder. */
    public static Audit file(String name) throws IOException {
        return Auditor.audit(
                List.of(ForeignReader.read(name, Files.readAllBytes(FOLDER.resolve(name)))));
    }

    /** A fixture, and the whole document it was taken from where that is at hand. */
    static List<Audit> withSeed(String fixture, String number) throws IOException {
        Optional<Path> seed = seed(number);
        return seed.isEmpty()
                ? List.of(file(fixture))
                : List.of(file(fixture), Auditor.audit(List.of(ForeignReader.read(seed.get()))));
    }

    private static Optional<Path> seed(String number) throws IOException {
        String folder = System.getProperty("tare.seeds", "");
        if (folder.isEmpty()) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(Path.of(folder))) {
            return files.filter(file -> file.getFileName().toString().startsWith(number))
                    .findFirst();
        }
    }

    /** The group of a fault, which must be there. */
    static FindingGroup found(Audit audit, Fault fault) {
        return audit.groups().stream()
                .filter(group -> group.fault() == fault)
                .findFirst()
                .orElseThrow(() -> new AssertionError(fault + " was not found"));
    }

    /** All sentences of a fault. */
    static List<String> sentences(Audit audit, Fault fault) {
        return audit.groups().stream()
                .filter(group -> group.fault() == fault)
                .flatMap(group -> group.findings().stream())
                .map(AuditFinding::wrong)
                .toList();
    }

    /** The faults that count, without remarks. */
    static List<Fault> faults(Audit audit) {
        return audit.groups().stream()
                .filter(group -> group.severity().counts())
                .map(FindingGroup::fault)
                .toList();
    }
}
