package dev.tare.io.net.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.tare.io.net.tls.certificate.PeerName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** An authority of the tests' own, and the PEM files of those that it vouches for. */
public final class TestAuthority {
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration YEAR = Duration.ofDays(365);
    private static final AtomicLong SERIAL = new AtomicLong(1);

    private final Path folder;
    private final X500Name name;
    private final KeyPair keys;
    private final X509Certificate certificate;

    /** An authority whose files lie in {@code folder}. */
    public TestAuthority(Path folder, String commonName) {
        this.folder = folder;
        name = new X500Name("CN=" + commonName);
        keys = newKeys("EC");
        certificate = sign(name, keys, DAY.negated(), YEAR, true);
    }

    /** Its own certificate. */
    public Path file() {
        return pem("authority-" + name.hashCode() + ".pem", "CERTIFICATE", encoded(certificate));
    }

    /** A year's certificate with an EC key, for DNS names, addresses and URIs with an authority. */
    public TlsIdentity vouchFor(String... names) {
        return vouchFor(newKeys("EC"), YEAR.negated(), YEAR, names);
    }

    /** The same with an RSA key. */
    public TlsIdentity vouchForRsa(String... names) {
        return vouchFor(newKeys("RSA"), YEAR.negated(), YEAR, names);
    }

    /** A certificate that ended yesterday. */
    public TlsIdentity vouchedYesterday(String... names) {
        return vouchFor(newKeys("EC"), YEAR.negated(), DAY.negated(), names);
    }

    /** A certificate that begins tomorrow. */
    public TlsIdentity vouchesTomorrow(String... names) {
        return vouchFor(newKeys("EC"), DAY, YEAR, names);
    }

    /** The same for one that may vouch for others in its turn. */
    public TlsIdentity vouchForAuthority(String... names) {
        KeyPair of = newKeys("EC");
        return files(of, sign(subject(names), of, YEAR.negated(), YEAR, true, names));
    }

    private static X500Name subject(String... names) {
        return new X500Name("CN=" + names[0]);
    }

    private TlsIdentity vouchFor(KeyPair of, Duration from, Duration to, String... names) {
        return files(of, sign(subject(names), of, from, to, false, names));
    }

    private TlsIdentity files(KeyPair of, X509Certificate own) {
        String stem = "identity-" + own.getSerialNumber();
        return new TlsIdentity(
                pem(stem + ".pem", "CERTIFICATE", encoded(own)),
                pem(stem + ".key", "PRIVATE KEY", of.getPrivate().getEncoded()));
    }

    private X509Certificate sign(
            X500Name subject,
            KeyPair of,
            Duration from,
            Duration to,
            boolean authority,
            String... names) {
        try {
            JcaX509v3CertificateBuilder builder =
                    new JcaX509v3CertificateBuilder(
                            name,
                            BigInteger.valueOf(SERIAL.getAndIncrement()),
                            fromNow(from),
                            fromNow(to),
                            subject,
                            of.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
            if (names.length > 0) {
                GeneralName[] alternatives =
                        Arrays.stream(names)
                                .map(TestAuthority::alternative)
                                .toArray(GeneralName[]::new);
                builder.addExtension(
                        Extension.subjectAlternativeName, false, new GeneralNames(alternatives));
            }
            PrivateKey by = keys.getPrivate();
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(
                                    new JcaContentSignerBuilder("SHA256withECDSA").build(by)));
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new AssertionError(e);
        }
    }

    private static GeneralName alternative(String name) {
        if (name.contains("://")) {
            return new GeneralName(GeneralName.uniformResourceIdentifier, name);
        }
        boolean address = PeerName.of(name, 0).address().isPresent();
        return new GeneralName(address ? GeneralName.iPAddress : GeneralName.dNSName, name);
    }

    static KeyPair newKeys(String algorithm) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            if (algorithm.equals("EC")) {
                generator.initialize(new ECGenParameterSpec("secp256r1"));
            } else {
                generator.initialize(2048);
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static Date fromNow(Duration distance) {
        return Date.from(Instant.now().plus(distance));
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private Path pem(String fileName, String label, byte[] content) {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        try {
            return Files.writeString(
                    folder.resolve(fileName),
                    "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(label, text, label),
                    US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
