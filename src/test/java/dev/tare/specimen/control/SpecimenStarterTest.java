package dev.tare.specimen.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tare.base.time.NanoClock;
import dev.tare.io.nativeaccess.LinuxProcesses;
import dev.tare.specimen.control.probe.HealthCheck;
import dev.tare.specimen.control.probe.HealthProbe;
import dev.tare.specimen.control.process.Launcher;
import dev.tare.specimen.control.process.ProcessId;
import dev.tare.specimen.control.process.StartFailure;
import dev.tare.testing.SocketTest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@SocketTest
@EnabledOnOs(OS.LINUX)
final class SpecimenStarterTest {
    private static final long SHORT_NS = 300_000_000L;

    private Launcher launcher;
    private TestOrigin origin;

    @TempDir private Path folder;

    @BeforeEach
    void open() throws IOException {
        launcher = Launcher.open(NanoClock.system());
        origin = new TestOrigin();
    }

    @AfterEach
    void close() throws IOException {
        origin.close();
        launcher.close();
    }

    private SpecimenStarter starter(long limitNs) {
        return new SpecimenStarter(
                launcher,
                folder,
                origin.endpoint(),
                HealthProbe.get("/byte/100", TestOrigin.BYTES),
                Set.of(),
                limitNs);
    }

    private SpecimenStarter starter() {
        return starter(HealthCheck.DEFAULT_LIMIT_NS);
    }

    private static SpecimenDefinition.Command tinyProxy(String arguments) {
        return SpecimenDefinition.Command.of(
                "mine",
                "'%s/bin/java' -cp '%s' %s %s"
                        .formatted(
                                System.getProperty("java.home"),
                                System.getProperty("java.class.path"),
                                TinyProxy.class.getName(),
                                arguments));
    }

    @Test
    void bareIsTheOriginItself() throws Exception {
        StartedSpecimen bare = starter().start(new SpecimenDefinition.Bare("bare"));
        assertThat(bare.address()).isEqualTo(origin.endpoint());
        assertThat(bare.requests()).isEmpty();
        assertThat(bare.requestsOfTheStart()).isEqualTo(1);
        assertThat(origin.requests()).isEqualTo(1);
        assertThat(bare.usage().visible()).isFalse();
        assertThat(bare.loss()).isEmpty();
        bare.stop();
    }

    @Test
    void aUsersCommandIsStartedProvenAndStopped() throws Exception {
        StartedSpecimen mine = starter().start(tinyProxy("{port} {origin-url}"));
        assertThat(mine.kind()).isEqualTo("command");
        assertThat(mine.command()).contains(String.valueOf(mine.address().port()));
        assertThat(mine.pathProof())
                .isEqualTo("its process listens on port " + mine.address().port());
        assertThat(origin.requests()).isPositive();
        assertThat(mine.usage().cpuNs()).isPositive();
        assertThat(mine.pids()).hasSize(1);
        assertThat(mine.loss()).isEmpty();
        long pid = mine.pids().getFirst();
        mine.stop();
        assertThat(launcher.proc().identify(pid)).isEmpty();
        assertThat(mine.loss()).get().asString().contains("mine ended with");
    }

    @Test
    void aCommandWithinAShellIsSeenWithItsChildren() throws Exception {
        String java = System.getProperty("java.home") + "/bin/java";
        String line =
                "sh -c '\"$0\" -cp \"$1\" %s \"$2\" \"$3\"; true' %s '%s' {port} {origin-url}"
                        .formatted(
                                TinyProxy.class.getName(),
                                java,
                                System.getProperty("java.class.path"));
        StartedSpecimen mine = starter().start(SpecimenDefinition.Command.of("mine", line));
        assertThat(mine.pids()).hasSize(2);
        ProcessId child = launcher.proc().identify(mine.pids().getLast()).orElseThrow();
        mine.stop();
        assertThat(launcher.proc().isAlive(child)).isFalse();
    }

