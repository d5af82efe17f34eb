package dev.tare.lab.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.io.net.tls.TestAuthority;
import dev.tare.io.net.tls.TlsClientOptions;
import dev.tare.io.net.tls.TlsIdentity;
import dev.tare.lab.plan.BuiltInPlan;
import dev.tare.lab.plan.HttpUrl;
import dev.tare.lab.plan.Plan;
import dev.tare.lab.plan.SpecimenSpec;
import dev.tare.lab.plan.TlsSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunningTlsTest {
    @TempDir private Path folder = Path.of("");

    private static SpecimenSpec.Running mesh(TlsSpec tls) {
        return new SpecimenSpec.Running(
                "mesh", HttpUrl.parse("https://127.0.0.1:8443/"), OptionalLong.empty(), tls);
    }

    private static Plan plan(TlsSpec tls) {
        SpecimenSpec bare =
                new SpecimenSpec.Running(
                        "bare", HttpUrl.parse("http://127.0.0.1:8080/"), OptionalLong.empty());
        return new Plan(
                "p",
                List.of(bare, mesh(tls)),
                BuiltInPlan.of(List.of(), true).workloads(),
                1,
                10_000_000_000L,
                1);
    }

    private Optional<TlsClientOptions> options(TlsSpec tls) throws Exception {
        return RunningTls.options(mesh(tls), folder);
    }

    @Test
    void theLoadSpeaksItAsThePlanAsks() throws Exception {
        assertThat(options(TlsSpec.STANDARD)).contains(TlsClientOptions.standard());
        assertThat(options(new TlsSpec("", "", true, "", "")))
                .contains(TlsClientOptions.standard().withoutVerification());
        assertThat(options(new TlsSpec("/ca.pem", "shop.example", false, "/c.pem", "/c.key")))
                .contains(
                        TlsClientOptions.standard()
                                .withAuthorities(Path.of("/ca.pem"))
                                .withIdentity(new TlsIdentity(Path.of("/c.pem"), Path.of("/c.key")))
                                .withServerName("shop.example"));
        assertThat(RunningTls.options(plan(TlsSpec.STANDARD).specimens().getFirst(), folder))
                .as("http")
                .isEmpty();
    }

    @Test
    void authoritiesThatStandInThePlanBecomeAFileOfTheRun() throws Exception {
        String pem = Files.readString(new TestAuthority(folder, "a").file());

        TlsClientOptions options = options(new TlsSpec(pem, "", false, "", "")).orElseThrow();

        assertThat(options.authorities()).contains(folder.resolve("mesh-ca.pem"));
        assertThat(folder.resolve("mesh-ca.pem")).hasContent(pem);
        assertThat(RunningTls.refusal(plan(new TlsSpec(pem, "", false, "", "")))).isEmpty();
    }

    @Test
    void howItWasKnownWhoAnswersIsSaid() {
        assertThat(RunningTls.trust(mesh(TlsSpec.STANDARD)))
                .isEqualTo("verified by the JDK's authorities");
        assertThat(RunningTls.trust(mesh(new TlsSpec("", "", true, "", ""))))
                .isEqualTo("not verified");
        assertThat(RunningTls.trust(mesh(new TlsSpec("/ca.pem", "n", false, "/c.pem", "/c.key"))))
                .isEqualTo("verified by /ca.pem as n, shown /c.pem");
        assertThat(RunningTls.trust(plan(TlsSpec.STANDARD).specimens().getFirst())).isEmpty();
    }

    @Test
    void beliefWithoutProofIsSaidAloud() {
        assertThat(RunningTls.notes(plan(new TlsSpec("", "", true, "", ""))))
                .containsExactly(
                        "mesh at https://127.0.0.1:8443/ is not verified (insecure): whoever"
                                + " answers there is believed");
        assertThat(RunningTls.notes(plan(TlsSpec.STANDARD))).isEmpty();
    }

    @Test
    void aFileThatIsOfNoUseIsFoundBeforeAnythingStarts() throws Exception {
        String absent = folder.resolve("absent.pem").toString();
        Path foreign = Files.writeString(folder.resolve("foreign.pem"), "hello");

        assertThat(RunningTls.refusal(plan(TlsSpec.STANDARD))).isEmpty();
        assertThat(RunningTls.refusal(plan(new TlsSpec(absent, "", false, "", ""))))
                .hasValueSatisfying(line ->
                        assertThat(line)
                                .isEqualTo(
                                        "mesh: cannot read " + absent + ": there is no such file"));
        assertThat(RunningTls.refusal(plan(new TlsSpec(foreign.toString(), "", false, "", ""))))
                .hasValueSatisfying(
                        line -> assertThat(line).contains(foreign.toString()).doesNotContain("\n"));
        assertThat(RunningTls.refusal(plan(new TlsSpec("", "", false, absent, absent))))
                .hasValueSatisfying(line -> assertThat(line).contains("there is no such file"));
    }
}
