package dev.tare.specimen.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tare.base.time.NanoClock;
import dev.tare.base.time.Sleep;
import dev.tare.specimen.control.ListenerCheck;
import dev.tare.specimen.control.probe.HealthCheck;
import dev.tare.specimen.control.probe.HealthProbe;
import dev.tare.specimen.control.process.Endpoint;
import dev.tare.specimen.control.process.Launch;
import dev.tare.specimen.control.process.Launcher;
import dev.tare.specimen.control.process.RunningProcess;
import dev.tare.specimen.control.process.StartFailure;
import dev.tare.testing.PeerTest;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Real namespaces, real wires: skipped aloud where the machine does not permit them. */
@EnabledOnOs(OS.LINUX)
@PeerTest({"ip", "tc", "unshare", "nsenter"})
final class NamespaceLinkPeerTest {
    private static final LinkShape GIGABIT = new LinkShape(1_000_000_000, LinkShape.UNSHAPED);
    private static final long LIMIT_NS = 20_000_000_000L;
    private static final int PORT = 8080;

    @TempDir private Path folder;
    private Launcher launcher;

    @BeforeEach
    void open() throws IOException {
        launcher = Launcher.open(NanoClock.system());
    }

    @AfterEach
    void close() throws IOException {
        launcher.close();
    }

    private NamespaceLink link(LinkShape shape) throws StartFailure, InterruptedException {
        return Links.openOrSkip(launcher, folder.resolve("link.log"), shape);
    }

    private static Path device(NamespaceLink link) {
        return device("tare" + link.holder().pid() + "a");
    }

    private static Path device(String name) {
        return Path.of("/sys/class/net", name);
    }

    /** The kernel takes a namespace apart a moment after its last process has ended. */
    private static void awaitGone(Path device) throws InterruptedException {
        NanoClock clock = NanoClock.system();
        long deadlineNs = clock.nowNs() + LIMIT_NS;
        while (Files.exists(device) && clock.nowNs() - deadlineNs < 0) {
            Sleep.forNs(10_000_000L);
        }
        assertThat(device).doesNotExist();
    }

