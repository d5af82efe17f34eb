package dev.tare.view.cli.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.specimen.origin.Origin;
import dev.tare.specimen.origin.OriginOptions;
import dev.tare.testing.SocketTest;
import dev.tare.view.cli.CommandFixture;
import dev.tare.view.cli.Tare;
import dev.tare.view.cli.shell.ExitCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Several endpoints, and wrk's scripts, from the command line to a real server and back. */
@SocketTest
final class LoadEndpointsTest {
    @TempDir private Path folder = Path.of("");

    private final PrintStream realOut = System.out;
    private final PrintStream realErr = System.err;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private Origin origin;

    @SuppressWarnings("NullAway.Init")
    LoadEndpointsTest() {}

    @BeforeEach
    void start() throws IOException {
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
        origin = Origin.start(OriginOptions.standard());
    }

    @AfterEach
    void stop() {
        System.setOut(realOut);
        System.setErr(realErr);
        origin.close();
    }

    private String url(String path) {
        return "http://127.0.0.1:" + origin.address().getPort() + path;
    }

    private int tare(String command, String... words) {
        List<String> all = new ArrayList<>(List.of(command, "-c", "2"));
        all.addAll(List.of(words));
        return Tare.run(all.toArray(String[]::new));
    }

    private int load(String... words) {
        return tare("load", words);
    }

    private String said() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String complained() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private JsonNode json() {
        return JsonMapper.shared().readTree(said());
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    @Test
    void everyEndpointHasResultsOfItsOwn() {
        int exitCode =
                load(
                        "-n",
                        "400",
                        "--format",
                        "json",
                        "--threshold",
                        "errors{big}==0",
                        "--endpoint",
                        "small=3 GET " + url("/byte/1"),
                        "--endpoint",
                        "big=1 GET " + url("/byte/5000"));

        assertThat(exitCode).isEqualTo(ExitCode.DONE);
        JsonNode result = json().get("result");
        JsonNode small = result.get("endpoints").get(0);
        JsonNode big = result.get("endpoints").get(1);
        assertThat(small.get("name").asString()).isEqualTo("small");
        assertThat(small.at("/tally/sent").asLong() + big.at("/tally/sent").asLong())
                .isEqualTo(400);
        assertThat(small.at("/tally/sent").asLong()).isBetween(220L, 380L);
        assertThat(big.at("/tally/body_bytes").asLong())
                .isEqualTo(5000 * big.at("/tally/outcomes/correct").asLong());
        assertThat(small.at("/goodput/value").asDouble()).isPositive();
        assertThat(json().at("/load/endpoints/0/weight").asInt()).isEqualTo(3);
    }

    @Test
    void theScreenHasARowForEveryEndpoint() {
        load("-n", "50", "--endpoint", url("/byte/1"), "--endpoint", "PUT " + url("/echo"));

        assertThat(said())
                .startsWith("Loading " + url("") + ": closed loop")
                .contains("2 endpoints")
                .contains("\n  GET /byte/1 ")
                .contains("\n  PUT /echo ");
    }

    @Test
    void aFileGivesEveryEndpointItsBodyHeadersAndCheck() throws IOException {
        Path endpoints =
                file(
                        "shop.yaml",
                        """
                        endpoints:
                          - name: right
                            method: POST
                            url: %s
                            headers: {Content-Type: text/plain}
                            body: 'number {{seq}}'
                            check: {status: 200, contains: number}
                          - name: wrong
                            url: %s
                            check: {status: 201}
                        """
                                .formatted(url("/echo"), url("/byte/7")));

        load("-n", "60", "--template", "--format", "json", "--endpoints", endpoints.toString());

        JsonNode found = json().at("/result/endpoints");
        JsonNode right = found.get(0).get("tally");
        JsonNode wrong = found.get(1).get("tally");
        assertThat(right.at("/outcomes/correct").asLong())
                .isPositive()
                .isEqualTo(right.get("sent").asLong());
        assertThat(wrong.at("/outcomes/wrong_status").asLong())
                .isPositive()
                .isEqualTo(wrong.get("sent").asLong());
    }

    @Test
    void aSearchTakesSeveralEndpoints() {
        int exitCode =
                tare(
                        "find",
                        "--slo",
                        "p99<1s",
                        "--max-rate",
                        "1600",
                        "--from",
                        "1500",
                        "--point",
                        "300ms",
                        "--max-point",
                        "300ms",
                        "--max-points",
                        "4",
                        "--endpoint",
                        url("/byte/1"),
                        "--endpoint",
                        url("/byte/2"));

        assertThat(said()).as(complained()).contains("at which " + url("") + " meets");
        assertThat(exitCode).as(complained()).isNotEqualTo(ExitCode.USAGE);
    }

    @Test
    void aScriptMakesTheRequestsAndSumsUp() throws Exception {
        Path script =
                file(
                        "size.lua",
                        """
                        local size
                        function init(args) size = args[1] end
                        function request() return wrk.format("GET", "/byte/" .. size) end
                        function done(summary) print("done", summary.requests) end
                        """);

        CommandFixture.Result result =
                CommandFixture.run(
                        folder,
                        "load",
                        "-n",
                        "30",
                        "--check-length",
                        "77",
                        "-s",
                        script.toString(),
                        url("/"),
                        "--",
                        "77");

        assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.DONE);
        assertThat(result.out()).contains("30 correct").endsWith("done\t30\n");
    }

