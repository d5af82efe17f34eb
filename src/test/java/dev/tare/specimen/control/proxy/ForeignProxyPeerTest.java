package dev.tare.specimen.control.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tare.base.time.NanoClock;
import dev.tare.specimen.control.SpecimenDefinition;
import dev.tare.specimen.control.SpecimenStarter;
import dev.tare.specimen.control.StartedSpecimen;
import dev.tare.specimen.control.TestOrigin;
import dev.tare.specimen.control.identity.RunCertificates;
import dev.tare.specimen.control.probe.HealthCheck;
import dev.tare.specimen.control.probe.HealthProbe;
import dev.tare.specimen.control.probe.HttpProbe;
import dev.tare.specimen.control.process.Endpoint;
import dev.tare.specimen.control.process.FreePorts;
import dev.tare.specimen.control.process.Launch;
import dev.tare.specimen.control.process.Launcher;
import dev.tare.specimen.control.process.ProcessId;
import dev.tare.specimen.control.process.ResourceUse;
import dev.tare.specimen.control.process.RunningProcess;
import dev.tare.specimen.control.process.StartFailure;
import dev.tare.specimen.control.process.UsageSample;
import dev.tare.testing.PeerTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The proxies themselves, with the configurations that are made for them. */
@EnabledOnOs(OS.LINUX)
final class ForeignProxyPeerTest {
    private static final int REQUESTS = 50;

    private Launcher launcher;
    private TestOrigin origin;
    private SpecimenStarter starter;

    @TempDir private Path folder;

    @BeforeEach
    void open() throws IOException {
        launcher = Launcher.open(NanoClock.system());
        origin = new TestOrigin();
        // A folder whose name would need quoting in every configuration.
        starter = starterIn(folder.resolve("a folder; with 'signs'"), origin.endpoint());
    }

    private SpecimenStarter starterIn(Path where, Endpoint behind) {
        return new SpecimenStarter(
                launcher,
                where,
                behind,
                HealthProbe.get("/byte/100", TestOrigin.BYTES),
                Set.of(),
                HealthCheck.DEFAULT_LIMIT_NS);
    }

    @AfterEach
    void close() throws IOException {
        origin.close();
        launcher.close();
    }

    private static SpecimenDefinition.Foreign definition(ForeignProxy proxy) {
        Path program = ProxyCatalog.load().named(proxy.kind()).orElseThrow().find().orElseThrow();
        return new SpecimenDefinition.Foreign(proxy.kind(), proxy, program);
    }

    private void startUseAndStop(ForeignProxy proxy) throws Exception {
        StartedSpecimen specimen = starter.start(definition(proxy));
        assertThat(specimen.version()).matches("[0-9]+\\.[0-9]+.*");
        assertThat(specimen.configurationFile())
                .get()
                .satisfies(f -> assertThat(f).isNotEmptyFile());
        assertThat(specimen.pathProof()).contains("listens on port").contains("by 1");
        UsageSample usageBefore = specimen.usage();
        long before = specimen.requests().orElseThrow();
        long originBefore = origin.requests();
        NanoClock clock = NanoClock.system();
        for (int i = 0; i < REQUESTS; i++) {
            HttpProbe answer = HttpProbe.get(clock, specimen.address(), "/byte/100");
            assertThat(answer.summary()).isEqualTo("200 with 100 bytes");
        }
        // Asked twice: asking must not count.
        assertThat(specimen.requests()).hasValue(before + REQUESTS);
        assertThat(specimen.requests()).hasValue(before + REQUESTS);
        assertThat(origin.requests()).isEqualTo(originBefore + REQUESTS);
        ResourceUse use = ResourceUse.between(usageBefore, specimen.usage());
        assertThat(use.cpuNs()).isPositive();
        assertThat(use.peakResidentBytes()).isPositive();
        assertThat(use.lost()).isFalse();
        assertThat(specimen.loss()).isEmpty();
        List<ProcessId> ids =
                specimen.pids().stream()
                        .map(pid -> launcher.proc().identify(pid).orElseThrow())
                        .toList();
        assertThat(ids).isNotEmpty();
        specimen.stop();
        assertThat(ids.stream().filter(id -> launcher.proc().isAlive(id))).isEmpty();
        assertThat(launcher.proc().listeners(specimen.address().port())).isEmpty();
    }

    @Test
    @PeerTest("haproxy")
    void haproxyIsStartedCountedAndStopped() throws Exception {
        startUseAndStop(ForeignProxy.HAPROXY);
    }

    @Test
    @PeerTest("nginx")
    void nginxIsStartedCountedAndStopped() throws Exception {
        startUseAndStop(ForeignProxy.NGINX);
    }

    @Test
    @PeerTest("envoy")
    void envoyIsStartedCountedAndStopped() throws Exception {
        startUseAndStop(ForeignProxy.ENVOY);
    }

    /** Four workers behind TLS: proven by the probe, which trusts the run's authority alone. */
    private void startsWithTlsAndWorkers(ForeignProxy proxy) throws Exception {
        Path own = folder.resolve("secure; 'folder'");
        try (RunCertificates certificates = RunCertificates.make()) {
            SpecimenStarter secured =
                    new SpecimenStarter(
                            launcher,
                            own,
                            origin.endpoint(),
                            HealthProbe.get("/byte/100", TestOrigin.BYTES),
                            Set.of(),
                            HealthCheck.DEFAULT_LIMIT_NS,
                            Optional.of(certificates));
            Path program = definition(proxy).program();
            StartedSpecimen specimen =
                    secured.start(
                            new SpecimenDefinition.Foreign("secured", proxy, program, 4, true));
            assertThat(specimen.pathProof()).contains("listens on port").contains("by 1");
            // Without TLS nobody is answered with 200: nginx tells with 400, the others hang up.
            HealthProbe plain = HealthProbe.get("/byte/100", TestOrigin.BYTES);
            assertThatThrownBy(() ->
                            HealthCheck.await(
                                    launcher.clock(),
                                    "plain",
                                    specimen.address(),
                                    plain,
                                    1,
                                    Optional.empty()))
                    .isInstanceOf(StartFailure.class);
            specimen.stop();
        }
        assertThat(own.resolve("secured").resolve(RunCertificates.KEY)).doesNotExist();
        assertThat(own.resolve("secured").resolve(RunCertificates.BOTH)).doesNotExist();
    }

