package dev.tare.view.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.lab.bundle.BundleContent;
import dev.tare.lab.bundle.BundleReader;
import dev.tare.lab.bundle.SliceRecord;
import dev.tare.testing.PeerTest;
import dev.tare.testing.SocketTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Small runs of what {@code plans/minivoy-vs-envoy.yaml} is made of. */
final class RunPublishedTest {
    private static final String THEIRS =
            """
            title: Theirs beside ours
            source: a notebook
            rows:
              - {what: "two threads, 4 × 16 KiB", specimen: two, workload: 16k-4, rate: 5k/s}
            faults:
              - {check: kept-connections, name: 98 calls a socket, published: they were closed}
              - {check: lost-responses, name: lost responses, published: some were}
            """;
    private static final String PLAN =
            """
            name: small notebook
            duration: 10s
            blocks: 2
            published: published/theirs.yaml
            specimens:
              - bare
              - {name: two, kind: minivoy, threads: 2}
            workloads:
              - name: "16k-{n}"
                bytes: 16384
                connections: "{n}"
                slice: 240ms
                matrix: {n: [4, 16]}
              - {name: big, bytes: 1000000, connections: 1, slice: 240ms}
            """;

    @TempDir private Path folder = Path.of("");

    private CommandFixture.Result run(String plan) throws IOException, InterruptedException {
        Path file = Files.writeString(folder.resolve("plan.yaml"), plan);
        Path published = Files.createDirectories(folder.resolve("published"));
        Files.writeString(published.resolve("theirs.yaml"), THEIRS);
        return CommandFixture.run(
                folder, "run", file.toString(), "--scale", "0.5", "--out", bundle().toString());
    }

    private Path bundle() {
        return folder.resolve("bundle");
    }

    private static Set<String> scenarios(BundleContent content) {
        return content.blocks().stream()
                .flatMap(block -> block.blockRecord().slices().stream())
                .map(slice -> slice.specimen() + " " + slice.workload())
                .collect(Collectors.toSet());
    }

    @Test
    @SocketTest
    @Timeout(90)
    void publishedFiguresStandBesideOursAtTheScaleThatIsSaid() throws Exception {
        CommandFixture.Result result = run(PLAN);

        assertThat(result.exitCode()).as(result.err()).isIn(0, 3);
        assertThat(result.err()).contains("times and bodies scaled by 0.5", "about");
        assertThat(result.out())
                .contains("SCALED: times and bodies are 0.5", "Theirs beside ours")
                .contains("two threads, 4 × 16 KiB", "ours, 16.4 kB", "Not here: each of");
        assertThat(bundle().resolve("report.html")).content().contains("Theirs beside ours");
        BundleContent content = BundleReader.read(bundle());
        assertThat(content.manifest().plan().scale()).isEqualTo(0.5);
        assertThat(content.published()).isPresent();
        assertThat(content.manifest().plan().workloads().getLast().request().target())
                .isEqualTo("/byte/500000");
        for (BundleContent.Block block : content.blocks()) {
            BlockProof.assertCountersAgree(block.blockRecord(), "two");
            assertThat(block.blockRecord().protocols().get("two")).containsOnlyKeys("HTTP/1.1");
            assertThat(block.blockRecord().slices())
                    .extracting(SliceRecord::measuredNs)
                    .allSatisfy(ns -> assertThat(ns).isEqualTo(120_000_000L));
        }
        assertThat(CommandFixture.processesOf(bundle())).isEmpty();
    }

    @Test
    @PeerTest("nginx")
    @Timeout(90)
    void aSpecimenWithTlsIsVerifiedItsCipherShownAndItsKeyRemoved() throws Exception {
        CommandFixture.Result result =
                run(
                        """
                        duration: 8s
                        blocks: 2
                        specimens:
                          - bare
                          - {name: secured, kind: nginx, tls: true}
                          - {name: plain, kind: nginx}
                        workloads:
                          - {name: small, bytes: 16384, connections: 4, specimens: [secured]}
                          - {name: both, bytes: 100, connections: 2}
                        """);

        assertThat(result.exitCode()).as(result.err()).isIn(0, 3);
        BundleContent content = BundleReader.read(bundle());
        assertThat(scenarios(content))
                .containsExactlyInAnyOrder(
                        "bare small", "secured small", "bare both", "secured both", "plain both");
        for (BundleContent.Block block : content.blocks()) {
            assertThat(block.blockRecord().protocols().getOrDefault("secured", Map.of()).keySet())
                    .isNotEmpty()
                    .allSatisfy(spoken ->
                            assertThat(spoken).contains("TLSv1.3, TLS_AES_128_GCM_SHA256"));
            assertThat(block.blockRecord().protocols().get("plain")).containsOnlyKeys("HTTP/1.1");
            assertThat(block.blockRecord().slices())
                    .allSatisfy(slice -> assertThat(slice.measured().failed()).isZero());
        }
        assertThat(
                        content.blocks().stream()
                                .flatMap(block -> block.blockRecord().slices().stream())
                                .filter(slice -> slice.measured().sent() > 0)
                                .map(SliceRecord::specimen))
                .contains("bare", "secured", "plain");
        assertThat(result.out())
                .contains("Encrypted, certificates verified:", "TLS_AES_128_GCM_SHA256");
        try (Stream<Path> files = Files.walk(bundle())) {
            assertThat(files.filter(f -> f.toString().endsWith(".pem"))).isEmpty();
        }
    }

    @Test
    void publishedFiguresThatAreNotThereAreOneLine() throws Exception {
        Path file = Files.writeString(folder.resolve("plan.yaml"), "published: none.yaml\n");

        CommandFixture.Result result = CommandFixture.run(folder, "run", file.toString());

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err())
                .contains("none.yaml, which the plan")
                .contains("cannot be read: there is no such file");
    }
}
