package dev.tare.specimen.proxy.setup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CertificateWatchTest {
    @TempDir private Path folder;
    private Path certificate;
    private Path key;
    private final List<String> log = new ArrayList<>();
    private int readings;
    private String fault = "";

    @BeforeEach
    void write() throws IOException {
        certificate = Files.writeString(folder.resolve("certificate.pem"), "first");
        key = Files.writeString(folder.resolve("key.pem"), "first");
    }

    private CertificateWatch watch() {
        return new CertificateWatch(
                "for clients", FileStamps.of(List.of(certificate, key)), this::read);
    }

    private void read() throws IOException {
        readings++;
        if (!fault.isEmpty()) {
            throw new IOException(fault);
        }
    }

    private void look(CertificateWatch watch, int times) {
        for (int i = 0; i < times; i++) {
            watch.look((kind, text) -> log.add(kind + " " + text));
        }
    }

    @Test
    void filesThatDoNotChangeAreNotReadAgain() {
        look(watch(), 5);
        assertThat(readings).isZero();
        assertThat(log).isEmpty();
    }

    @Test
    void aChangeIsTakenUpOnceItHasSettled() throws IOException {
        CertificateWatch watch = watch();
        Files.writeString(certificate, "second one");
        look(watch, 1);
        assertThat(readings).isZero();
        Files.writeString(key, "second one");
        look(watch, 1);
        assertThat(readings).isZero();
        look(watch, 3);
        assertThat(readings).isEqualTo(1);
        assertThat(log).containsExactly("CERTIFICATES_CHANGED for clients: they are taken up");
    }

    @Test
    void aChangeBetweenReadingAndTheFirstLookIsSeen() throws IOException {
        FileStamps before = FileStamps.of(List.of(certificate));
        Files.writeString(certificate, "second one");
        CertificateWatch watch = new CertificateWatch("for clients", before, this::read);
        look(watch, 2);
        assertThat(readings).isEqualTo(1);
    }

    @Test
    void aFileMovedIntoThePlaceOfAnotherIsAChange() throws IOException {
        CertificateWatch watch = watch();
        Path next = Files.writeString(folder.resolve("next.pem"), "other");
        Files.setLastModifiedTime(next, Files.getLastModifiedTime(certificate));
        Files.move(next, certificate, StandardCopyOption.REPLACE_EXISTING);
        look(watch, 2);
        assertThat(readings).isEqualTo(1);
    }

    @Test
    void brokenFilesAreSaidOnceAndTriedAgainWhenTheyChange() throws IOException {
        CertificateWatch watch = watch();
        fault = "key.pem holds no key";
        Files.delete(key);
        look(watch, 5);
        assertThat(readings).isEqualTo(1);
        assertThat(log)
                .containsExactly(
                        "CERTIFICATES_BROKEN for clients: the old ones stay: key.pem holds no key");
        fault = "";
        Files.writeString(key, "third");
        look(watch, 5);
        assertThat(readings).isEqualTo(2);
        assertThat(log).hasSize(2);
        assertThat(log.getLast()).isEqualTo("CERTIFICATES_CHANGED for clients: they are taken up");
    }
}
