package dev.tare.view.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The launcher is a script: what it makes of a command line, by the shell that runs it. */
final class LauncherScriptTest {
    private static final int PACED = 0;
    private static final int NOT_PACED = 1;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "load -R 5000 http://h/",
                "load -R5000/s http://h/",
                "load -c 4 --rate 20000 http://h/",
                "load --rate=1/s http://h/",
                "wrk2 -t1 -R100 http://h/",
                "fortio load -qps 8 http://h/",
                "fortio load -qps=800 http://h/"
            })
    void anOpenLoopThatOneCoreSendsWithEaseIsPaced(String words) throws Exception {
        assertThat(isPaced(words)).isEqualTo(PACED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "load http://h/",
                "load -R 20001 http://h/",
                "load -R 1000000 http://h/",
                "load --rate 5k http://h/",
                "load -R",
                "load -R $(exit) http://h/",
                "load --ramp 10..5000/10s http://h/",
                "wrk -t2 -c10 http://h/5000",
                "fortio load -qps 0 http://h/"
            })
    void otherLoadsGetTheOptimizingCompiler(String words) throws Exception {
        assertThat(isPaced(words)).isEqualTo(NOT_PACED);
    }

    private static int isPaced(String words) throws IOException, InterruptedException {
        String launcher = Files.readString(Path.of("tare"));
        int from = launcher.indexOf("tare_is_paced() {");
        String function = launcher.substring(from, launcher.indexOf("\n}", from) + 2);
        List<String> command = new ArrayList<>(List.of("sh", "-euc"));
        command.add(function + "\nif tare_is_paced \"$@\"; then exit 0; else exit 1; fi");
        command.add("tare");
        command.addAll(List.of(words.split(" ")));
        Process shell = new ProcessBuilder(command).inheritIO().start();
        assertThat(shell.waitFor(10, TimeUnit.SECONDS)).isTrue();
        return shell.exitValue();
    }
}
