package dev.tare.specimen.control.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tare.specimen.control.process.StartFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
final class RunCertificatesTest {
    @TempDir private Path folder;

    @Test
    void keysAreTheOwnersAloneAndGoWithTheRun() throws Exception {
        Path authority;
        try (RunCertificates certificates = RunCertificates.make()) {
            certificates.copyInto(folder);
            certificates.copyInto(folder);
            authority = certificates.authority();

            assertThat(authority).content().startsWith("-----BEGIN CERTIFICATE-----\n");
            Path key = folder.resolve(RunCertificates.KEY);
            assertThat(key).content().startsWith("-----BEGIN PRIVATE KEY-----\n");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                    .isEqualTo("rw-------");
            assertThat(folder.resolve(RunCertificates.BOTH))
                    .content()
                    .isEqualTo(
                            Files.readString(folder.resolve(RunCertificates.CERTIFICATE))
                                    + Files.readString(key));
            assertThat(authority.resolveSibling("store.p12")).doesNotExist();
        }
        assertThat(authority.getParent()).doesNotExist();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void withoutKeytoolTheLineSaysWhatToDo() {
        Path nowhere = folder.resolve("keytool");

        assertThatThrownBy(() -> RunCertificates.make(nowhere))
                .isInstanceOf(StartFailure.class)
                .hasMessage(
                        "TLS needs certificates, and %s, which makes them, is not there; run Tare"
                                        .formatted(nowhere)
                                + " with a whole JDK, or leave the specimens with tls out with"
                                + " --specimens");
    }

    @Test
    void whatKeytoolSaysIsQuoted() throws Exception {
        Path broken = folder.resolve("keytool");
        Files.writeString(broken, "#!/bin/sh\necho 'no entropy left'\nexit 1\n");
        Files.setPosixFilePermissions(broken, PosixFilePermissions.fromString("rwx------"));

        assertThatThrownBy(() -> RunCertificates.make(broken))
                .isInstanceOf(StartFailure.class)
                .hasMessage(
                        "certificates for TLS could not be made: %s said \"no entropy left\""
                                .formatted(broken));
    }
}
