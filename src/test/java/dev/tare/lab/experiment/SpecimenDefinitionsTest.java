package dev.tare.lab.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.lab.plan.ProxyVariant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SpecimenDefinitionsTest {
    private static List<String> afterMain(ProxyVariant variant, String mainClass) {
        List<String> words = SpecimenDefinitions.minivoyCommand(variant);
        return words.subList(words.indexOf(mainClass) + 1, words.size());
    }

    @Test
    void aPlainMinivoyIsStartedAsEver() {
        assertThat(afterMain(ProxyVariant.STANDARD, "dev.tare.specimen.proxy.MinivoyMain"))
                .containsExactly("{listen}", "{origin}", "{admin}");
    }

    @Test
    void whatAVariantAsksForBecomesFlags() {
        assertThat(afterMain(new ProxyVariant(4, "splice", true), "dev.tare.view.cli.Tare"))
                .containsExactly(
                        "proxy",
                        "{listen}",
                        "{origin}",
                        "--admin",
                        "{admin}",
                        "--threads",
                        "4",
                        "--copy",
                        "splice",
                        "--tls-certificate",
                        "{tls-certificate}",
                        "--tls-key",
                        "{tls-key}");
    }

    @Test
    void whatAVariantDoesNotAskForIsLeftToMinivoy() {
        assertThat(afterMain(new ProxyVariant(2, "", false), "dev.tare.view.cli.Tare"))
                .endsWith("--threads", "2");
    }
}
