package dev.tare.lab.foreign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tare.base.core.Field;
import dev.tare.base.core.LoadModel;
import dev.tare.load.spec.LoadSpec;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class WrkCommandLineTest {
    private static final String URL = "http://127.0.0.1:8080/a?b=1";
    private static final long SECOND_NS = 1_000_000_000;

    private static WrkCommandLine wrk(String... words) throws ForeignUsageException {
        return WrkCommandLine.parse(WrkTool.WRK, List.of(words));
    }

    private static WrkCommandLine wrk2(String... words) throws ForeignUsageException {
        return WrkCommandLine.parse(WrkTool.WRK2, List.of(words));
    }

    @Test
    void withoutFlagsItIsWhatWrkDoes() throws ForeignUsageException {
        WrkCommandLine line = wrk(URL);

        assertThat(line.threads()).isEqualTo(2);
        assertThat(line.connections()).isEqualTo(10);
        assertThat(line.durationSeconds()).isEqualTo(10);
        assertThat(line.timeoutSeconds()).isEqualTo(2);
        assertThat(line.latency()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-t4 -c64 -d30s " + URL,
                "-t 4 -c 64 -d 30 " + URL,
                URL + " -t 4 -c 64 -d 30s",
                "--threads=4 --connections=64 --duration=30s " + URL,
                "--thr 4 --conn 64 --dur 30S " + URL
            })
    void everySpellingOfAFlagIsRead(String words) throws ForeignUsageException {
        WrkCommandLine line = wrk(words.split(" "));

        assertThat(line.threads()).isEqualTo(4);
        assertThat(line.connections()).isEqualTo(64);
        assertThat(line.durationSeconds()).isEqualTo(30);
        assertThat(line.url()).isEqualTo(URL);
    }

    @Test
    void unitsAreWrks() throws ForeignUsageException {
        WrkCommandLine line = wrk("-c1k", "-d2m", "--timeout", "1h", URL);

        assertThat(line.connections()).isEqualTo(1000);
        assertThat(line.durationSeconds()).isEqualTo(120);
        assertThat(line.timeoutSeconds()).isEqualTo(3600);
        assertThat(wrk2("-R", "1M", URL).ratePerSec()).isEqualTo(1_000_000);
    }

    @Test
    void shortFlagsMayBeJoinedAndRepeated() throws ForeignUsageException {
        WrkCommandLine line = wrk("-Lt1", "-c1", "-H", "A: 1", "-HB:2", URL);

        assertThat(line.latency()).isTrue();
        assertThat(line.fields()).containsExactly(new Field("A", "1"), new Field("B", "2"));
    }

    @Test
    void wordsAfterTheUrlAreTheScripts() throws ForeignUsageException {
        WrkCommandLine line = wrk("-s", "a.lua", URL, "one", "--", "-c", "two");

        assertThat(line.script()).contains("a.lua");
        assertThat(line.scriptArguments()).containsExactly("one", "-c", "two");
    }

    @Test
    void uncorrectedLatencyMeansLatency() throws ForeignUsageException {
        WrkCommandLine line = wrk2("-U", "-BN", "-R", "5", URL);

        assertThat(line.latency()).isTrue();
        assertThat(line.uncorrected()).isTrue();
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of("no URL", "-c 10"),
                Arguments.of("unrecognized option '--nosuch'", "--nosuch " + URL),
                Arguments.of("invalid option -- 'x'", "-x " + URL),
                Arguments.of("invalid option -- 'R'", "-R5 " + URL),
                Arguments.of("requires an argument -- 'c'", URL + " -c"),
                Arguments.of("'--script' requires an argument", URL + " --script"),
                Arguments.of("doesn't allow an argument", "--latency=yes " + URL),
                Arguments.of("'--t' is ambiguous", "--t 4 " + URL),
                Arguments.of("-d: \"500ms\"", "-d 500ms " + URL),
                Arguments.of("-d: \"1.5s\"", "-d 1.5s " + URL),
                Arguments.of("-t: \"0\"", "-t 0 " + URL),
                Arguments.of("-c: \"9999k\"", "-c 9999k " + URL),
                Arguments.of("-c: \"-1\"", "-c -1 " + URL),
                Arguments.of("connections must be >= threads", "-t 4 -c 2 " + URL),
                Arguments.of("-H: \"nocolon\"", "-H nocolon " + URL),
                Arguments.of("usage", "--help " + URL));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void nonsenseIsRefusedInOneLineWithWrksExitCode(String expected, String words) {
        ForeignUsageException refusal =
                catchThrowableOfType(ForeignUsageException.class, () -> wrk(words.split(" ")));

        assertThat(refusal).hasMessageContaining(expected);
        assertThat(refusal.getMessage()).hasLineCount(1);
        assertThat(refusal.exitCode()).isEqualTo(1);
    }

    @Test
    void wrk2WantsARate() {
        assertThat(catchThrowableOfType(ForeignUsageException.class, () -> wrk2(URL)))
                .hasMessageContaining("Throughput MUST be specified");
    }

    @Test
    void anAddressNeedsAScheme() throws ForeignUsageException {
        WrkCommandLine line = wrk("127.0.0.1:8080");

        assertThat(catchThrowableOfType(ForeignUsageException.class, line::spec))
                .hasMessageContaining("invalid URL: 127.0.0.1:8080");
    }

    @Test
    void wrkIsAClosedLoopThatDoesNotWaitAtItsEnd() throws ForeignUsageException {
        LoadSpec spec = wrk("-t2", "-c5", "-d3", URL).spec();

        assertThat(spec.model()).isEqualTo(new LoadModel.ClosedLoop());
        assertThat(spec.connections()).isEqualTo(5);
        assertThat(spec.measuredNs()).isEqualTo(3 * SECOND_NS);
        assertThat(spec.drainNs()).isZero();
        assertThat(spec.endpoints().getFirst().request().target()).isEqualTo("/a?b=1");
        assertThat(spec.endpoints().getFirst().check().statusMax()).isEqualTo(399);
    }

    @Test
    void wrk2IsAnOpenLoopWhoseFirstTenSecondsAreALead() throws ForeignUsageException {
        LoadSpec spec = wrk2("-R", "2k", "-d", "30s", URL).spec();

        assertThat(spec.model())
                .isEqualTo(new LoadModel.OpenLoop(2000, LoadModel.ArrivalLaw.CONSTANT, 0));
        assertThat(spec.leadNs()).isEqualTo(10 * SECOND_NS);
        assertThat(spec.measuredNs()).isEqualTo(20 * SECOND_NS);
        assertThat(wrk2("-R2", "-d5", URL).spec().leadNs()).isZero();
    }

    @Test
    void wrkBelievesWhoeverAnswersOverTlsAndThatIsSaid() throws ForeignUsageException {
        WrkCommandLine line = wrk("https://name/");

        assertThat(line.spec().endpoints().getFirst().target().port()).isEqualTo(443);
        assertThat(line.spec().endpoints().getFirst().target().tls().orElseThrow().verify())
                .isFalse();
        assertThat(line.remarks())
                .anySatisfy(remark -> assertThat(remark).contains("not verified"));
    }

    @Test
    void whatDiffersIsSaid() throws ForeignUsageException {
        assertThat(wrk("-t3", "-c10", URL).remarks())
                .anySatisfy(remark -> assertThat(remark).contains("all 10").contains("opens 9"));
        assertThat(wrk2("-R5", URL).remarks().getFirst()).contains("intended start");
    }
}
