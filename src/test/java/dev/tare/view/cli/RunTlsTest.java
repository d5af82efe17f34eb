package dev.tare.view.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.io.net.tls.TestAuthority;
import dev.tare.io.net.tls.TlsIdentity;
import dev.tare.io.net.tls.TlsServerOptions;
import dev.tare.lab.bundle.BundleContent;
import dev.tare.lab.bundle.BundleReader;
import dev.tare.lab.verdict.FigureKind;
import dev.tare.lab.verdict.Weighing;
import dev.tare.lab.verdict.judge.Judge;
import dev.tare.specimen.origin.Origin;
import dev.tare.specimen.origin.OriginOptions;
import dev.tare.specimen.proxy.Minivoy;
import dev.tare.specimen.proxy.setup.ProxyOptions;
import dev.tare.testing.SocketTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A service and a proxy with TLS that run already, weighed as a user would. */
@SocketTest
final class RunTlsTest {
    private static final String HOST = "127.0.0.1";

    @TempDir private Path folder = Path.of("");
    private TestAuthority authority;
    private Origin origin;

    @BeforeEach
    void startOrigin() throws IOException {
        authority = new TestAuthority(folder, "the mesh's authority");
        origin = Origin.start(OriginOptions.standard());
    }

    @AfterEach
    void stopOrigin() {
        origin.close();
    }

    private int originPort() {
        return origin.address().getPort();
    }

    /** A proxy before the origin that shows such a certificate and wants one of its clients. */
    private Minivoy mesh(TlsIdentity identity) throws IOException {
        return Minivoy.start(
                ProxyOptions.to(
                                new InetSocketAddress(
                                        InetAddress.getLoopbackAddress(), originPort()))
                        .withTls(
                                TlsServerOptions.standard(identity)
                                        .withClientAuthorities(authority.file())));
    }

    private CommandFixture.Result run(String specimen, String... more) throws Exception {
        Path plan =
                Files.writeString(
                        folder.resolve("plan.yaml"),
                        """
                        duration: 5s
                        blocks: 6
                        specimens:
                          - {name: bare, url: "http://127.0.0.1:%d/"}
                          - {name: mesh, %s}
                        workloads:
                          - {name: 100b, bytes: 100, connections: 4}
                        """
                                .formatted(originPort(), specimen));
        String[] words = new String[more.length + 4];
        words[0] = "run";
        words[1] = plan.toString();
        words[2] = "--out";
        words[3] = "bundle";
        System.arraycopy(more, 0, words, 4, more.length);
        return CommandFixture.run(folder, words);
    }

    private BundleContent bundle() throws IOException {
        return BundleReader.read(folder.resolve("bundle"));
    }

    @Test
    @Timeout(90)
    void aMeshWithMutualTlsIsWeighedAgainstABareWithoutAndTheReportSaysSo() throws Exception {
        TlsIdentity own = authority.vouchFor("load.example");
        try (Minivoy mesh = mesh(authority.vouchFor("shop.example"))) {
            CommandFixture.Result result =
                    run(
                            "url: \"https://%s:%d/\", tls: {ca: %s, server-name: shop.example,"
                                            .formatted(
                                                    HOST,
                                                    mesh.address().getPort(),
                                                    authority.file().getFileName())
                                    + " cert: %s, key: %s}"
                                            .formatted(
                                                    own.certificates().getFileName(), own.key()));

            assertThat(result.exitCode()).as(result.err()).isIn(0, 3);
            assertSpoken("HTTP/1.1", "TLSv1.3");
            Weighing weighing = Judge.weigh(bundle());
            assertThat(weighing.scenario("mesh", "100b").orElseThrow().tareCosts())
                    .containsKey(FigureKind.RESPONSE_TIME_P50);
            String said = "bare is reached without TLS: what TLS costs is part of the tare cost of";
            assertThat(result.out().replaceAll("\\s+", " "))
                    .contains(said + " mesh.", "verified by " + authority.file())
                    .contains("Encrypted, certificates verified:");
            assertThat(Files.readString(folder.resolve("bundle/report.html"))).contains(said);
            assertNowhereInTheBundle(Files.readString(own.key()).lines().toList().get(1));
        }
    }

