package dev.tare.specimen.control.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tare.specimen.control.process.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProxyCatalogTest {

    @Test
    void everyProxyThatCanBeConfiguredIsInTheCatalogInTheSameOrder() {
        assertThat(ProxyCatalog.load().entries())
                .extracting(ProxyCatalog.Entry::name)
                .isEqualTo(Arrays.stream(ForeignProxy.values()).map(ForeignProxy::kind).toList());
    }

    @Test
    void everyEntrySaysHowToInstallIt() {
        assertThat(ProxyCatalog.load().named("nginx").orElseThrow().install())
                .isEqualTo("apt-get install nginx-light");
        assertThat(ProxyCatalog.load().entries()).noneMatch(entry -> entry.install().isBlank());
    }

    @Test
    void commentsAndEmptyLinesAreSkippedAndBadLinesNamed() {
        assertThat(ProxyCatalog.parse("# a\n\nx\ty,z\tget x\n").named("x").orElseThrow().programs())
                .containsExactly("y", "z");
        assertThatThrownBy(() -> ProxyCatalog.parse("x y z"))
                .hasMessageContaining("\"x y z\" must have 3 columns");
    }

    @Test
    void programsAreLookedForInTheOrderOfThePath(@TempDir Path folder) throws IOException {
        Path first = Files.createDirectories(folder.resolve("first"));
        Path second = Files.createDirectories(folder.resolve("second"));
        Files.createFile(first.resolve("prog"));
        Path program = Files.createFile(second.resolve("prog"));
        assertThat(program.toFile().setExecutable(true)).isTrue();
        String path = first + "::" + second;
        assertThat(Programs.find("prog", path)).contains(program);
        assertThat(Programs.find(program.toString(), "")).contains(program);
        assertThat(Programs.find("prog", first.toString())).isEmpty();
        assertThat(Programs.find(folder.toString(), "")).isEmpty();
    }
}
