package dev.tare.view.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tare.view.cli.shell.ExitCode;
import dev.tare.view.cli.shell.UsageException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

final class TextFileTest {
    @TempDir private Path folder;

    private Path file(int bytes) throws IOException {
        return Files.writeString(folder.resolve("plan.yaml"), "#".repeat(bytes));
    }

    @Test
    void aFileOfTheLargestSizeIsReadAndOneByteMoreIsNot() throws Exception {
        assertThat(TextFile.read(file(TextFile.MAX_BYTES), "the plan")).hasSize(TextFile.MAX_BYTES);
        Path larger = file(TextFile.MAX_BYTES + 1);
        assertThatThrownBy(() -> TextFile.read(larger, "the plan"))
                .isInstanceOf(UsageException.class)
                .hasMessage(
                        "the plan %s has more than 4,000,000 bytes; is it another file?", larger);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aDeviceWithoutEndIsRefused() {
        assertThatThrownBy(() -> TextFile.read(Path.of("/dev/zero"), "the plan"))
                .isInstanceOf(UsageException.class);
    }

    @Test
    void whatIsNotUtf8IsRefused() throws IOException {
        Path file = Files.write(folder.resolve("plan.yaml"), new byte[] {'a', (byte) 0xff});
        assertThatThrownBy(() -> TextFile.read(file, "the plan"))
                .isInstanceOf(CharacterCodingException.class)
                .satisfies(e ->
                        assertThat(TextFile.fault((IOException) e)).isEqualTo("it is not UTF-8"));
    }

    @Test
    void whatIsNotThereIsToldInWords() {
        assertThatThrownBy(() -> TextFile.read(folder.resolve("none.yaml"), "the plan"))
                .isInstanceOf(IOException.class)
                .satisfies(e ->
                        assertThat(TextFile.fault((IOException) e))
                                .isEqualTo("there is no such file"));
    }

    @Test
    void tareRunRefusesALargePlanInOneLine() throws IOException {
        Path large = file(TextFile.MAX_BYTES + 1);
        PrintStream realErr = System.err;
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
        try {
            for (List<String> words :
                    List.of(
                            List.of("run", large.toString()),
                            List.of("run", large.toString(), "--blocks", "6"))) {
                err.reset();
                assertThat(Tare.run(words.toArray(String[]::new))).isEqualTo(ExitCode.USAGE);
                assertThat(err.toString(StandardCharsets.UTF_8))
                        .hasLineCount(1)
                        .contains("has more than 4,000,000 bytes; is it another file?");
            }
        } finally {
            System.setErr(realErr);
        }
    }
}
