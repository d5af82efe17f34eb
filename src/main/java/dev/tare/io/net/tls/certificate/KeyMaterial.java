package dev.tare.io.net.tls.certificate;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Collection;
import java.util.List;

/**
 * Certificates and their key, read and found to belong together.
 *
 * @param certificates the own one first
 * @param key its private key
 */
public record KeyMaterial(List<X509Certificate> certificates, PrivateKey key) {

    /**
     * Reads both files.
     *
     * @param certificateFile PEM: the own certificate first
     * @param keyFile PEM: its private key, not encrypted
     * @throws IOException when one cannot be read, or they do not belong together
     */
    public static KeyMaterial read(Path certificateFile, Path keyFile) throws IOException {
        List<X509Certificate> certificates = Pem.certificates(certificateFile);
        PrivateKey key = privateKey(keyFile);
        if (!belongTogether(certificates.getFirst(), key)) {
            throw new IOException(
                    "the key in %s does not belong to the first certificate in %s"
                            .formatted(keyFile, certificateFile));
        }
        return new KeyMaterial(certificates, key);
    }

    /** The DNS names that the own certificate speaks for, wildcards included. */
    public List<String> dnsNames() {
        try {
            Collection<List<?>> names = certificates.getFirst().getSubjectAlternativeNames();
            return names == null
                    ? List.of()
                    : names.stream()
                            .filter(name -> name.get(0).equals(CertificateCheck.DNS_NAME))
                            .map(name -> String.valueOf(name.get(1)))
                            .toList();
        } catch (CertificateParsingException e) {
            // Names that cannot be read are nobody's.
            return List.of();
        }
    }

    private static PrivateKey privateKey(Path file) throws IOException {
        Pem.Block block = Pem.privateKey(file);
        try {
            byte[] pkcs8 =
                    switch (block.label()) {
                        case "RSA PRIVATE KEY" -> Pkcs8.ofRsa(block.content());
                        case "EC PRIVATE KEY" -> Pkcs8.ofEc(block.content());
                        default -> block.content();
                    };
            return KeyFactory.getInstance(Pkcs8.algorithm(pkcs8))
                    .generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        } catch (GeneralSecurityException e) {
            throw new IOException(
                    "the key in %s cannot be read: %s".formatted(file, e.getMessage()), e);
        }
    }

    private static boolean belongTogether(X509Certificate certificate, PrivateKey key) {
        if (!certificate.getPublicKey().getAlgorithm().equals(key.getAlgorithm())) {
            return false;
        }
        String algorithm =
                switch (key.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> key.getAlgorithm();
                };
        byte[] message = {1, 2, 3, 4};
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(message);
            byte[] signed = signature.sign();
            signature.initVerify(certificate.getPublicKey());
            signature.update(message);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
