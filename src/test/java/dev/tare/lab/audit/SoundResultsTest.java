package dev.tare.lab.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.lab.audit.result.Audit;
import dev.tare.lab.audit.result.Fault;
import dev.tare.lab.foreign.reader.ForeignReader;
import dev.tare.lab.foreign.reader.result.ForeignText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** No false alarm: what sound runs of the real tools printed has remarks and nothing else. */
final class SoundResultsTest {
    private static final Path SOUND = AuditFixture.FOLDER.resolve("sound");

    private static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(SOUND)) {
            return files.sorted().toList();
        }
    }

    @TestFactory
    List<DynamicTest> nothingIsFoundInASoundResult() throws IOException {
        return files().stream()
                .map(file ->
                        DynamicTest.dynamicTest(
                                file.getFileName().toString(),
                                () -> {
                                    Audit audit = Auditor.audit(List.of(ForeignReader.read(file)));
                                    assertThat(audit.blocks()).hasSize(1);
                                    assertThat(AuditFixture.faults(audit)).isEmpty();
                                    assertThat(audit.found()).isFalse();
                                }))
                .toList();
    }

    @Test
    void norBesideEachOther() throws IOException {
        List<ForeignText> texts = new ArrayList<>();
        for (Path file : files()) {
            texts.add(ForeignReader.read(file));
        }
        assertThat(AuditFixture.faults(Auditor.audit(texts))).isEmpty();
    }

    @Test
    void aRunThatWasRepeatedIsNotCalledOneRun() throws IOException {
        String block = Files.readString(SOUND.resolve("wrk-16.txt"));
        Audit once = AuditFixture.of(block);
        Audit twice = AuditFixture.of(block + "\n" + block);
        assertThat(AuditFixture.sentences(once, Fault.ONE_RUN)).hasSize(1);
        assertThat(AuditFixture.sentences(twice, Fault.ONE_RUN)).isEmpty();
        assertThat(AuditFixture.faults(twice)).isEmpty();
    }
}
