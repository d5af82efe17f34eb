package dev.tare.load.script;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.testing.PeerTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The same scripts under the real wrk and under ours: the same requests go out in the same order,
 * and the scripts print the same.
 *
 * <p>All of wrk's runs go on at once, for each takes a second, and one process runs all of ours.
 */
@PeerTest("wrk")
final class WrkPeerTest {
    private static final Path SCRIPTS = Path.of("src/test/resources/dev/tare/load/script");
    private static final int LIMIT_SECONDS = 40;
    private static final String ANSWER =
            "HTTP/1.1 200 OK\r\nX-Token: open-sesame\r\nContent-Length: 5\r\n\r\nhello";
    private static final String ODD_ANSWER =
            """
            HTTP/1.1 404 Not Found
            X-Mixed-CASE:  two words
            x-lower: 1
            X-Twice: a
            X-Empty:
            X-Twice: b
            Transfer-Encoding: chunked

            3
            abc
            2
            de
            0

            """
                    .replace("\n", "\r\n");

    private record Case(String script, int threads, String arguments, String answer) {}

    private static final List<Case> CASES =
            List.of(
                    new Case("counter", 1, "", ANSWER),
                    new Case("token", 1, "", ANSWER),
                    new Case("post", 1, "", ANSWER),
                    new Case("pipeline", 1, "", ANSWER),
                    new Case("setup", 2, "first,second", ANSWER),
                    new Case("report", 1, "", ANSWER),
                    new Case("delay", 1, "", ANSWER),
                    new Case("headers", 1, "", ODD_ANSWER),
                    new Case("libraries", 1, "", ANSWER),
                    new Case("addresses", 1, "", ANSWER));

    /** What went out and what was printed. */
    private record Seen(List<List<String>> requests, List<String> printed) {}

    private static final Map<String, Seen> UNDER_WRK = new HashMap<>();
    private static final Map<String, Seen> UNDER_OURS = new HashMap<>();
    private static final List<Process> PROCESSES = new ArrayList<>();

    @BeforeAll
    static void runAll(@TempDir Path folder) throws Exception {
        Map<String, RecordingServer> forWrk = new HashMap<>();
        Map<String, RecordingServer> forOurs = new HashMap<>();
        try {
            Map<String, Process> wrks = new HashMap<>();
            for (Case each : CASES) {
                RecordingServer server = new RecordingServer(each.answer());
                forWrk.put(each.script(), server);
                wrks.put(each.script(), start(folder, each.script(), wrk(each, server.port())));
                forOurs.put(each.script(), new RecordingServer(each.answer()));
            }
            Process ours = start(folder, "ours", ours(forOurs));
            assertThat(ours.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
            List<String> output = Files.readAllLines(folder.resolve("ours"));
            assertThat(ours.exitValue()).as(String.join("\n", output)).isZero();
            for (Case each : CASES) {
                String script = each.script();
                assertThat(of(wrks, script).waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
                UNDER_WRK.put(
                        script,
                        new Seen(
                                of(forWrk, script).recorded(),
                                printed(Files.readAllLines(folder.resolve(script)))));
                UNDER_OURS.put(
                        script,
                        new Seen(of(forOurs, script).recorded(), printed(part(output, script))));
            }
        } finally {
            forWrk.values().forEach(RecordingServer::close);
            forOurs.values().forEach(RecordingServer::close);
        }
    }

    @AfterAll
    static void endAll() {
        PROCESSES.forEach(Process::destroyForcibly);
    }

    private static List<String> wrk(Case each, int port) {
        String threads = Integer.toString(each.threads());
        List<String> words =
                new ArrayList<>(List.of("wrk", "-t", threads, "-c", threads, "-d", "1s", "-s"));
        words.add(SCRIPTS.resolve(each.script() + ".lua").toString());
        words.add("http://127.0.0.1:" + port + "/");
        if (!each.arguments().isEmpty()) {
            words.add("--");
            words.addAll(List.of(each.arguments().split(",")));
        }
        return words;
    }

    private static List<String> ours(Map<String, RecordingServer> servers) {
        List<String> words =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                ScriptClientMain.class.getName()));
        for (Case each : CASES) {
            words.add(SCRIPTS.resolve(each.script() + ".lua").toString());
            words.add(Integer.toString(of(servers, each.script()).port()));
            words.add(Integer.toString(each.threads()));
            words.add(each.arguments());
        }
        return words;
    }

    private static Process start(Path folder, String name, List<String> words) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(words);
        builder.redirectErrorStream(true);
        builder.redirectOutput(folder.resolve(name).toFile());
        if (!name.equals("ours")) {
            // Ours finds modules beside the script, wrk in the working directory only.
            builder.environment().put("LUA_PATH", SCRIPTS.toAbsolutePath() + "/?.lua;;");
        }
        Process process = builder.start();
        PROCESSES.add(process);
        return process;
    }

    private static List<String> part(List<String> output, String script) {
        int from = output.indexOf("== " + script + ".lua");
        assertThat(from).isNotNegative();
        return output.subList(from + 1, output.size()).stream()
                .takeWhile(line -> !line.startsWith("== "))
                .toList();
    }

    private static List<String> printed(List<String> output) {
        return output.stream().filter(line -> line.startsWith("S:")).toList();
    }

    private static <T> T of(Map<String, T> byScript, String script) {
        return Objects.requireNonNull(byScript.get(script), script);
    }

    static Stream<String> scripts() {
        return CASES.stream().map(Case::script);
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void theSameRequestsGoOutInTheSameOrder(String script) {
        List<String> ours = flat(of(UNDER_OURS, script).requests());
        List<String> wrks = flat(of(UNDER_WRK, script).requests());
        int common = Math.min(ours.size(), wrks.size());

        assertThat(common).isGreaterThanOrEqualTo(script.equals("headers") ? 1 : 20);
        assertThat(ours.subList(0, common)).isEqualTo(wrks.subList(0, common));
    }

    /** Connections of several threads begin in any order: they are put in that of their bytes. */
    private static List<String> flat(List<List<String>> connections) {
        return connections.stream()
                .sorted(Comparator.comparing(List::toString))
                .flatMap(List::stream)
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"setup", "report", "headers", "libraries", "addresses"})
    void theScriptPrintsTheSame(String script) {
        assertThat(of(UNDER_WRK, script).printed()).isNotEmpty();
        assertThat(of(UNDER_OURS, script).printed()).isEqualTo(of(UNDER_WRK, script).printed());
    }

    @ParameterizedTest
    @ValueSource(strings = {"setup", "report", "headers"})
    void aScriptThatStopsSendsNoMoreThanUnderWrk(String script) {
        assertThat(flat(of(UNDER_OURS, script).requests()))
                .hasSameSizeAs(flat(of(UNDER_WRK, script).requests()));
    }
}
