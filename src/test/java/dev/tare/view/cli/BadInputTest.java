package dev.tare.view.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.specimen.proxy.Minivoy;
import dev.tare.specimen.proxy.setup.ProxyOptions;
import dev.tare.testing.SocketTest;
import dev.tare.view.cli.shell.ExitCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every piece of nonsense gets one clear line and the exit code of the design. */
@SocketTest
final class BadInputTest {
    @TempDir private Path folder = Path.of("");

    private final PrintStream realErr = System.err;
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void listenToStandardError() {
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void giveStandardErrorBack() {
        System.setErr(realErr);
    }

    private String said() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private static Arguments wamp(String sentence, String... flags) {
        return words(sentence, Stream.concat(Stream.of("app", "wamp"), Stream.of(flags)));
    }

    private static Arguments callee(String sentence, String... flags) {
        Stream<String> words = Stream.of("app", "wamp", "--role", "callee", "--procedures", "sub2");
        return words(sentence, Stream.concat(words, Stream.of(flags)));
    }

    private static Arguments words(String sentence, Stream<String> words) {
        return words(sentence, words.toArray(String[]::new));
    }

    static Stream<Arguments> nonsense() {
        return Stream.of(
                words("Unknown option: '--nonsense'", "run", "--nonsense"),
                words("Unmatched argument", "runn"),
                words("--at-rate needs a price", "report", "b", "--at-rate", "5/s"),
                words("--vcpu-hour: \"dear\" is not a number", "report", "b", "--vcpu-hour=dear"),
                words("page-calls 0 must lie from 1", "report", "b", "--page-calls", "0"),
                words(
                        "\"soup\" is not known; known are cpu",
                        "report",
                        "b",
                        "--mark-weight=soup=0"),
                words("app: which one? There are: twohop, emojivoto, wamp, imagehub", "app"),
                words("Unmatched argument", "app", "threehop"),
                words("--to: \"nowhere\" is not of the form", "app", "twohop", "--to", "nowhere"),
                words("threads: 0 must be 1 to 256", "app", "twohop", "--threads", "0"),
                words(
                        "Invalid value for option '--service'",
                        "app",
                        "emojivoto",
                        "--service",
                        "soup"),
                words("--emoji: web asks this service", "app", "emojivoto", "--service", "web"),
                words("instances: 101 must be 1 to 100", "app", "emojivoto", "--instances=101"),
                words("failure rate: 2.0 must be 0 to 1", "app", "emojivoto", "--failure-rate=2"),
                words(
                        "--artificial-delay: \"soon\" is not a duration",
                        "app",
                        "emojivoto",
                        "--artificial-delay=soon"),
                wamp("'--role': expected one of [ROUTER, CALLEE, ALL]", "--role", "king"),
                wamp("--procedures: \"pow2\" is none of add2", "--procedures", "pow2"),
                wamp("--users: no.yaml: there is no such file", "--users", "no.yaml"),
                wamp("realm \"a b\": must be a URI", "--realm", "a b"),
                wamp("signed requests need a key", "--key-secret", "/dev/null"),
                wamp("--key-secret is missing", "--key", "k"),
                wamp("--key-secret: cannot read no.txt", "--key", "k", "--key-secret", "no.txt"),
                wamp("\"home\" is no block of IP addresses", "--require-ip", "home"),
                wamp("post body limit: -1 must be 0 or more", "--post-body-limit", "-1"),
                wamp("--rawsocket: \"x\" is not of the form", "--rawsocket", "x"),
                wamp("--procedures: say which", "--role", "callee"),
                callee("--to: \"http://h\" begins with none of ws://", "--to", "http://h"),
                callee("--serializer: \"xml\" is none of json", "--serializer", "xml"),
                callee("callees: 0 must be 1 to 1000", "--callees", "0"),
                callee("2 callees share a procedure only by another rule", "--callees", "2"),
                callee("invoke \"all\" must be single, roundrobin", "--invoke", "all"),
                callee("--user-secret is missing", "--user", "joe"),
                callee("--user-auth: \"pin\" is neither", "--user", "joe", "--user-auth", "pin"),
                words("--limits: Team: \"many\" is not", "app", "imagehub", "--limits=Team=many"),
                words("users: 0 must be 1 to 1048576", "app", "imagehub", "--max-users=0"),
                words("the plan nowhere.yaml cannot be read", "run", "nowhere.yaml"),
                words("--specimens: there is no \"squid\"", "run", "--specimens", "squid"),
                words("--workloads: there is no \"x\"", "run", "--workloads", "x"),
                words("--duration: \"soon\" is not a duration", "run", "--duration", "soon"),
                words("--blocks: \"-1\" is not a whole number", "run", "--blocks", "-1"),
                words("--seed: \"x\" is not a number", "run", "--seed", "x"),
                words("--scale: \"0.0\" is no factor above 0", "run", "--scale", "0"),
                words("--scale: \"x\" is not a number", "run", "--scale", "x"),
                words("a run takes at least 5s", "run", "--duration", "1s"),
                words("add --specimen NAME=URL", "run", "--bare", "http://127.0.0.1:1/"),
                words("is not of the form NAME=URL", "run", "--specimen", "nonsense"),
                words("neither a URL nor a command", "run", "--specimen", "a=my-proxy"),
                words("--pid was given without --specimen", "run", "--pid", "a=1"),
                words(
                        "bare https://127.0.0.1:1/ does not answer",
                        "run",
                        "--bare",
                        "https://127.0.0.1:1/",
                        "--specimen",
                        "a=http://127.0.0.1:1/"),
                words(
                        "bare http://127.0.0.1:1/ does not answer",
                        "run",
                        "--bare",
                        "http://127.0.0.1:1/",
                        "--specimen",
                        "a=http://127.0.0.1:1/"),
                words("format \"pdf\" is not known", "report", ".", "--format", "pdf"),
                words("-c: \"0\" is not a whole number", "load", "-c", "0", "http://127.0.0.1/"),
                words("-H: \"nocolon\"", "load", "-H", "nocolon", "http://127.0.0.1/"),
                words("--check-status: \"2xx\" is no status", load("--check-status", "2xx")),
                words("--check-matches: \"(\" is no regular", load("--check-matches", "(")),
                words("--check-crc32: checksum \"12\"", load("--check-crc32", "12")),
                words("--check-json: JSON pointer \"a\"", load("--check-json", "a=1")),
                words("give one of --body", load("--body", "a", "--body-size", "3")),
                words("--body-file: nowhere cannot be read", load("--body-file", "nowhere")),
                words("--data: nowhere.csv cannot be read", load("--data", "nowhere.csv")),
                words(
                        "{{sec}} in a header is not known; known holes: {{seq}}, {{random}}",
                        load("--template", "-H", "a: {{sec}}")),
                words("--format: \"pdf\" is not known", load("--format", "pdf")),
                words("--output: the format of a.pdf is not known", load("--output", "a.pdf")),
                words("--output: /nowhere/a.json cannot", load("--output", "/nowhere/a.json")),
                words("--threshold: \"p99<10\": \"10\" has no unit", load("--threshold", "p99<10")),
                words("there is no such endpoint", load("--threshold", "p99{x}<1s")),
                words("--push: it must be http://", load("--push", "ftp://me:secret@x/")),
                words("--interval: \"1ms\" is too short", load("--interval", "1ms")),
                words("URL: \"ftp://x/\" has no http:// scheme", "load", "ftp://x/"),
                words("Missing required option: '--slo", "find", "http://127.0.0.1/"),
                find("--slo: \"p99>1ms\" is no upper bound", "--slo", "p99>1ms"),
                find("--slo: \"fast\" is no threshold", "--slo", "fast"),
                find("--resolution: \"fine\" is no share", "--resolution", "fine"),
                find("resolution is 2.0, must be 0.1% to 100%", "--resolution", "2"),
                find("--repeats: \"2\" is not a whole number", "--repeats", "2"),
                find("--max-rate: \"1G\" is more than 10M/s", "--max-rate", "1G"),
                find("highest rate is 10.0", "--from", "1k", "--max-rate", "10/s"),
                find("takes at least 381 requests a point", "--from", "1/s"),
                find("a point of 1 ms is too short", "--point", "1ms"),
                find("must be 1 to 20 times the shortest", "--max-point", "1h"),
                find("the timeout of 1 ms is not above", "--timeout", "1ms"),
                find("--law: \"even\" is neither", "--law", "even"),
                find("--html: nowhere/x.html cannot be written", "--html", "nowhere/x.html"),
                find("--csv: x is named twice", "--json", "x", "--csv", "x"),
                words("LISTEN: \"nonsense\"", "proxy", "nonsense", "127.0.0.1:80"),
                words("name LISTEN and UPSTREAM, as in", "proxy", "127.0.0.1:80"),
                words("--validate needs --config FILE", "proxy", "--validate"),
                words("--config: nowhere.yaml cannot be read", "proxy", "--config", "nowhere.yaml"),
                words(
                        "--threads and --config exclude each other: say it in the file",
                        "proxy",
                        "--config",
                        "x",
                        "--threads",
                        "2"),
                words("LISTEN and --config exclude each", "proxy", "1", "2", "--config", "x"),
                words(
                        "the copy engine \"dma\" is none of mem, splice, dsa, dsa-model",
                        proxy("--copy", "dma")),
                words("copy from: 0 bytes must be 1 to", proxy("--copy-from", "0")),
                words("--log-level: \"loud\" is none of", proxy("--log-level", "loud")),
                words("--access-log-format", proxy("--access-log-format", "xml")),
                words("there are 1 and 0 of them", proxy("--tls-certificate", "a.pem")),
                words("--tls-client-ca needs --tls-c", proxy("--tls-client-ca", "a.pem")),
                words("needs --tls-client-ca", proxy("--tls-client-certificate", "request")),
                words("'--tls-client-certificate'", proxy("--tls-client-certificate", "perhaps")),
                words("need --upstream-tls", proxy("--upstream-ca", "a.pem")),
                words("need --upstream-tls", proxy("--upstream-insecure")),
                words("-key go together", proxy("--upstream-tls", "--upstream-key", "a.pem")),
                words("server name is empty", proxy("--upstream-tls", "--upstream-name", "")),
                words(
                        "contradict each other",
                        proxy("--upstream-tls", "--upstream-insecure", "--upstream-ca", "a.pem")),
                words("--listen: the port of", "origin", "--listen", "127.0.0.1:99999"),
                words("--tls-key go together", "origin", "--tls-certificate", "a.pem"),
                words("--tls-client-ca needs", "origin", "--tls-client-ca", "a.pem"));
    }

    private static String[] load(String... flags) {
        return Stream.concat(
                        Stream.of("load"),
                        Stream.concat(Stream.of(flags), Stream.of("http://127.0.0.1/")))
                .toArray(String[]::new);
    }

    private static String[] proxy(String... flags) {
        return Stream.concat(Stream.of("proxy", "127.0.0.1:0", "127.0.0.1:1"), Stream.of(flags))
                .toArray(String[]::new);
    }

    private static Arguments find(String expected, String... flags) {
        return words(
                expected,
                Stream.concat(
                                Stream.of("find", "http://127.0.0.1:1/", "--slo", "p50<10ms"),
                                Stream.of(flags))
                        .toArray(String[]::new));
    }

    private static Arguments words(String expected, String... words) {
        return Arguments.of(expected, words);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("nonsense")
    void isAnsweredByOneLineAndTheExitCodeOfUsage(String expected, String[] words) {
        int exitCode = Tare.run(words);

        assertThat(said()).startsWith("tare: ").contains(expected).hasLineCount(1);
        assertThat(exitCode).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void aBundleThatIsNoneIsNamed() {
        int exitCode = Tare.run("report", folder.toString());

        assertThat(said()).contains(folder.toString()).contains("no bundle").hasLineCount(1);
        assertThat(exitCode).isEqualTo(ExitCode.COULD_NOT_RUN);
    }

    @Test
    void anOutFolderThatHoldsSomethingIsNotOverwritten() throws Exception {
        Files.writeString(folder.resolve("precious.txt"), "mine");

        int exitCode = Tare.run("run", "--out", folder.toString());

        assertThat(said().lines().toList().getLast()).contains(folder.toString());
        assertThat(exitCode).isEqualTo(ExitCode.COULD_NOT_RUN);
        assertThat(folder.resolve("precious.txt")).hasContent("mine");
    }

    @Test
    void aTakenPortIsNamed() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String address = "127.0.0.1:" + taken.getLocalPort();

            int exitCode = Tare.run("origin", "--listen", address);

            assertThat(said()).contains(address).hasLineCount(1);
            assertThat(exitCode).isEqualTo(ExitCode.COULD_NOT_RUN);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "2"})
    void aTakenPortOfAProxyIsNamedWhoeverHasIt(String threads) throws IOException {
        InetSocketAddress upstream = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
        try (Minivoy other = Minivoy.start(ProxyOptions.to(upstream).withThreads(2))) {
            String address = "127.0.0.1:" + other.address().getPort();

            int exitCode = Tare.run("proxy", address, "127.0.0.1:1", "--threads", threads);

            assertThat(said()).contains(address).hasLineCount(1);
            assertThat(exitCode).isEqualTo(ExitCode.COULD_NOT_RUN);
        }
    }

    @Test
    void anAccessLogThatCannotBeWrittenIsNamed() {
        int exitCode =
                Tare.run("proxy", "127.0.0.1:0", "127.0.0.1:1", "--access-log", "/nowhere/a.log");

        assertThat(said())
                .contains("cannot write the access log /nowhere/a.log: there is no such folder")
                .hasLineCount(1);
        assertThat(exitCode).isEqualTo(ExitCode.COULD_NOT_RUN);
    }

    @Test
    void aCertificateThatIsNotThereIsNamed() {
        String file = folder.resolve("absent.pem").toString();

        int exitCode =
                Tare.run(
                        "proxy",
                        "127.0.0.1:0",
                        "127.0.0.1:1",
                        "--tls-certificate",
                        file,
                        "--tls-key",
                        file);

        assertThat(said()).contains(file + ": there is no such file").hasLineCount(1);
        assertThat(exitCode).isEqualTo(ExitCode.COULD_NOT_RUN);
    }

    @Test
    void aSpecimenThatEndsAtOnceIsNamedWithItsLastWords() {
        int exitCode =
                Tare.run(
                        "run",
                        "--out",
                        folder.resolve("b").toString(),
                        "--specimen",
                        "mine=sh -c 'echo no such licence {port} >&2; exit 7'");

        assertThat(said().lines().toList().getLast())
                .contains("mine")
                .contains("exit code 7")
                .contains("no such licence");
        assertThat(exitCode).isEqualTo(ExitCode.COULD_NOT_RUN);
    }
}
