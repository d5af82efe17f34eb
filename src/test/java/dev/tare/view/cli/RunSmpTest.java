package dev.tare.view.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.lab.bundle.BundleContent;
import dev.tare.lab.bundle.BundleReader;
import dev.tare.lab.bundle.SliceRecord;
import dev.tare.specimen.origin.Origin;
import dev.tare.specimen.origin.OriginOptions;
import dev.tare.specimen.proxy.Minivoy;
import dev.tare.specimen.proxy.setup.ProxyOptions;
import dev.tare.testing.SocketTest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Configurations of the Service Mesh Performance specification as plans. */
@SocketTest
final class RunSmpTest {
    @TempDir private Path folder = Path.of("");

    @Test
    @Timeout(90)
    void theSampleConfigurationWeighsAProxyAgainstBare() throws Exception {
        try (Origin origin = Origin.start(OriginOptions.standard());
                Minivoy proxy =
                        Minivoy.start(
                                ProxyOptions.to(
                                        new InetSocketAddress(
                                                InetAddress.getLoopbackAddress(),
                                                origin.address().getPort())))) {
            String sample = Files.readString(Path.of("plans/smp-sample.yaml"));
            Path file =
                    Files.writeString(
                            folder.resolve("config.yaml"),
                            sample.replace(":8080", ":" + origin.address().getPort())
                                    .replace(":9090", ":" + proxy.address().getPort()));

            CommandFixture.Result result =
                    CommandFixture.run(
                            folder,
                            "run",
                            file.toString(),
                            "--duration",
                            "5s",
                            "--blocks",
                            "1",
                            "--out",
                            "bundle");

            assertThat(result.exitCode()).as(result.err()).isIn(0, 3);
            assertThat(result.err()).contains("load_generator fortio: Tare loads it itself.");
            BundleContent content = BundleReader.read(folder.resolve("bundle"));
            assertThat(content.manifest().environment().notes())
                    .anySatisfy(note -> assertThat(note).contains("compared with it: proxy at"));
            assertThat(content.blocks().getFirst().blockRecord().slices())
                    .extracting(SliceRecord::specimen)
                    .contains("bare", "proxy");
            assertThat(content.blocks().getFirst().blockRecord().slices())
                    .extracting(SliceRecord::workload)
                    .contains("fetch", "post");
            assertThat(content.blocks().getFirst().blockRecord().slices())
                    .allSatisfy(slice -> {
                        assertThat(slice.measured().failed()).isZero();
                        assertThat(slice.measured().ended()).isPositive();
                    });
            assertThat(Files.readString(folder.resolve("bundle/plan.json")))
                    .as("a cookie is a secret")
                    .doesNotContain("31d4d96e407aad42");
        }
    }

    @Test
    @Timeout(60)
    void whatItCannotDoIsOneLineAndExitCodeTwo() throws Exception {
        Path file =
                Files.writeString(
                        folder.resolve("config.yaml"),
                        "clients: [{protocol: 2, endpoint_urls: [\"http://127.0.0.1:1/\"]}]");

        CommandFixture.Result result = CommandFixture.run(folder, "run", file.toString());

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err().lines()).hasSize(1);
        assertThat(result.err()).contains("clients[1]: protocol 2 is neither HTTP nor gRPC");
    }
}
