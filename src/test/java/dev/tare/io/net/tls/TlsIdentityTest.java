package dev.tare.io.net.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which pairs of files are refused, and in which words. */
final class TlsIdentityTest {
    @TempDir private Path folder;

    @Test
    void aKeyOfAnotherCertificateIsRefused() {
        TestAuthority authority = new TestAuthority(folder, "Tare's test authority");
        TlsIdentity one = authority.vouchFor("one.example");
        TlsIdentity other = authority.vouchFor("other.example");
        assertThatIOException()
                .isThrownBy(() -> new TlsIdentity(one.certificates(), other.key()).read())
                .withMessage(
                        "the key in %s does not belong to the first certificate in %s",
                        other.key(), one.certificates());
    }

    @Test
    void aKeyThatBreaksOffIsRefused() throws IOException {
        TlsIdentity one = new TestAuthority(folder, "Tare's test authority").vouchFor("a.example");
        for (String label : new String[] {"PRIVATE KEY", "EC PRIVATE KEY", "RSA PRIVATE KEY"}) {
            Path key = folder.resolve("broken.pem");
            Files.writeString(
                    key, "-----BEGIN %1$s-----\nMIIB\n-----END %1$s-----\n".formatted(label));
            assertThatIOException()
                    .isThrownBy(() -> new TlsIdentity(one.certificates(), key).read())
                    .withMessageStartingWith("the key in " + key + " cannot be read");
        }
        assertThat(one.read().certificates()).hasSize(1);
    }
}
