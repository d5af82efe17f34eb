package dev.tare.view.cli.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tare.base.core.LoadModel.ArrivalLaw;
import dev.tare.base.core.LoadModel.ClosedLoop;
import dev.tare.base.core.LoadModel.OpenLoop;
import dev.tare.base.core.RateShape;
import dev.tare.load.spec.ConnectionPolicy;
import dev.tare.load.spec.ConnectionPolicy.Opening;
import dev.tare.view.cli.shell.UsageException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What the flags of load models and connections mean. */
final class ModelFlagsTest {
    private static final long SECOND_NS = 1_000_000_000;

    @TempDir private Path folder = Path.of("");

    @Command
    private static final class Flags {
        @Mixin private ModelFlags model = new ModelFlags();
        @Mixin private ConnectionFlags connection = new ConnectionFlags();

        static Flags of(String... words) {
            Flags flags = new Flags();
            new CommandLine(flags).parseArgs(words);
            return flags;
        }

        void readAll() throws UsageException {
            model.model();
            model.calls();
            connection.policy();
            connection.threads();
        }
    }

    private static OpenLoop open(RateShape shape) {
        return new OpenLoop(shape, ArrivalLaw.CONSTANT, 1);
    }

    @Test
    void theModelIsWhatTheFlagsSay() throws Exception {
        assertThat(Flags.of().model.model()).isEqualTo(new ClosedLoop());
        assertThat(Flags.of("--think", "20ms").model.model()).isEqualTo(new ClosedLoop(20_000_000));
        assertThat(Flags.of("-R", "300/m", "--law", "poisson", "--seed", "9").model.model())
                .isEqualTo(new OpenLoop(5, ArrivalLaw.POISSON, 9));
        assertThat(Flags.of("--ramp", "60/m..5k/s/1m30s").model.model())
                .isEqualTo(open(new RateShape.Ramp(1, 5000, 90 * SECOND_NS)));
        assertThat(Flags.of("--steps", "100/10s, 2k/s/500ms").model.model())
                .isEqualTo(
                        open(
                                new RateShape.Steps(
                                        List.of(
                                                new RateShape.Step(100, 10 * SECOND_NS),
                                                new RateShape.Step(2000, SECOND_NS / 2)))));
        assertThat(Flags.of("--bursts", "1k/100ms").model.model())
                .isEqualTo(open(new RateShape.Bursts(1000, SECOND_NS / 10)));
        Path trace = Files.writeString(folder.resolve("t"), "0.5\n1.5\n");
        assertThat(Flags.of("--trace", trace.toString()).model.model())
                .isEqualTo(open(new RateShape.Trace(List.of(SECOND_NS / 2, 3 * SECOND_NS / 2))));
        assertThat(Flags.of("-n", "10k").model.calls()).contains(10_000L);
        assertThat(Flags.of().model.calls()).isEmpty();
    }

    @Test
    void thePolicyIsWhatTheFlagsSay() throws Exception {
        assertThat(Flags.of().connection.policy()).isEqualTo(ConnectionPolicy.kept(10));
        assertThat(Flags.of("-c64", "-m", "16", "--on-demand").connection.policy())
                .isEqualTo(new ConnectionPolicy(64, 16, Opening.ON_DEMAND, 0, 0));
        assertThat(Flags.of("--reuse", "5").connection.policy())
                .isEqualTo(new ConnectionPolicy(10, 1, Opening.WARM, 5, 5));
        assertThat(Flags.of("--reuse", "5:2k").connection.policy())
                .isEqualTo(new ConnectionPolicy(10, 1, Opening.WARM, 5, 2000));
        assertThat(Flags.of("--no-keepalive").connection.policy())
                .isEqualTo(new ConnectionPolicy(10, 1, Opening.WARM, 1, 1));
        Flags flags = Flags.of("-t", "3", "--unix-socket", "/run/x", "--cookies");
        assertThat(flags.connection.threads()).isEqualTo(3);
        assertThat(flags.connection.unixSocket()).isEqualTo("/run/x");
        assertThat(flags.connection.cookies()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-R 5 --ramp 1..2/3s        | --rate and --ramp exclude each other",
                "--bursts 1/1s --trace x    | --bursts and --trace exclude each other",
                "-R 5 --think 1s            | --think is of a closed loop, --rate of an open one",
                "--law poisson              | --law is of an open loop; add a rate",
                "-R 5 --law normal          | --law: \"normal\" is neither constant nor poisson",
                "-R fast                    | --rate: \"fast\" is not a rate",
                "-R 2G                      | --rate: offered rate",
                "--ramp 1..2                | --ramp: \"1..2\" is not of the form FROM..TO/TIME",
                "--ramp 1..2/s              | --ramp: \"1..2/s\" is not of the form FROM..TO/TIME",
                "--ramp 10/5s               | --ramp: \"10\" is not of the form FROM..TO/TIME",
                "--ramp 1..2/0s             | --ramp: duration of 0 ns must be more than 0",
                "--steps 1000/s,5/1s        | --steps: \"1000/s\" is not of the form RATE/TIME",
                "--steps 5/1s,              | --steps: \"\" is not of the form RATE/TIME",
                "--bursts 100               | --bursts: \"100\" is not of the form SIZE/PERIOD",
                "--bursts 1M/1ns            | --bursts: offered rate",
                "--trace no-such-file       | --trace: the trace no-such-file: does not exist",
                "--think later              | --think: \"later\" is not a duration",
                "-n 0                       | -n: \"0\" is not a whole number",
                "-c 70000                   | -c: \"70000\" is not a whole number from 1 to 65535",
                "-t 0                       | -t: \"0\" is not a whole number",
                "-m 1001                    | --depth: \"1001\" is not a whole number from 1 to"
                        + " 1000",
                "--reuse 5:4                | --reuse: \"4\" is not a whole number from 5",
                "--reuse 0                  | --reuse: \"0\" is not a whole number from 1",
                "--reuse 2 --no-keepalive   | --no-keepalive and --reuse exclude each other",
            })
    void nonsenseIsNamedWithItsFlag(String words, String said) {
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> Flags.of(words.split(" ")).readAll())
                .withMessageContaining(said)
                .matches(e -> String.valueOf(e.getMessage()).lines().count() == 1);
    }

    @Test
    void aPoissonTraceIsRefused() throws Exception {
        Path trace = Files.writeString(folder.resolve("t"), "1\n");
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() ->
                        Flags.of("--trace", trace.toString(), "--law", "poisson").model.model())
                .withMessage("--trace: a trace has its own starts: its law must be constant");
    }
}