    private static List<String> tare(String... words) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path")));
        command.addAll(List.of(words));
        return command;
    }

    private RunningProcess originBehind(NamespaceLink link, Endpoint at) throws StartFailure {
        List<String> origin = tare("dev.tare.view.cli.Tare", "origin", "--listen", at.toString());
        return launcher.start(
                Launch.of("origin", link.inside(origin), folder.resolve("origin.log")));
    }

    @Test
    void aServiceBehindTheLinkIsReachedOverBothItsEndsAndMeteredAsAnyOther() throws Exception {
        NamespaceLink link = link(GIGABIT);
        Endpoint at = new Endpoint(link.host(), PORT);
        RunningProcess origin = originBehind(link, at);

        ListenerCheck.await(launcher, origin, List.of(at), LIMIT_NS);
        HealthCheck.await(
                NanoClock.system(),
                "origin",
                at,
                HealthProbe.get("/byte/100", 100),
                LIMIT_NS,
                Optional.of(origin));

        assertThat(link.proof(at))
                .matches("5 connections passed both ends of the link, the fastest in [0-9.]+ ms");
        assertThat(link.described())
                .satisfiesExactly(
                        asked -> assertThat(asked).isEqualTo("asked: 1gbit in each direction"),
                        near ->
                                assertThat(near)
                                        .startsWith("tc of the load's end: qdisc tbf 1: root ")
                                        .contains("rate 1Gbit burst 66000b lat 50ms"),
                        far ->
                                assertThat(far)
                                        .startsWith("tc of the services' end: qdisc tbf 1: root ")
                                        .contains("rate 1Gbit burst 66000b lat 50ms"));
        assertThat(link.version()).contains("iproute2");
        assertThat(launcher.meter(origin).sample().visible()).isTrue();
        assertThat(launcher.meter(origin).pids()).containsExactly(origin.pid());
    }

    @Test
    void whatListensOnAnotherAddressBehindTheLinkIsNotTakenForTheService() throws Exception {
        NamespaceLink link = link(GIGABIT);
        RunningProcess origin = originBehind(link, Endpoint.loopback(PORT));
        ListenerCheck.await(launcher, origin, List.of(Endpoint.loopback(PORT)), LIMIT_NS);

        Endpoint asked = new Endpoint(link.host(), PORT);
        assertThatThrownBy(
                        () -> ListenerCheck.await(launcher, origin, List.of(asked), 200_000_000L))
                .hasMessageContaining("did not listen on port 8080");
        assertThatThrownBy(() -> link.proof(asked))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("nobody can be reached over the link");
    }

    @Test
    void aRoundTripTakesAtLeastWhatWasAsked() throws Exception {
        NamespaceLink link = link(new LinkShape(1_000_000_000, 4_000_000));
        Endpoint at = new Endpoint(link.host(), PORT);
        RunningProcess origin = originBehind(link, at);
        ListenerCheck.await(launcher, origin, List.of(at), LIMIT_NS);

        assertThat(link.proof(at)).endsWith("of which the link is 4ms");
        assertThat(link.described().get(1))
                .contains("qdisc netem 1: root ", "delay 2ms", "qdisc tbf 10: parent 1:1 ");
    }

    @Test
    void whereTheKernelHasNoNetemItSaysWhatToDoAndLeavesNothing() throws Exception {
        link(GIGABIT).close();
        try {
            NamespaceLink.open(
                            launcher,
                            "linked",
                            folder.resolve("link.log"),
                            new LinkShape(LinkShape.UNSHAPED, 4_000_000))
                    .close();
        } catch (StartFailure e) {
            assertThat(e).hasMessageEndingWith("modprobe sch_netem").message().hasLineCount(1);
            Matcher matcher =
                    Pattern.compile("dev (tare\\d+a) root handle 1: netem delay 2000us")
                            .matcher(String.valueOf(e.getMessage()));
            assertThat(matcher.find()).as(e.getMessage()).isTrue();
            awaitGone(device(matcher.group(1)));
        }
    }

    @Test
    void nothingIsLeftOnceItIsClosedAndNobodyIsBehindIt() throws Exception {
        NamespaceLink link = link(GIGABIT);
        RunningProcess behind =
                launcher.start(
                        Launch.of(
                                "behind",
                                link.inside(List.of("sleep", "300")),
                                folder.resolve("behind.log")));
        assertThat(device(link)).exists();

        behind.stop(LIMIT_NS);
        link.close();

        awaitGone(device(link));
    }

    @Test
    void nothingIsLeftOnceTheLauncherIsClosed() throws Exception {
        NamespaceLink link = link(GIGABIT);
        originBehind(link, new Endpoint(link.host(), PORT));

        launcher.close();

        awaitGone(device(link));
        launcher = Launcher.open(NanoClock.system());
    }

    private Process runner(List<String> before) throws IOException {
        List<String> words = new ArrayList<>(before);
        words.addAll(tare(LinkedRunner.class.getName(), folder.toString()));
        return new ProcessBuilder(words).redirectErrorStream(true).start();
    }

    private static String firstLine(Process runner, String start) throws IOException {
        BufferedReader output = runner.inputReader(StandardCharsets.UTF_8);
        List<String> lines = new ArrayList<>();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith(start)) {
                return line.substring(start.length());
            }
            lines.add(line);
        }
        throw new AssertionError("the runner ended early: " + lines);
    }

    @Test
    void nothingIsLeftOfARunnerThatWasKilled() throws Exception {
        link(GIGABIT).close();
        Process runner = runner(List.of());
        Path device = device(firstLine(runner, "interface "));
        assertThat(device).exists();

        runner.destroyForcibly();

        assertThat(runner.waitFor(20, TimeUnit.SECONDS)).isTrue();
        awaitGone(device);
    }

    @Test
    @PeerTest("setpriv")
    void withoutTheRightToItItSaysSo() throws Exception {
        Process runner = runner(List.of("setpriv", "--bounding-set=-sys_admin,-net_admin", "--"));

        assertThat(firstLine(runner, "refused "))
                .contains("\"unshare --net cat\" said ")
                .contains("Operation not permitted")
                .endsWith("run Tare as root (CAP_SYS_ADMIN and CAP_NET_ADMIN)");
        assertThat(runner.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }
}
