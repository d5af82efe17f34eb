package dev.tare.view.cli.load;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.load.engine.RawServer;
import dev.tare.specimen.origin.Origin;
import dev.tare.specimen.origin.OriginOptions;
import dev.tare.testing.PeerCondition;
import dev.tare.testing.PeerTest;
import dev.tare.testing.SlowTest;
import dev.tare.view.cli.CommandFixture;
import dev.tare.view.cli.Tare;
import dev.tare.view.cli.shell.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The real wrk, wrk2 and fortio beside ours, with the same words: line for line the same layout,
 * and the same exit code.
 */
@Timeout(120)
final class DialectsPeerTest {
    private static final long LIMIT_SECONDS = 60;

    @TempDir private Path folder = Path.of("");

    private Origin origin;

    @SuppressWarnings("NullAway.Init")
    DialectsPeerTest() {}

    @BeforeEach
    void start() throws IOException {
        origin = Origin.start(OriginOptions.standard());
    }

    @AfterEach
    void stop() {
        origin.close();
    }

    private String url(String path) {
        return "http://127.0.0.1:" + origin.address().getPort() + path;
    }

    private CommandFixture.Result theirs(String program, String... words)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(PeerCondition.find(program).orElseThrow().toString());
        command.addAll(List.of(words));
        Path out = folder.resolve("their-out.txt");
        Path err = folder.resolve("their-err.txt");
        Process process =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile())
                        .start();
        try {
            assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
            return new CommandFixture.Result(
                    process.exitValue(),
                    Files.readString(out, UTF_8),
                    Files.readString(err, UTF_8));
        } finally {
            process.destroyForcibly();
        }
    }

    private CommandFixture.Result ours(String program, String... words)
            throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of(program));
        all.addAll(Arrays.asList(words));
        return CommandFixture.run(folder, all.toArray(String[]::new));
    }

    private static int ourExitCode(String program, String words) {
        return Tare.run((program + " " + words).split(" "));
    }

    private void assertSameLayout(String program, String... words)
            throws IOException, InterruptedException {
        CommandFixture.Result theirs = theirs(program, words);
        CommandFixture.Result ours = ours(program, words);

        assertThat(Skeleton.of(ours.out())).isEqualTo(Skeleton.of(theirs.out()));
        assertThat(ours.exitCode()).isEqualTo(theirs.exitCode());
    }

    @Test
    @PeerTest("wrk")
    void wrkPrintsTheSame() throws Exception {
        assertSameLayout("wrk", "-t2", "-c4", "-d1", "--latency", url("/byte/100"));
    }

    @Test
    @PeerTest("wrk")
    void wrkPrintsTheSameWhenEveryAnswerIsAnError() throws Exception {
        assertSameLayout("wrk", "-t1", "-c1", "-d1s", url("/status/503"));
    }

    @Test
    @PeerTest("wrk")
    void wrkEndsTheSameWithoutAServer() throws Exception {
        String nowhere = "http://127.0.0.1:1/";
        CommandFixture.Result theirs = theirs("wrk", "-d1", nowhere);
        CommandFixture.Result ours = ours("wrk", "-d1", nowhere);

        assertThat(ours.exitCode()).isEqualTo(theirs.exitCode());
        assertThat(ours.err().strip()).endsWith(theirs.err().strip());
    }

    @Test
    @PeerTest("wrk")
    void wrkRefusesTheSame() throws Exception {
        for (String words : List.of("-t 0 http://x/", "--nosuch http://x/", "-c1 http://x/", "x")) {
            assertThat(ourExitCode("wrk", words))
                    .as(words)
                    .isEqualTo(theirs("wrk", words.split(" ")).exitCode());
        }
    }

    @Test
    @PeerTest("wrk2")
    void wrk2PrintsTheSame() throws Exception {
        assertSameLayout("wrk2", "-t2", "-c4", "-d2", "-R200", "-U", url("/byte/100"));
    }

    @Test
    @SlowTest
    @PeerTest("wrk2")
    void wrk2PrintsTheSameWithItsCalibration() throws Exception {
        assertSameLayout("wrk2", "-t2", "-c4", "-d12", "-R200", "-L", url("/byte/100"));
    }

    @Test
    @PeerTest("fortio")
    void fortioPrintsTheSame() throws Exception {
        String[] words = {"load", "-qps", "50", "-c", "2", "-t", "1s", url("/byte/100")};
        CommandFixture.Result theirs = theirs("fortio", words);
        CommandFixture.Result ours = ours("fortio", words);

        assertThat(Skeleton.of(ours.err())).isEqualTo(Skeleton.of(theirs.err()));
        assertThat(ours.exitCode()).isEqualTo(theirs.exitCode());
    }

    /** Every fifth call of a connection fails, not the first. */
    private static RawServer sometimesFailing() throws IOException {
        return new RawServer((exchange, number) ->
                exchange.write(
                        number % 5 == 2
                                ? "HTTP/1.1 503 No|Content-Length: 2||no"
                                : "HTTP/1.1 200 OK|Content-Length: 3||yes"));
    }

    @Test
    @PeerTest("fortio")
    void fortioPrintsTheSameOfCallsThatFail() throws Exception {
        try (RawServer server = sometimesFailing()) {
            String url = "http://127.0.0.1:" + server.port() + "/";
            for (String quiet : List.of("-quiet=false", "-quiet")) {
                String[] words = {"load", quiet, "-qps", "0", "-c", "2", "-n", "60", url};
                CommandFixture.Result theirs = theirs("fortio", words);
                CommandFixture.Result ours = ours("fortio", words);

                assertThat(theirs.err()).contains("Error cases : count ");
                assertThat(Skeleton.of(ours.err())).isEqualTo(Skeleton.of(theirs.err()));
                assertThat(ours.exitCode()).isEqualTo(theirs.exitCode());
            }
        }
    }

    @Test
    @PeerTest("fortio")
    void fortiosJsonHasTheSameOfCallsThatFail() throws Exception {
        try (RawServer server = sometimesFailing()) {
            String[] words = {
                "load",
                "-qps",
                "0",
                "-c",
                "1",
                "-n",
                "50",
                "-json",
                "-",
                "http://127.0.0.1:" + server.port() + "/"
            };
            JsonNode theirs = JsonMapper.shared().readTree(theirs("fortio", words).out());
            JsonNode ours = JsonMapper.shared().readTree(ours("fortio", words).out());

            assertThat(absent("", theirs, ours)).isEmpty();
            assertThat(theirs.at("/ErrorsDurationHistogram/Count").asLong()).isPositive();
            assertThat(ours.at("/ErrorsDurationHistogram/Count").asLong())
                    .isEqualTo(ours.at("/RetCodes/503").asLong());
            assertThat(theirs.at("/ErrorsDurationHistogram/Count").asLong())
                    .isEqualTo(theirs.at("/RetCodes/503").asLong());
        }
    }

    @Test
    @PeerTest("fortio")
    void quietFortioPrintsTheSame() throws Exception {
        String[] words = {"load", "-quiet", "-qps=0", "-c=2", "-t", "1s", url("/byte/100")};
        CommandFixture.Result theirs = theirs("fortio", words);
        CommandFixture.Result ours = ours("fortio", words);

        assertThat(Skeleton.of(ours.err())).isEqualTo(Skeleton.of(theirs.err()));
    }

    @Test
    @PeerTest("fortio")
    void fortioEndsTheSameWhenItCannotBegin() throws Exception {
        for (String words :
                List.of(
                        "load -c 1 -t 1s " + url("/status/503"),
                        "load -c 1 http://127.0.0.1:1/",
                        "load -nosuch",
                        "load -n 2 -c 1 -qps 0 http://127.0.0.1:1/",
                        "load -qps abc x",
                        "load",
                        "frob")) {
            assertThat(ourExitCode("fortio", words))
                    .as(words)
                    .isEqualTo(theirs("fortio", words.split(" ")).exitCode());
        }
    }

    @Test
    @PeerTest("fortio")
    void everyFieldOfFortiosJsonIsWrittenWithItsKindOfValue() throws Exception {
        String[] words = {
            "load", "-qps", "0", "-c", "2", "-n", "40", "-json", "-", url("/byte/100")
        };
        JsonNode theirs = JsonMapper.shared().readTree(theirs("fortio", words).out());
        JsonNode ours = JsonMapper.shared().readTree(ours("fortio", words).out());

        assertThat(absent("", theirs, ours)).isEmpty();
        assertThat(ours.get("RetCodes")).isEqualTo(theirs.get("RetCodes"));
        assertThat(ours.get("IPCountMap")).isEqualTo(theirs.get("IPCountMap"));
        assertThat(ours.get("SocketCount")).isEqualTo(theirs.get("SocketCount"));
        assertThat(ours.get("Sizes").get("Sum").asDouble()).isPositive();
    }

    @Test
    @PeerTest("fortio")
    void fortioPrintsTheSameOfItsCallsOfGrpc() throws Exception {
        try (FortioGrpcServer server = FortioGrpcServer.start()) {
            for (String words :
                    List.of(
                            "load -grpc -qps 50 -c 2 -t 1s ",
                            "load -grpc -ping -s 2 -c 2 -qps 0 -n 40 -payload-size 30 ",
                            "load -grpc -healthservice nosuch -c 1 -qps 0 -n 20 ")) {
                String[] all = (words + server.address()).split(" ");
                CommandFixture.Result theirs = theirs("fortio", all);
                CommandFixture.Result ours = ours("fortio", all);

                assertThat(Skeleton.of(ours.err())).isEqualTo(Skeleton.of(theirs.err()));
                assertThat(ours.exitCode()).isEqualTo(theirs.exitCode());
            }
        }
    }

    @Test
    @PeerTest("fortio")
    void aFirstCallOfGrpcThatFailsEndsFortioTheSame() throws Exception {
        try (FortioGrpcServer server = FortioGrpcServer.start()) {
            String[] words = {"load", "-grpc", "-healthservice", "nosuch", server.address()};
            CommandFixture.Result theirs = theirs("fortio", words);
            CommandFixture.Result ours = ours("fortio", words);

            String line = "Aborting because of rpc error: code = NotFound";
            assertThat(theirs.err()).contains(line);
            assertThat(ours.err()).contains(line);
            assertThat(ours.exitCode()).isEqualTo(theirs.exitCode());
        }
    }

    @Test
    @PeerTest("fortio")
    void everyFieldOfFortiosJsonOfCallsIsWrittenWithItsKindOfValue() throws Exception {
        try (FortioGrpcServer server = FortioGrpcServer.start()) {
            String words =
                    "load -grpc -ping -payload abc -grpc-ping-delay 2ms -qps 0 -c 2 -n 20 -H a:b"
                            + " -json - ";
            String[] all = (words + server.address()).split(" ");
            JsonNode theirs = JsonMapper.shared().readTree(theirs("fortio", all).out());
            JsonNode ours = JsonMapper.shared().readTree(ours("fortio", all).out());

            assertThat(absent("", theirs, ours)).isEmpty();
            assertThat(ours.get("RunType")).isEqualTo(theirs.get("RunType"));
            assertThat(ours.get("RetCodes")).isEqualTo(theirs.get("RetCodes"));
            assertThat(ours.get("NumThreads")).isEqualTo(theirs.get("NumThreads"));
        }
    }

    @Test
    @PeerTest("fortio")
    void fortiosReportServerListsWhatTareLoadWrites() throws Exception {
        String[] words = {
            "-n", "20", "--output", folder.resolve("mine.fortio.json").toString(), url("/byte/9")
        };

        assertThat(ours("load", words).exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(FortioReportServer.dataIndex(folder)).contains("mine.fortio");
    }

    /** Paths of what {@code theirs} has, and {@code ours} has not or of another kind. */
    private static List<String> absent(String path, JsonNode theirs, JsonNode ours) {
        List<String> absent = new ArrayList<>();
        if (theirs.getNodeType() != ours.getNodeType()) {
            absent.add(path + ": " + theirs.getNodeType() + " is " + ours.getNodeType());
        } else if (theirs.isArray() && !theirs.isEmpty() && !ours.isEmpty()) {
            absent.addAll(absent(path + "[0]", theirs.get(0), ours.get(0)));
        } else if (theirs.isObject()) {
            for (String name : theirs.propertyNames()) {
                if (!ours.has(name)) {
                    absent.add(path + "." + name + " is absent");
                } else {
                    absent.addAll(absent(path + "." + name, theirs.get(name), ours.get(name)));
                }
            }
        }
        return absent;
    }

    @Test
    @PeerTest("fortio")
    void fortiosReportServerListsAndServesOurResult() throws Exception {
        ours("fortio", "load", "-c", "2", "-n", "20", "-qps", "0", "-a", url("/byte/100"));
        String name;
        try (var files = Files.list(folder)) {
            name =
                    files.map(file -> file.getFileName().toString())
                            .filter(file -> file.endsWith(".json"))
                            .findFirst()
                            .orElseThrow();
        }
        assertThat(FortioReportServer.dataIndex(folder)).contains(name);
    }
}