    private void assertSpoken(String bare, String mesh) throws IOException {
        for (BundleContent.Block block : bundle().blocks()) {
            Map<String, Map<String, Long>> spoken = block.blockRecord().protocols();
            assertThat(spoken.getOrDefault("bare", Map.of()).keySet()).containsExactly(bare);
            assertThat(spoken.getOrDefault("mesh", Map.of()).keySet())
                    .isNotEmpty()
                    .allSatisfy(protocol -> assertThat(protocol).contains(mesh));
            assertThat(block.blockRecord().slices())
                    .allSatisfy(slice -> {
                        assertThat(slice.measured().failed()).isZero();
                        assertThat(slice.measured().ended()).isPositive();
                    });
        }
    }

    private void assertNowhereInTheBundle(String secret) throws IOException {
        try (var files = Files.walk(folder.resolve("bundle"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(new String(Files.readAllBytes(file), ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain(secret);
            }
        }
    }

    @Test
    @Timeout(90)
    void whoIsBelievedWithoutProofIsSaidBeforeTheRunAndInTheReport() throws Exception {
        TestAuthority other = new TestAuthority(folder, "somebody else");
        Origin secured =
                Origin.start(
                        OriginOptions.standard()
                                .withTls(TlsServerOptions.standard(other.vouchFor("a.example"))));
        try (secured) {
            CommandFixture.Result result =
                    run(
                            "url: \"https://%s:%d/\", tls: {insecure: true}"
                                    .formatted(HOST, secured.address().getPort()),
                            "--blocks",
                            "1");

            assertThat(result.exitCode()).as(result.err()).isIn(0, 3);
            assertThat(result.err()).contains("is not verified (insecure): whoever answers there");
            assertThat(bundle().manifest().environment().notes())
                    .anySatisfy(note -> assertThat(note).contains("not verified (insecure)"));
            assertThat(result.out())
                    .contains("Encrypted:", "; not verified")
                    .doesNotContain("certificates verified");
        }
    }

    @Test
    @Timeout(60)
    void aMeshThatIsNotBelievedIsOneLineBeforeAnythingIsMeasured() throws Exception {
        try (Minivoy mesh = mesh(authority.vouchFor(HOST))) {
            String url = "url: \"https://%s:%d/\"".formatted(HOST, mesh.address().getPort());

            CommandFixture.Result result = run(url);

            assertThat(result.exitCode()).isEqualTo(1);
            assertThat(result.err())
                    .contains(
                            "mesh at %s:%d: its certificate is by an unknown authority: CN=the"
                                            .formatted(HOST, mesh.address().getPort())
                                    + " mesh's authority; name the authority that vouches for it:"
                                    + " tls: {ca: FILE} in a plan")
                    .doesNotContain("Exception");
            assertThat(bundle().blocks()).isEmpty();
        }
    }

    @Test
    @Timeout(60)
    void aFileThatIsNotThereIsOneLineAndNoBundleBegins() throws Exception {
        CommandFixture.Result result = run("url: \"https://127.0.0.1:1/\", tls: {ca: absent.pem}");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err().lines().toList())
                .containsExactly(
                        "tare: mesh: cannot read "
                                + folder.resolve("absent.pem")
                                + ": there is no such file");
        assertThat(folder.resolve("bundle")).doesNotExist();
    }

    @Test
    @Timeout(60)
    void aBareOfTheCommandLineIsVerifiedByTheJdksAuthorities() throws Exception {
        Origin secured =
                Origin.start(
                        OriginOptions.standard()
                                .withTls(TlsServerOptions.standard(authority.vouchFor(HOST))));
        try (secured) {
            String url = "https://%s:%d/".formatted(HOST, secured.address().getPort());

            CommandFixture.Result result =
                    CommandFixture.run(folder, "run", "--bare", url, "--specimen", "m=" + url);

            assertThat(result.exitCode()).isEqualTo(2);
            assertThat(result.err().lines()).hasSize(1);
            assertThat(result.err())
                    .contains("bare " + url + ": its certificate is by an unknown authority");
        }
    }
}
