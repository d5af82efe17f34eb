package dev.tare.lab.foreign.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.tare.lab.foreign.reader.result.ForeignText;
import dev.tare.lab.foreign.reader.result.Place;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What tools printed, broken in every way: the readers neither throw nor loop. */
final class ForeignReaderFuzzTest {
    private static final int TEXTS = 1_500;
    private static final List<String> MORSELS =
            List.of(
                    "\n",
                    "\r",
                    "```\n",
                    "# ",
                    "|",
                    "> ",
                    "{",
                    "[",
                    "\"",
                    "}",
                    "-",
                    "NaN",
                    "-nan",
                    "inf",
                    "1e999",
                    "-1",
                    "99999999999999999999999",
                    "0.0000000000000000000000000000001",
                    "%",
                    ":",
                    "\u001b[31m",
                    "\u0000",
                    "，",
                    "\uD83D",
                    "Latency ",
                    "Running 1s test @ x\n",
                    "# target 50% ",
                    "All done 1 calls (plus 1 warmup) 1.0 ms avg, 1.0 qps\n",
                    "| qps | p99 |\n|--|--|\n| 1 | 2 ms |\n");

    private static List<byte[]> corpus() throws IOException {
        try (Stream<Path> files = Files.list(ForeignReaderTest.fixture(""))) {
            return files.filter(file -> !file.toString().endsWith(".read.txt"))
                    .sorted()
                    .map(ForeignReaderFuzzTest::content)
                    .toList();
        }
    }

    private static byte[] content(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 20261122, 0xF0A7})
    void nothingThatIsReadThrows(long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        List<byte[]> corpus = corpus();
        for (int i = 0; i < TEXTS; i++) {
            byte[] text = corpus.get(random.nextInt(corpus.size()));
            int changes = 1 + random.nextInt(6);
            for (int change = 0; change < changes; change++) {
                text = changed(random, corpus, text);
            }
            byte[] broken = text;
            String name = "seed " + seed + ", text " + i;
            assertThatCode(() -> check(broken)).as(name).doesNotThrowAnyException();
        }
    }

    private static void check(byte[] text) {
        ForeignText read = ForeignReader.read("fuzz", text);
        int lines = 1;
        for (byte b : text) {
            lines += b == '\n' ? 1 : 0;
        }
        List<Place> places = new ArrayList<>();
        read.results().forEach(result -> places.add(result.place()));
        read.unread().forEach(fault -> places.add(fault.place()));
        int last = lines;
        assertThat(places).allMatch(place -> place.lastLine() <= last);
        Described.text(read);
    }

    private static byte[] changed(SplittableRandom random, List<byte[]> corpus, byte[] text) {
        int at = random.nextInt(text.length + 1);
        int to = at + random.nextInt(Math.min(400, text.length - at) + 1);
        return switch (random.nextInt(7)) {
            case 0 -> Arrays.copyOf(text, at);
            case 1 -> Arrays.copyOfRange(text, at, text.length);
            case 2 -> joined(text, at, new byte[0], to);
            case 3 -> joined(text, at, Arrays.copyOfRange(text, at, to), at);
            case 4 -> {
                byte[] other = corpus.get(random.nextInt(corpus.size()));
                int from = random.nextInt(other.length);
                yield joined(text, at, Arrays.copyOfRange(other, from, other.length), at);
            }
            case 5 -> {
                byte[] copy = text.clone();
                for (int i = 0; i < 5 && copy.length > 0; i++) {
                    copy[random.nextInt(copy.length)] = (byte) random.nextInt(256);
                }
                yield copy;
            }
            default -> {
                String morsel = MORSELS.get(random.nextInt(MORSELS.size()));
                int end = random.nextBoolean() ? at : Math.min(text.length, at + 6);
                yield joined(text, at, morsel.getBytes(StandardCharsets.UTF_8), end);
            }
        };
    }

    private static byte[] joined(byte[] text, int at, byte[] middle, int from) {
        byte[] out = Arrays.copyOf(text, at + middle.length + text.length - from);
        System.arraycopy(middle, 0, out, at, middle.length);
        System.arraycopy(text, from, out, at + middle.length, text.length - from);
        return out;
    }
}
