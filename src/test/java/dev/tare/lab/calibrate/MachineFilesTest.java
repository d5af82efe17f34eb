package dev.tare.lab.calibrate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MachineFilesTest {
    @TempDir Path root;

    @Test
    void wordsAndNumbersAreFoundByTheirPlace() throws IOException {
        MachineFiles files = new FakeMachine(root).with("a", "max 100000\n").files();

        assertThat(files.word("a", 0)).contains("max");
        assertThat(files.number("a", 1)).hasValue(100_000);
        assertThat(files.number("a", 0)).isEmpty();
        assertThat(files.number("a", 2)).isEmpty();
    }

    @Test
    void aKeyIsAWholeWord() throws IOException {
        MachineFiles files =
                new FakeMachine(root).with("a", "MemTotalX: 1 kB\nMemTotal:  8131204 kB\n").files();

        assertThat(files.keyed("a", "MemTotal")).hasValue(8_131_204);
        assertThat(files.keyed("a", "Mem")).isEmpty();
    }

    @Test
    void whatIsNotThereIsEmpty() {
        MachineFiles files = new FakeMachine(root).files();

        assertThat(files.text("none")).isEmpty();
        assertThat(files.text(".")).isEmpty();
        assertThat(files.names("none")).isEmpty();
    }

    @Test
    void noMoreOfAFileIsReadThanItsLimit() throws IOException {
        MachineFiles files =
                new FakeMachine(root).with("a", "x".repeat(MachineFiles.MAX_BYTES + 10)).files();

        assertThat(files.text("a").orElseThrow()).hasSize(MachineFiles.MAX_BYTES);
    }
}
