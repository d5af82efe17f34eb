package dev.tare.io.net.tls.certificate;

import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@link Pem} refuses, and in which words. */
final class PemTest {
    @TempDir private Path folder;

    private Path file(String content) throws IOException {
        return Files.writeString(Files.createTempFile(folder, "test", ".pem"), content);
    }

    private static void assertRefused(Path certificates, String words) {
        assertThatIOException()
                .isThrownBy(() -> Pem.certificates(certificates))
                .withMessageContaining(words)
                .withMessageContaining(certificates.toString());
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        assertRefused(folder.resolve("absent.pem"), "there is no such file");
    }

    @Test
    void aFolderIsNoFile() {
        assertRefused(folder, "is a folder");
    }

    @Test
    void aFileWithoutCertificatesSaysWhatIsWanted() throws IOException {
        assertRefused(file("hello"), "holds no certificate");
    }

    @Test
    void aBlockThatBreaksOffIsNamed() throws IOException {
        assertRefused(file("-----BEGIN CERTIFICATE-----\nMIIB\n"), "has no line END CERTIFICATE");
        assertRefused(file("-----BEGIN CERTIF"), "breaks off within a BEGIN line");
    }

    @Test
    void aBlockThatIsNoCertificateIsNumbered() throws IOException {
        Path file = file("-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n");
        assertRefused(file, "certificate 1 cannot be read");
    }

    @Test
    void aFileThatIsTooLargeIsNotRead() throws IOException {
        Path file = folder.resolve("large.pem");
        try (SeekableByteChannel large =
                Files.newByteChannel(
                        file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE))) {
            large.position(Pem.MAX_FILE_BYTES);
            large.write(ByteBuffer.allocate(1));
        }
        assertRefused(file, "is larger than");
    }

    @Test
    void aFileWithoutAKeySaysWhatIsWanted() throws IOException {
        Path file = file("-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n");
        assertThatIOException()
                .isThrownBy(() -> Pem.privateKey(file))
                .withMessage(
                        "%s holds no private key: a PEM file with BEGIN PRIVATE KEY is wanted",
                        file);
    }

    @Test
    void anEncryptedKeyIsRefusedWithTheRemedy() throws IOException {
        Path file =
                file(
                        "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIIB\n-----END ENCRYPTED PRIVATE KEY-----\n");
        assertThatIOException()
                .isThrownBy(() -> Pem.privateKey(file))
                .withMessageContaining("decrypt it: openssl pkey");
    }
}
