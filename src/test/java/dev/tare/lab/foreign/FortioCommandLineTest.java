package dev.tare.lab.foreign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tare.base.core.Field;
import dev.tare.base.core.LoadModel;
import dev.tare.load.spec.Endpoint;
import dev.tare.load.spec.LoadSpec;
import dev.tare.load.spec.Protocol;
import dev.tare.load.spec.Target;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class FortioCommandLineTest {
    private static final String URL = "http://127.0.0.1:8080/a";
    private static final long SECOND_NS = 1_000_000_000;

    private static FortioCommandLine fortio(String... words) throws ForeignUsageException {
        return FortioCommandLine.parse(List.of(words), "laptop");
    }

    private static LoadSpec spec(String... words) throws ForeignUsageException {
        return fortio(words).spec(new byte[0]);
    }

    @Test
    void withoutFlagsItIsWhatFortioDoes() throws ForeignUsageException {
        LoadSpec spec = spec(URL);

        assertThat(spec.model())
                .isEqualTo(new LoadModel.OpenLoop(8, LoadModel.ArrivalLaw.CONSTANT, 0));
        assertThat(spec.connections()).isEqualTo(4);
        assertThat(spec.measuredNs()).isEqualTo(5 * SECOND_NS);
        assertThat(spec.timeoutNs()).isEqualTo(3 * SECOND_NS);
        assertThat(fortio(URL).settings().percentiles())
                .containsExactly(50.0, 75.0, 90.0, 99.0, 99.9);
        assertThat(fortio(URL).settings().labels()).isEqualTo("127.0.0.1:8080/a , laptop");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-qps 100 -c 2 -t 1m30s -jitter " + URL,
                "--qps=100 --c=2 --t=90s --jitter=true " + URL,
                "-qps=1e2 -c=2 -t=1.5m -jitter=T -- " + URL
            })
    void everySpellingOfAFlagIsRead(String words) throws ForeignUsageException {
        FortioCommandLine line = fortio(words.split(" "));

        assertThat(line.askedPerSec()).isEqualTo(100);
        assertThat(line.connections()).isEqualTo(2);
        assertThat(line.durationNs()).isEqualTo(90 * SECOND_NS);
        assertThat(line.settings().jitter()).isTrue();
    }

    @Test
    void noRateIsAClosedLoop() throws ForeignUsageException {
        assertThat(spec("-qps", "0", URL).model()).isEqualTo(new LoadModel.ClosedLoop());
        assertThat(spec("-qps", "-1", URL).model()).isEqualTo(new LoadModel.ClosedLoop());
    }

    @Test
    void aNumberOfCallsHasNoWarmUp() throws ForeignUsageException {
        FortioCommandLine line = fortio("-qps", "0", "-n", "100", URL);

        assertThat(line.spec(new byte[0]).calls()).isEqualTo(100);
        assertThat(line.warmUp(line.spec(new byte[0]))).isEmpty();
        assertThat(fortio(URL).warmUp(spec(URL)).orElseThrow().calls()).isEqualTo(4);
    }

    @Test
    void theRateMayBeReckonedFromCallsAndTime() throws ForeignUsageException {
        assertThat(fortio("-calc-qps", "-n", "300", "-t", "10s", URL).askedPerSec()).isEqualTo(30);
    }

    @Test
    void everyConnectionHasTwoCallsAtLeast() throws ForeignUsageException {
        assertThat(fortio("-qps", "2", "-t", "2s", "-c", "8", URL).connections()).isEqualTo(2);
        assertThat(fortio("-qps", "0", "-n", "3", "-c", "8", URL).connections()).isEqualTo(3);
    }

    @Test
    void aBodyMakesAPost() throws ForeignUsageException {
        Endpoint text = spec("-payload", "hello", URL).endpoints().getFirst();
        Endpoint size = spec("-payload-size", "77", URL).endpoints().getFirst();
        Endpoint file =
                fortio("-payload-file", "some.bin", "-content-type", "text/x", "-X", "PUT", URL)
                        .spec("from a file".getBytes(StandardCharsets.UTF_8))
                        .endpoints()
                        .getFirst();

        assertThat(text.request().method()).isEqualTo("POST");
        assertThat(text.request().fields())
                .containsExactly(new Field("Content-Type", "application/octet-stream"));
        assertThat(text.request().body()).isEqualTo("hello");
        assertThat(size.payloads().getFirst().length()).isEqualTo(77);
        assertThat(file.payloads().getFirst().text()).contains("from a file");
        assertThat(file.request().method()).isEqualTo("PUT");
        assertThat(file.request().fields()).containsExactly(new Field("Content-Type", "text/x"));
    }

    @Test
    void connectionsAreKeptAsLongAsAsked() throws ForeignUsageException {
        assertThat(spec("-keepalive=false", URL).policy().reuseMax()).isEqualTo(1);
        assertThat(spec("-connection-reuse", "30:10", URL).policy().reuseMin()).isEqualTo(10);
        assertThat(spec("-connection-reuse", "30:10", URL).policy().reuseMax()).isEqualTo(30);
        assertThat(spec(URL).policy().reuseMax()).isZero();
    }

    @Test
    void theAddressMayBeAnotherThanTheHost() throws ForeignUsageException {
        Endpoint resolved = spec("-resolve", "127.0.0.2", "http://name:81/").endpoints().getFirst();

        assertThat(resolved.target().host()).isEqualTo("127.0.0.2");
        assertThat(resolved.request().fields()).containsExactly(new Field("Host", "name:81"));
        assertThat(spec("-unix-socket", "/s", URL).endpoints().getFirst().target().unixSocket())
                .isEqualTo("/s");
    }

    @Test
    void anEncryptedAddressIsVerifiedUnlessAskedNotTo() throws ForeignUsageException {
        Target verified = target("-cacert", "ca.pem", "https://name/");
        Target believed = target("-k", "-cert", "c.pem", "-key", "k.pem", "https://name:1/");

        assertThat(verified.port()).isEqualTo(443);
        assertThat(verified.tls().orElseThrow().verify()).isTrue();
        assertThat(verified.tls().orElseThrow().authorities()).contains(Path.of("ca.pem"));
        assertThat(believed.tls().orElseThrow().verify()).isFalse();
        assertThat(believed.tls().orElseThrow().identity()).isPresent();
        assertThat(target(URL).tls()).isEmpty();
        assertThat(target("-h2", URL).protocol()).isEqualTo(Protocol.HTTP2);
    }

    private static Target target(String... words) throws ForeignUsageException {
        return spec(words).endpoints().getFirst().target();
    }

    @Test
    void callsOfGrpcGoToTheHealthServiceUnlessPingsAreAskedFor() throws ForeignUsageException {
        Endpoint health = spec("-grpc", "-healthservice", "a", "h").endpoints().getFirst();
        Endpoint ping =
                spec("-grpc", "-ping", "-payload", "ab", "-grpc-ping-delay", "1us", "h:1")
                        .endpoints()
                        .getFirst();

        assertThat(health.name()).isEqualTo("/grpc.health.v1.Health/Check");
        assertThat(health.payloads().getFirst().bytes()).containsExactly(10, 1, 'a');
        assertThat(health.target().protocol()).isEqualTo(Protocol.GRPC);
        assertThat(health.target().port()).isEqualTo(8079);
        assertThat(ping.name()).isEqualTo("/fgrpc.PingServer/Ping");
        assertThat(ping.target().port()).isEqualTo(1);
        assertThat(ping.payloads().getFirst().bytes())
                .containsExactly(26, 2, 'a', 'b', 32, 0xE8, 0x07);
    }

    @Test
    void streamsAreCallsAtOnceOnEachConnection() throws ForeignUsageException {
        LoadSpec spec = spec("-grpc", "-s", "3", "-c", "2", "-qps", "0", "h:1");

        assertThat(spec.connections()).isEqualTo(2);
        assertThat(spec.policy().depth()).isEqualTo(3);
        assertThat(spec("-grpc", "-s", "4", "-qps", "2", "-t", "6s", "h:1").connections())
                .isEqualTo(2);
        assertThat(spec("-s", "3", URL).policy().depth()).isEqualTo(1);
    }

    @Test
    void callsOfGrpcAreEncryptedWhereSchemeOrAuthorityAskForIt() throws ForeignUsageException {
        assertThat(target("-grpc", "h:1").tls()).isEmpty();
        assertThat(target("-grpc", "http://h/").port()).isEqualTo(80);
        assertThat(target("-grpc", "https://h").port()).isEqualTo(443);
        assertThat(target("-grpc", "https://h").tls()).isPresent();
        assertThat(target("-grpc", "-cacert", "ca.pem", "h:1").tls().orElseThrow().authorities())
                .contains(Path.of("ca.pem"));
    }

    @Test
    void aPingThatIsAnsweredLateMayTakeAsMuchLonger() throws ForeignUsageException {
        assertThat(spec("-grpc", "-ping", "-grpc-ping-delay", "9s", "h:1").timeoutNs())
                .isEqualTo(12 * SECOND_NS);
    }

    @Test
    void aDestinationWithAPathIsRefused() {
        assertThat(
                        catchThrowableOfType(
                                ForeignUsageException.class, () -> spec("-grpc", "h:1/foo")))
                .hasMessage("h:1/foo has a path; the destination of -grpc is host:port");
    }

    @Test
    void howMuchIsSaidFollowsQuietAndTheLogLevel() throws ForeignUsageException {
        assertThat(fortio(URL).output().detail()).isEqualTo(FortioText.Detail.FULL);
        assertThat(fortio("-loglevel", "Warning", URL).output().detail())
                .isEqualTo(FortioText.Detail.LESS);
        assertThat(fortio("-quiet", URL).output().detail()).isEqualTo(FortioText.Detail.QUIET);
    }

    @Test
    void aResultIsNamedAfterTimeAndLabels() throws ForeignUsageException {
        FortioSettings settings =
                fortio("-labels", " Proxy A: p50, 1k/s!", "-runid", "7", URL).settings();

        assertThat(settings.id(OffsetDateTime.parse("2026-11-21T14:01:01.5Z")))
                .isEqualTo("2026-11-21-140101_7_Proxy_A_p50_1k_s");
        assertThat(fortio("-labels", "x".repeat(200), URL).settings().id(OffsetDateTime.MAX))
                .hasSize(96);
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of(2, "flag provided but not defined: -nosuch", "-nosuch " + URL),
                Arguments.of(2, "invalid value \"abc\" for flag -qps", "-qps abc " + URL),
                Arguments.of(2, "flag needs an argument: -c", "-c"),
                Arguments.of(2, "invalid boolean value \"maybe\"", "-quiet=maybe " + URL),
                Arguments.of(2, "bad flag syntax: ---c", "---c 4 " + URL),
                Arguments.of(2, "invalid value \"0\" for flag -c", "-c 0 " + URL),
                Arguments.of(2, "invalid value \"5\" for flag -t", "-t 5 " + URL),
                Arguments.of(2, "-H: invalid extra header", "-H nocolon " + URL),
                Arguments.of(2, "-connection-reuse", "-connection-reuse a:b " + URL),
                Arguments.of(2, "flag -loglevel", "-loglevel loud " + URL),
                Arguments.of(1, "needs a URL or destination", "-qps 8"),
                Arguments.of(1, "needs a URL or destination", URL + " -qps 8"),
                Arguments.of(1, "-t: 0 runs without an end", "-t 0 " + URL),
                Arguments.of(1, "without also specifying `-n`", "-calc-qps " + URL),
                Arguments.of(1, "percentile 100.0 must be", "-p 100 " + URL),
                Arguments.of(1, "percentiles from -p", "-p x " + URL),
                Arguments.of(1, "-user: the credentials", "-user nobody " + URL),
                Arguments.of(1, "-grpc-method: ./tare load", "-grpc -grpc-method a/B h:1"),
                Arguments.of(1, "-grpc-compression: messages", "-grpc -grpc-compression h:1"),
                Arguments.of(2, "invalid value \"1001\" for flag -s", "-grpc -s 1001 h:1"),
                Arguments.of(1, "-cert and -key belong together", "-cert a.pem " + URL),
                Arguments.of(1, "-L: redirects are not followed", "-L " + URL),
                Arguments.of(1, "raw TCP and UDP", "tcp://127.0.0.1:8078"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("refused")
    void nonsenseIsRefusedInOneLineWithFortiosExitCode(
            int exitCode, String expected, String words) {
        ForeignUsageException refusal =
                catchThrowableOfType(ForeignUsageException.class, () -> fortio(words.split(" ")));

        assertThat(refusal).hasMessageContaining(expected);
        assertThat(refusal.getMessage()).hasLineCount(1);
        assertThat(refusal.exitCode()).isEqualTo(exitCode);
    }

    @Test
    void aFlagThatIsSwitchedOffIsNotRefused() throws ForeignUsageException {
        assertThat(fortio("-L=false", "-h2=false", "-k=false", URL).url()).isEqualTo(URL);
    }

    @Test
    void flagsWithoutEffectAreSaidSo() throws ForeignUsageException {
        assertThat(fortio("-jitter", "-nocatchup", URL).remarks())
                .hasSize(3)
                .anySatisfy(remark -> assertThat(remark).contains("-jitter has no effect"));
    }
}