    @Test
    void besideJsonAScriptPrintsToStandardError() throws Exception {
        Path script = file("say.lua", "print('begun')\nfunction done() print('ended') end\n");

        CommandFixture.Result result =
                CommandFixture.run(
                        folder,
                        "load",
                        "-n",
                        "20",
                        "--format",
                        "json",
                        "-s",
                        script.toString(),
                        url("/byte/9"));

        assertThat(result.exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(result.err()).contains("begun").endsWith("ended\n");
        JsonNode json = JsonMapper.shared().readTree(result.out());
        assertThat(json.at("/result/tally/outcomes/correct").asLong()).isEqualTo(20);
    }

    @Test
    void aScriptsAddressesHaveResultsOfTheirOwn() throws Exception {
        Path script = Path.of("src/test/resources/dev/tare/load/script/endpoints.lua");
        try (Origin second = Origin.start(OriginOptions.standard())) {
            String other = "127.0.0.1:" + second.address().getPort();
            CommandFixture.Result result =
                    CommandFixture.run(
                            folder,
                            "load",
                            "-n",
                            "40",
                            "--format",
                            "json",
                            "-s",
                            script.toAbsolutePath().toString(),
                            url("/"),
                            "--",
                            url("/byte/1"),
                            "http://" + other + "/byte/2");

            assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.DONE);
            JsonNode found = JsonMapper.shared().readTree(result.out()).at("/result/endpoints");
            assertThat(found).hasSize(2);
            assertThat(found.get(1).get("name").asString()).isEqualTo(other);
            assertThat(found.get(1).at("/tally/body_bytes").asLong())
                    .isPositive()
                    .isEqualTo(2 * found.get(1).at("/tally/sent").asLong());
            assertThat(result.err()).contains("Total Requests: 40").contains("/byte/2 ");
        }
    }

    @Test
    void wrk2TakesAScriptOfSeveralEndpoints() throws Exception {
        Path script = Path.of("src/test/resources/dev/tare/load/script/endpoints.lua");
        try (Origin second = Origin.start(OriginOptions.standard())) {
            String other = "http://127.0.0.1:" + second.address().getPort() + "/byte/2";
            CommandFixture.Result result =
                    CommandFixture.run(
                            folder,
                            "wrk2",
                            "-t1",
                            "-c2",
                            "-d1s",
                            "-R100",
                            "-s",
                            script.toAbsolutePath().toString(),
                            url("/"),
                            "--",
                            url("/byte/1"),
                            other);

            assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.DONE);
            assertThat(result.out())
                    .contains("Total Requests: ", "S: " + other + " 50\n")
                    .doesNotContain("Socket errors");
            assertThat(second.stats().connectionsAccepted()).isBetween(1L, 2L);
        }
    }

    @Test
    void aScriptThatFailsIsOneLine() throws IOException {
        Path script = file("bad.lua", "function request() error('no more') end\n");

        assertThat(load("-d", "100ms", "-s", script.toString(), url("/")))
                .isEqualTo(ExitCode.COULD_NOT_RUN);
        assertThat(complained()).contains("bad.lua").contains("no more").hasLineCount(1);
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "two endpoints are named \"a\" | --endpoint,a=1 http://h/,--endpoint,a=2 http://h/",
                "\"http://h/\" and --endpoint exclude | --endpoint,a=1 http://h/,http://h/",
                "-X and --endpoint exclude | -X,PUT,--endpoint,a=1 http://h/",
                "--body and --endpoint exclude | --body,x,--endpoint,a=1 http://h/",
                "--grpc and --endpoint exclude | --grpc,a.B/C,--endpoint,a=1 http://h/",
                "--endpoint: \"a b c d\" is not of the form | --endpoint,a b c d",
                "method \"A(B\" must be a token | --endpoint,a=1 A(B http://h/",
                "\"ftp://h/\" has no http:// scheme | --endpoint,ftp://h/",
                "--endpoints: nowhere.yaml cannot be read | --endpoints,nowhere.yaml",
                "-k: of no effect without TLS | -k,--endpoint,a=1 http://h/",
                "--threshold: | --threshold,p99{b}<1s,--endpoint,a=1"
                        + " http://h/,--endpoint,http://i/",
                "the URL is missing | -d,1s",
                "\"two\" stands behind the URL: only a script | http://h/,two",
                "the script nowhere.lua cannot be read | -s,nowhere.lua,http://127.0.0.1/",
                "-s and --endpoint exclude each other | -s,a.lua,--endpoint,a=1 http://h/",
                "-s and --http2 exclude each other | -s,a.lua,--http2,http://h/",
                "-s and --grpc exclude each other | -s,a.lua,--grpc,a.B/C,http://h/",
                "-s and --template exclude each other | -s,a.lua,--template,http://h/",
                "-s and --body exclude each other | -s,a.lua,--body,x,http://h/",
                "-s and -X exclude each other | -s,a.lua,-X,PUT,http://h/",
                "-s and --cookies exclude each other | -s,a.lua,--cookies,http://h/",
                "-s and --depth exclude each other | -s,a.lua,--depth,4,http://h/"
            })
    void nonsenseIsRefusedInOneLine(String expected, String words) {
        int exitCode = load(words.split(","));

        assertThat(exitCode).isNotEqualTo(ExitCode.DONE);
        assertThat(complained()).contains(expected).hasLineCount(1);
    }
}
