package dev.tare.specimen.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tare.base.time.NanoClock;
import dev.tare.base.time.Sleep;
import dev.tare.specimen.control.probe.HealthCheck;
import dev.tare.specimen.control.probe.HealthProbe;
import dev.tare.specimen.control.process.Endpoint;
import dev.tare.specimen.control.process.Launcher;
import dev.tare.specimen.control.process.StartFailure;
import dev.tare.specimen.link.LinkShape;
import dev.tare.specimen.link.Links;
import dev.tare.testing.PeerTest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A real application behind a real link. */
@EnabledOnOs(OS.LINUX)
@PeerTest({"ip", "tc", "unshare", "nsenter"})
final class LinkedMeshPeerTest {
    private static final LinkShape GIGABIT = new LinkShape(1_000_000_000, LinkShape.UNSHAPED);
    private static final HealthProbe PROBE = HealthProbe.get("/byte/100", 100);
    private static final long STOP_NS = 5_000_000_000L;
    private static final List<String> TARE =
            List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "--enable-native-access=ALL-UNNAMED",
                    "-cp",
                    System.getProperty("java.class.path"),
                    "dev.tare.view.cli.Tare");

    @TempDir private Path folder;
    private Launcher launcher;
    private MeshStarter starter;

    @BeforeEach
    void open() throws Exception {
        launcher = Launcher.open(NanoClock.system());
        Links.openOrSkip(launcher, folder.resolve("trial.log"), GIGABIT).close();
        starter =
                new MeshStarter(
                        launcher,
                        folder,
                        Endpoint.loopback(1),
                        Set.of(),
                        TARE,
                        HealthCheck.DEFAULT_LIMIT_NS);
    }

    @AfterEach
    void close() throws IOException {
        launcher.close();
    }

    private static Chart twoServices() {
        return ChartReader.read(
                """
                version: 1
                name: two
                entry: front
                services:
                  - {name: front, tare: "app twohop --listen {listen} --to {back}", ready: /ready, calls: {back: 1}}
                  - {name: back, tare: "origin --listen {listen}"}
                """,
                "two.yaml");
    }

    private StartedMesh start(Chart chart) throws Exception {
        return starter.start(
                MeshSpec.behindLink("linked", chart, GIGABIT),
                PROBE,
                _ -> {
                    throw new AssertionError("nothing is secured");
                });
    }

    @Test
    void allServicesStandBehindTheLinkAndCallEachOtherThere() throws Exception {
        StartedMesh mesh = start(twoServices());

        assertThat(mesh.address().host()).startsWith("198.1");
        assertThat(mesh.pathProof())
                .contains("each of its processes listens on its own ports, and 5 connections");
        assertThat(mesh.link()).hasSize(3).first().isEqualTo("asked: 1gbit in each direction");
        assertThat(mesh.linkVersion()).contains("iproute2");
        assertThat(mesh.parts()).extracting(StartedPart::name).containsExactly("front", "back");
        for (StartedPart part : mesh.parts()) {
            assertThat(part.addresses()).allMatch(at -> at.startsWith(mesh.address().host() + ":"));
            assertThat(part.meter().sample().cpuNs()).isPositive();
        }
        assertThat(mesh.loss()).isEmpty();
    }

    @Test
    void aLinkThatIsLostIsNamed() throws Exception {
        StartedMesh mesh = start(twoServices());

        ProcessHandle.of(holder(mesh)).orElseThrow().destroyForcibly();
        NanoClock clock = NanoClock.system();
        long deadlineNs = clock.nowNs() + STOP_NS;
        while (mesh.loss().isEmpty() && clock.nowNs() - deadlineNs < 0) {
            Sleep.forNs(10_000_000L);
        }

        assertThat(mesh.loss()).get().asString().startsWith("linked-link ended with signal 9");
    }

    /** It stands in every command that was started behind it. */
    private static long holder(StartedMesh mesh) {
        List<String> words = mesh.parts().getFirst().command();
        return Long.parseLong(words.get(words.indexOf("--target") + 1));
    }

    @Test
    void whatIsStoppedIsGoneWithItsLink() throws Exception {
        StartedMesh mesh = start(twoServices());
        ProcessHandle holder = ProcessHandle.of(holder(mesh)).orElseThrow();

        mesh.stop();

        assertThat(holder.isAlive()).isFalse();
        for (StartedPart part : mesh.parts()) {
            assertThat(part.process().awaitEnd(STOP_NS)).isTrue();
        }
    }

    @Test
    void aServiceThatEndsAtOnceTakesTheLinkWithIt() {
        Chart chart =
                ChartReader.read(
                        """
                        version: 1
                        name: broken
                        entry: web
                        services:
                          - {name: web, command: "sh -c 'echo no licence; exit 3'"}
                        """,
                        "broken.yaml");

        assertThatThrownBy(() -> start(chart))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("no licence");
        assertThat(ProcessHandle.current().descendants().map(ProcessHandle::info))
                .noneMatch(info -> info.command().orElse("").endsWith("/cat"));
    }

    @Test
    void anApplicationWithTheOriginInItIsRefused() {
        Chart chart = ChartReader.builtIn("twohop");
        assertThatThrownBy(() -> MeshSpec.behindLink("linked", chart, GIGABIT))
                .hasMessage(
                        "service \"service\" of application twohop is the origin, which all"
                                + " specimens share and which cannot be put behind a link; take an"
                                + " application whose services are all its own");
    }
}
