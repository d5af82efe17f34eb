package dev.tare.io.net.tls;

import dev.tare.io.net.tls.certificate.KeyMaterial;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Files by which one side shows who it is.
 *
 * @param certificates PEM: the own certificate first, then those between it and the authority
 * @param key PEM: its private key, not encrypted, as PKCS #8, PKCS #1 (RSA) or SEC 1 (EC)
 */
public record TlsIdentity(Path certificates, Path key) {
    KeyMaterial read() throws IOException {
        return KeyMaterial.read(certificates, key);
    }
}