    @Test
    @PeerTest("haproxy")
    void haproxyListensWithTls() throws Exception {
        startsWithTlsAndWorkers(ForeignProxy.HAPROXY);
    }

    @Test
    @PeerTest("nginx")
    void nginxListensWithTls() throws Exception {
        startsWithTlsAndWorkers(ForeignProxy.NGINX);
    }

    @Test
    @PeerTest("envoy")
    void envoyListensWithTls() throws Exception {
        startsWithTlsAndWorkers(ForeignProxy.ENVOY);
    }

    /** Starts it by hand with its ports taken: each must call that an error, in known words. */
    private void takenPortIsAnError(ForeignProxy proxy) throws Exception {
        int taken = origin.endpoint().port();
        Endpoint admin = Endpoint.loopback(FreePorts.find(1).getFirst());
        Path own = Files.createDirectories(folder.resolve("own"));
        ForeignProxy.Setting setting =
                new ForeignProxy.Setting(
                        taken, admin.port(), origin.endpoint(), 1024, launcher.proc().asRoot());
        Files.writeString(own.resolve(proxy.configurationFile()), proxy.configurationFor(setting));
        Path log = folder.resolve("taken.log");
        List<String> command = proxy.command(definition(proxy).program(), own);
        RunningProcess process = launcher.start(Launch.of("taken", command, log).in(own));
        assertThat(process.awaitEnd(30_000_000_000L)).isTrue();
        assertThat(process.logTail(100)).anyMatch(line -> SpecimenStarter.saysPortTaken(line));
    }

    @Test
    @PeerTest("haproxy")
    void haproxySaysThatAPortIsTaken() throws Exception {
        takenPortIsAnError(ForeignProxy.HAPROXY);
    }

    @Test
    @PeerTest("nginx")
    void nginxSaysThatAPortIsTaken() throws Exception {
        takenPortIsAnError(ForeignProxy.NGINX);
    }

    @Test
    @PeerTest("envoy")
    void envoySaysThatAPortIsTaken() throws Exception {
        takenPortIsAnError(ForeignProxy.ENVOY);
    }

    /** A configuration that is none: the proxy's own words must come back in one line. */
    private void garbageIsQuoted(ForeignProxy proxy, String words) throws Exception {
        Path own = Files.createDirectories(folder.resolve("own"));
        Files.writeString(own.resolve(proxy.configurationFile()), "garbage: {\n");
        List<String> command = proxy.command(definition(proxy).program(), own);
        RunningProcess process =
                launcher.start(Launch.of("it", command, folder.resolve("it.log")).in(own));
        Endpoint at = Endpoint.loopback(FreePorts.find(1).getFirst());
        HealthProbe probe = HealthProbe.get("/byte/100", TestOrigin.BYTES);
        assertThatThrownBy(() ->
                        HealthCheck.await(
                                launcher.clock(),
                                "it",
                                at,
                                probe,
                                HealthCheck.DEFAULT_LIMIT_NS,
                                Optional.of(process)))
                .isInstanceOf(StartFailure.class)
                .hasMessageStartingWith("it at " + at + " ended with exit code 1; it said: ")
                .hasMessageContaining(words)
                .hasMessageContaining("it.log")
                .hasMessageNotContaining("\n");
    }

    @Test
    @PeerTest("haproxy")
    void haproxysComplaintsAreQuoted() throws Exception {
        garbageIsQuoted(ForeignProxy.HAPROXY, "[ALERT]");
    }

    @Test
    @PeerTest("nginx")
    void nginxsComplaintsAreQuoted() throws Exception {
        garbageIsQuoted(ForeignProxy.NGINX, "[emerg]");
    }

    @Test
    @PeerTest("envoy")
    void envoysComplaintsAreQuoted() throws Exception {
        garbageIsQuoted(ForeignProxy.ENVOY, "envoy.yaml");
    }

    @Test
    void aBrokenProgramIsOneClearLine() throws IOException {
        Path broken = folder.resolve("haproxy");
        Files.write(broken, new byte[] {1, 2, 3});
        assertThat(broken.toFile().setExecutable(true)).isTrue();
        var definition = new SpecimenDefinition.Foreign("haproxy", ForeignProxy.HAPROXY, broken);
        assertThatThrownBy(() -> starter.start(definition))
                .isInstanceOf(StartFailure.class)
                .hasMessage(
                        "haproxy did not start: cannot start "
                                + broken
                                + ": not a program that this machine can run (ENOEXEC)");
    }

    @Test
    @PeerTest("nginx")
    void anOriginThatIsNotThereIsToldByWhatTheProxyAnswers() throws Exception {
        Endpoint nobody = Endpoint.loopback(FreePorts.find(1).getFirst());
        SpecimenStarter hopeless =
                new SpecimenStarter(
                        launcher,
                        folder,
                        nobody,
                        HealthProbe.get("/byte/100", 100),
                        Set.of(),
                        1_000_000_000L);
        assertThatThrownBy(() -> hopeless.start(definition(ForeignProxy.NGINX)))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("it answered 502")
                .hasMessageContaining("Connection refused")
                .hasMessageContaining("; try it by hand: ");
    }
}
