package dev.tare.view.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.view.cli.Tare;
import dev.tare.view.cli.shell.ExitCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProxyConfigFileTest {
    private static final String VALID =
            """
            listeners: [{listen: "127.0.0.1:0"}]
            routes: [{cluster: a}, {respond: {status: 404}}]
            clusters: [{name: a, endpoints: ["127.0.0.1:80", "127.0.0.1:81"]}]
            """;

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

    private String file(String text) throws IOException {
        return Files.writeString(folder.resolve("m.yaml"), text).toString();
    }

    @Test
    void aValidFileIsSummedUp() throws IOException {
        String file = file(VALID);

        assertThat(Tare.run("proxy", "--config", file, "--validate")).isEqualTo(ExitCode.DONE);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .isEqualTo(file + " is valid: 1 listener, 2 routes, 1 cluster with 2 endpoints\n");
        assertThat(err.size()).isZero();
    }

    @Test
    void everyFaultIsALineAndTheExitCodeTwo() throws IOException {
        String file = file(VALID.replace("cluster: a", "cluster: b").replace(":81", ""));

        assertThat(Tare.run("proxy", "--config", file, "--validate")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        file
                                + ", line 2: routes[1].cluster: there is no cluster \"b\"; did you"
                                + " mean \"a\"?",
                        file
                                + ", line 3: clusters[1].endpoints[2]: \"127.0.0.1\" is not of the"
                                + " form HOST:PORT, such as 127.0.0.1:8080");
        assertThat(out.size()).isZero();
    }

    @Test
    void whatCannotBeLookedUpIsOneLine() throws IOException {
        String file = file(VALID.replace("127.0.0.1:80", "no-such-host.invalid:80"));

        assertThat(Tare.run("proxy", "--config", file)).isEqualTo(ExitCode.COULD_NOT_RUN);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("cluster a: no-such-host.invalid: no such host")
                .hasLineCount(1);
        assertThat(out.size()).isZero();
    }

    @Test
    void whatIsNotKnownIsRefusedByName() throws IOException {
        String file = file(VALID.replace("127.0.0.1:0\"", "127.0.0.1:0\", filters: [{x: {}}]"));

        assertThat(Tare.run("proxy", "--config", file)).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains(", line 1: listeners[1].filters: unknown key; known are name, listen")
                .hasLineCount(1);
    }

    @Test
    void aFileThatIsFarTooLongIsNotReadAtAll() throws IOException {
        String file = file("#".repeat(4_000_001));

        assertThat(Tare.run("proxy", "--config", file, "--validate")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("has more than 4000000 bytes");
    }
}
