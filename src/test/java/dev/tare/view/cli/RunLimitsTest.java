package dev.tare.view.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.lab.bundle.BundleContent;
import dev.tare.lab.bundle.BundleReader;
import dev.tare.testing.SocketTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs on machines that give few file descriptors. */
@SocketTest
final class RunLimitsTest {
    /** Four specimens, which could keep 600 connections to the origin; bare has 150 besides. */
    private static final String PLAN =
            """
            name: many
            duration: 5s
            blocks: 1
            specimens:
              - bare
              - {name: "m{n}", kind: minivoy, matrix: {n: [1, 2, 3, 4]}}
            workloads:
              - {name: wide, bytes: 1000, connections: 150, timeout: 5s}
            """;

    @TempDir private Path folder = Path.of("");

    private CommandFixture.Result run(int softFiles, int hardFiles)
            throws IOException, InterruptedException {
        Path plan = Files.writeString(folder.resolve("plan.yaml"), PLAN);
        Process runner =
                CommandFixture.startWithFiles(
                        folder, softFiles, hardFiles, "run", plan.toString(), "--out", "bundle");
        return CommandFixture.result(runner, folder);
    }

    @Test
    @Timeout(90)
    void whereNotAllConnectionsCanBeKeptNoneIsAndNoRequestIsLost() throws Exception {
        CommandFixture.Result result = run(300, 650);

        assertThat(result.exitCode()).as(result.err()).isIn(0, 3);
        assertThat(result.err())
                .contains("could keep 600 connections", "gets 650 file descriptors", "closes them");
        BundleContent content = BundleReader.read(folder.resolve("bundle"));
        assertThat(content.manifest().environment().notes())
                .anySatisfy(note -> assertThat(note).contains("could keep 600 connections"));
        assertThat(content.blocks().getFirst().blockRecord().slices())
                .hasSize(10)
                .allSatisfy(slice -> {
                    assertThat(slice.measured().failed()).isZero();
                    assertThat(slice.measured().unsentTotal()).isZero();
                    assertThat(slice.lead().plus(slice.measured()).connectsOpened()).isEqualTo(150);
                });
        assertThat(result.err()).contains("tare: took ", " of about ", "warming up", "measured");
    }

    @Test
    @Timeout(90)
    void aPlanThatNotEvenOneSpecimenCouldBeGivenIsRefusedInOneLine() throws Exception {
        CommandFixture.Result result = run(400, 400);

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err().lines()).hasSize(1);
        assertThat(result.err())
                .contains("workload wide has 150 connections", "500", "400", "ulimit -n 500");
        assertThat(folder.resolve("bundle")).doesNotExist();
    }
}
