package dev.tare.view.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.testing.SlowTest;
import dev.tare.view.cli.shell.ExitCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever has become of a bundle's files: the fault is named, the rest judged, no trace shown. */
final class DamagedBundleTest {
    private static final Path WHOLE = Path.of("src/test/resources/bundles/v1-two-specimens");
    private static final Pattern NUMBER = Pattern.compile("(?<=: |, |\\[ )-?\\d+(\\.\\d+)?");
    private static final Pattern STRING = Pattern.compile("(?<=: )\"[^\"]*\"");
    private static final List<String> NUMBERS =
            List.of("0", "-1", "1", "9223372036854775807", "1099511627776", "1e308", "1e-308");
    private static final List<String> STRINGS =
            List.of(
                    "\"\"",
                    "null",
                    "7",
                    "\"../../etc/passwd\"",
                    "\"\\u001b[31m\\u202e<script>\\u0000\"",
                    "\"bare\"",
                    "\"open\"");
    private static final List<String> FORMATS =
            List.of("text", "html", "md", "csv", "json", "hgrm");

    @TempDir private Path folder = Path.of("");

    private final PrintStream realOut = System.out;
    private final PrintStream realErr = System.err;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void listen() {
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void giveBack() {
        System.setOut(realOut);
        System.setErr(realErr);
    }

    private int run(String... words) {
        out.reset();
        err.reset();
        return Tare.run(words);
    }

    private String said() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private String shown() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private Path copy(String name) throws IOException {
        Path copy = folder.resolve(name);
        try (Stream<Path> files = Files.walk(WHOLE)) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(WHOLE.relativize(file).toString()));
            }
        }
        return copy;
    }

    private static void delete(Path copy) throws IOException {
        try (Stream<Path> files = Files.walk(copy)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    void aBlockThatIsCutShortIsNamedWithItsLineAndTheOthersAreJudged() throws IOException {
        Path bundle = copy("b");
        Path log = bundle.resolve("blocks/0002/slices.hlog");
        String text = Files.readString(log);
        Files.writeString(log, text.substring(0, text.length() - 20));
        assertThat(run("report", bundle.toString())).isEqualTo(ExitCode.DONE);
        assertThat(said())
                .startsWith("tare: " + log + ": line 52 holds no histogram that can be read")
                .endsWith("; it is left out\n");
        assertThat(shown()).contains("5 of 6 blocks");
    }

    @Test
    void aRoundThatCannotBeReadLeavesItsBlocks() throws IOException {
        Path bundle = copy("b");
        Path round = bundle.resolve("rounds/0000/round.json");
        Files.writeString(round, "{\n  \"index\" : 0,\n  oops");
        assertThat(run("report", "--format", "json", bundle.toString())).isEqualTo(ExitCode.DONE);
        assertThat(said()).startsWith("tare: " + round + ": is cut short").contains("(line 3)");
        assertThat(shown()).contains("\"blocks\" : 6");
    }

    @Test
    void withoutAManifestOrAnyBlockThereIsOneLineAndTheExitCode1() throws IOException {
        Path bundle = copy("b");
        delete(bundle.resolve("blocks"));
        Files.createDirectories(bundle.resolve("blocks/0000"));
        assertThat(run("compare", bundle.toString(), WHOLE.toString()))
                .isEqualTo(ExitCode.COULD_NOT_RUN);
        assertThat(said())
                .contains("blocks/0000/block.json: is missing; it is left out")
                .endsWith(bundle + " holds no block that can be read\n");
        Files.writeString(bundle.resolve("bundle.json"), "{}");
        assertThat(run("compare", WHOLE.toString(), bundle.toString()))
                .isEqualTo(ExitCode.COULD_NOT_RUN);
        assertThat(said()).hasLineCount(1).contains("names no format_version");
    }

    @Test
    void ofManyFaultsTenAreNamedAndTheOthersCounted() throws IOException {
        Path bundle = copy("b");
        for (int block = 10; block < 25; block++) {
            Files.createDirectories(bundle.resolve("blocks/00" + block));
        }
        assertThat(run("report", bundle.toString())).isEqualTo(ExitCode.DONE);
        assertThat(said())
                .hasLineCount(SalvagedBundle.MAX_FAULTS + 1)
                .contains("5 more files have faults");
    }

    @ParameterizedTest(name = "seed={0}")
    @ValueSource(longs = {1, 2})
    void whateverIsDamagedNoTraceIsShown(long seed) throws IOException {
        damage(seed, 10);
    }

    @SlowTest
    @ParameterizedTest(name = "seed={0}")
    @ValueSource(longs = {11, 12})
    void whateverIsDamagedNoTraceIsShownForLonger(long seed) throws IOException {
        damage(seed, 60);
    }

    private void damage(long seed, int times) throws IOException {
        Random random = new Random(seed);
        for (int i = 0; i < times; i++) {
            Path bundle = copy("b" + i);
            String what = damage(bundle, random);
            String format = FORMATS.get(random.nextInt(FORMATS.size()));
            int report = run("report", "--format", format, bundle.toString());
            requireNoTrace(what + " report " + format, report);
            int compare = run("compare", bundle.toString(), WHOLE.toString());
            requireNoTrace(what + " compare", compare);
            int pair = run("compare", bundle.toString(), "--specimens", "envoy,minivoy");
            requireNoTrace(what + " pair", pair);
            delete(bundle);
        }
    }

    private void requireNoTrace(String what, int exitCode) {
        assertThat(exitCode).as(what + ": " + said()).isIn(0, 1, 2, 3);
        assertThat(said())
                .as(what)
                .doesNotContain("fault of Tare's own")
                .doesNotContain("\tat ")
                .doesNotContain("\u001b");
    }

    /** Damages one file or two; returns what was done. */
    private static String damage(Path bundle, Random random) throws IOException {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> all = Files.walk(bundle)) {
            all.filter(file -> file.toString().matches(".*\\.(json|hlog)"))
                    .sorted()
                    .forEach(files::add);
        }
        Path file = files.get(random.nextInt(files.size()));
        String text = Files.readString(file, StandardCharsets.UTF_8);
        String what = bundle.relativize(file) + " ";
        return what
                + switch (random.nextInt(7)) {
                    case 0 -> cut(file, text, random.nextInt(text.length()));
                    case 1 -> flipped(file, text, random);
                    case 2 -> swapped(file, text, files.get(random.nextInt(files.size())));
                    case 3 -> deleted(file);
                    case 4 -> replaced(file, text, STRING, STRINGS, random);
                    default -> replaced(file, text, NUMBER, NUMBERS, random);
                };
    }

    private static String cut(Path file, String text, int length) throws IOException {
        Files.writeString(file, text.substring(0, length));
        return "cut at " + length;
    }

    private static String flipped(Path file, String text, Random random) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int at = random.nextInt(bytes.length);
        bytes[at] = (byte) random.nextInt(256);
        Files.write(file, bytes);
        return "byte " + at;
    }

    private static String swapped(Path file, String text, Path other) throws IOException {
        String theirs = Files.readString(other);
        Files.writeString(other, text);
        Files.writeString(file, theirs);
        return "swapped with " + other;
    }

    private static String deleted(Path file) throws IOException {
        Files.delete(file);
        return "deleted";
    }

    private static String replaced(
            Path file, String text, Pattern pattern, List<String> by, Random random)
            throws IOException {
        List<MatchResult> found = pattern.matcher(text).results().toList();
        if (found.isEmpty()) {
            return "left as it was";
        }
        MatchResult match = found.get(random.nextInt(found.size()));
        String now = by.get(random.nextInt(by.size()));
        Files.writeString(
                file, text.substring(0, match.start()) + now + text.substring(match.end()));
        return "at %d %s for %s".formatted(match.start(), now, match.group());
    }
}