    @Test
    void aCommandThatEndsIsQuoted() {
        var definition =
                SpecimenDefinition.Command.of(
                        "mine", "sh -c 'echo \"no such option: $1\" >&2; exit 2' x {listen}");
        assertThatThrownBy(() -> starter().start(definition))
                .isInstanceOf(StartFailure.class)
                .hasMessageMatching(
                        "mine at 127\\.0\\.0\\.1:[0-9]+ ended with exit code 2; it said:"
                                + " \"no such option: 127\\.0\\.0\\.1:[0-9]+\" \\(.*mine\\.log\\)");
    }

    @Test
    void aCommandThatNeverListensIsGivenUpAndStopped() {
        var definition = SpecimenDefinition.Command.of("mine", "sleep 300{port}");
        assertThatThrownBy(() -> starter(SHORT_NS).start(definition))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("did not answer GET /byte/100 with 200 and 100 bytes within")
                .hasMessageContaining("nobody listens there")
                .hasMessageContaining("it said nothing");
    }

    @Test
    void aWrongAnswerIsToldAsItIs() {
        SpecimenStarter expectsMore =
                new SpecimenStarter(
                        launcher,
                        folder,
                        origin.endpoint(),
                        HealthProbe.get("/byte/100", TestOrigin.BYTES + 1),
                        Set.of(),
                        SHORT_NS);
        assertThatThrownBy(() -> expectsMore.start(new SpecimenDefinition.Bare("bare")))
                .isInstanceOf(StartFailure.class)
                .hasMessage(
                        "bare at %s did not answer GET /byte/100 with 200 and 101 bytes within"
                                        .formatted(origin.endpoint())
                                + " 0.3 s: it answered 200 with 100 bytes");
    }

    @Test
    void aPortThatIsTakenIsTriedThreeTimesAndThenTold() {
        String script = "echo 'bind: Address already in use'; echo try >&2; exit 1";
        var definition = SpecimenDefinition.Command.of("mine", "sh -c \"" + script + "\" {listen}");
        assertThatThrownBy(() -> starter().start(definition))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("Address already in use");
        assertThat(folder.resolve("mine/mine.log"))
                .content()
                .satisfies(text -> assertThat(text.split("already in use", -1)).hasSize(4));
    }

    @Test
    void anUnknownPlaceIsOneClearLine() {
        var definition = SpecimenDefinition.Command.of("mine", "proxy {listen} {orign}");
        assertThatThrownBy(() -> starter().start(definition))
                .isInstanceOf(StartFailure.class)
                .hasMessageStartingWith("mine: {orign} stands for nothing; known are {admin}");
    }

    @Test
    void whatRunsAlreadyIsFoundWithItsPid() throws Exception {
        long pid = ProcessHandle.current().pid();
        StartedSpecimen found =
                starter()
                        .start(
                                new SpecimenDefinition.Running(
                                        "there", origin.endpoint(), OptionalLong.of(pid)));
        assertThat(found.usage().cpuNs()).isPositive();
        assertThat(found.pathProof())
                .isEqualTo("process " + pid + " listens on port " + origin.endpoint().port());
        assertThat(found.loss()).isEmpty();
        found.stop();
        assertThat(origin.requests()).isEqualTo(1);
    }

    @Test
    void whatRunsAlreadyWithoutAPidIsNotVisible() throws Exception {
        StartedSpecimen found =
                starter()
                        .start(
                                new SpecimenDefinition.Running(
                                        "there", origin.endpoint(), OptionalLong.empty()));
        assertThat(found.usage().visible()).isFalse();
        assertThat(found.pathProof()).startsWith("not proven");
    }

    @Test
    void aLostPillarIsToldWithoutAsking() throws Exception {
        StartedSpecimen mine = starter().start(tinyProxy("{port} {origin-url}"));
        long pid = mine.pids().getFirst();
        LinuxProcesses.find().orElseThrow().signal(pid, LinuxProcesses.SIGNAL_KILL);
        while (mine.loss().isEmpty()) {
            dev.tare.base.time.Sleep.forNs(5_000_000L);
        }
        assertThat(mine.loss()).get().asString().contains("mine");
    }
}
