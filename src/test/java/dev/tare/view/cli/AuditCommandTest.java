package dev.tare.view.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
final class AuditCommandTest {
    private static final Path FIXTURES = Path.of("src/test/resources/dev/tare/lab/audit");
    private static final String SOUND = FIXTURES.resolve("sound/wrk-16.txt").toString();
    private static final String FAULTY = FIXTURES.resolve("rest-calls.md").toString();

    @TempDir private Path folder = Path.of("");

    private final PrintStream realOut = System.out;
    private final PrintStream realErr = System.err;
    private final InputStream realIn = System.in;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void catchOutput() {
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void giveBack() {
        System.setOut(realOut);
        System.setErr(realErr);
        System.setIn(realIn);
    }

    private String said() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String complained() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aSoundResultEndsWithZeroForRemarksFailNothing() {
        assertThat(Tare.run("audit", SOUND)).isZero();
        assertThat(said()).contains("remark").contains("Nothing was found");
        assertThat(complained()).isEmpty();
    }

    @Test
    void somethingFoundEndsWithThree() {
        assertThat(Tare.run("audit", FAULTY)).isEqualTo(3);
        assertThat(said()).contains("INVALID").contains("11 of 18 blocks");
    }

    @Test
    void standardInputIsRead() throws IOException {
        System.setIn(new ByteArrayInputStream(Files.readAllBytes(Path.of(FAULTY))));
        assertThat(Tare.run("audit", "-", "--format", "json")).isEqualTo(3);
        assertThat(said()).startsWith("{").contains("\"source\" : \"standard input\"");
    }

    @Test
    void anAbsentFileIsNamedAndTheOthersAreJudged() {
        assertThat(Tare.run("audit", "absent.txt", SOUND)).isEqualTo(1);
        assertThat(complained()).isEqualTo("tare: absent.txt: there is no such file\n");
        assertThat(said()).contains("Nothing was found");
        assertThat(Tare.run("audit", "absent.txt", FAULTY)).isEqualTo(3);
    }

    @Test
    void aFileWithoutFiguresIsNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("prose.md"), "nothing to see here\n");
        assertThat(Tare.run("audit", file.toString())).isEqualTo(1);
        assertThat(complained().lines()).hasSize(1);
        assertThat(complained()).contains("prose.md: nothing that a load generator printed");
        assertThat(said()).isEmpty();
    }

    @Test
    void aFolderIsNamed() {
        assertThat(Tare.run("audit", folder.toString())).isEqualTo(1);
        assertThat(complained()).contains("it is a folder; name the files in it");
    }

    @Test
    void aBlockThatBreaksOffIsNamedWithItsLineAndTheRestIsJudged() throws IOException {
        String sound = Files.readString(Path.of(SOUND));
        String broken = sound.substring(0, sound.indexOf("  Latency Distribution"));
        Path file = Files.writeString(folder.resolve("two.md"), sound + "\n\n" + broken);
        assertThat(Tare.run("audit", file.toString())).isEqualTo(1);
        assertThat(complained().lines()).hasSize(1);
        assertThat(complained()).containsPattern("two\\.md:\\d+: ");
        assertThat(said()).contains("Held: totals");
    }

    @Test
    void usageIsTwo() {
        assertThat(Tare.run("audit")).isEqualTo(2);
        assertThat(Tare.run("audit", SOUND, "--format", "pdf")).isEqualTo(2);
        assertThat(complained()).contains("known are text, md, json");
        assertThat(Tare.run("audit", "-", "-")).isEqualTo(2);
    }

    @Test
    void noisyBytesAreNoException() throws IOException {
        byte[] noise = new byte[5_000];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (byte) (i * 31 + i / 7);
        }
        Path file = Files.write(folder.resolve("noise.bin"), noise);
        assertThat(Tare.run("audit", file.toString())).isEqualTo(1);
        assertThat(complained()).doesNotContain("Exception");
    }
}
