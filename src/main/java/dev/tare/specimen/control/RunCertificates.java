package dev.tare.specimen.control;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/**
 * An authority made for one run, and one certificate of it for 127.0.0.1 and localhost, as the PEM
 * files that proxies read. Nothing trusts that authority but the run's own instrument and probes.
 *
 * <p>They are made by {@code keytool}, which lies beside the running {@code java}: see {@code
 * docs/decisions/0011-certificates-by-keytool.md}.
 *
 * <p>Thread-safety: one thread.
 */
public final class RunCertificates implements AutoCloseable {
    /** Names of the files that {@link #copyInto} makes. */
    static final String CERTIFICATE = "tls-certificate.pem";

    static final String KEY = "tls-key.pem";

    /** Both in one, as HAProxy wants them. */
    static final String BOTH = "tls-certificate-and-key.pem";

    private static final String AUTHORITY_ALIAS = "authority";
    private static final String SERVER_ALIAS = "server";
    private static final String PASSWORD_VARIABLE = "TARE_STORE_PASSWORD";
    private static final int PASSWORD_BITS = 128;
    private static final int LIMIT_S = 60;
    private static final int MAX_OUTPUT_BYTES = 64 * 1024;
    private static final String DAYS = "30";
    private static final int LINE_LENGTH = 64;

    private final Path folder;
    private final String certificate;
    private final String key;
    private final SSLSocketFactory sockets;
    private final List<Path> written = new ArrayList<>();

    private RunCertificates(Path folder, KeyStore store, char[] password)
            throws GeneralSecurityException, IOException {
        this.folder = folder;
        Certificate authority = Objects.requireNonNull(store.getCertificate(AUTHORITY_ALIAS));
        Certificate server = Objects.requireNonNull(store.getCertificate(SERVER_ALIAS));
        Key serverKey = Objects.requireNonNull(store.getKey(SERVER_ALIAS, password));
        certificate = pem("CERTIFICATE", server.getEncoded());
        key = pem("PRIVATE KEY", serverKey.getEncoded());
        write(authority(), pem("CERTIFICATE", authority.getEncoded()));
        sockets = sockets(authority);
    }

    /**
     * Makes them; takes some seconds.
     *
     * @throws StartFailure when there is no {@code keytool}, or it fails; the message is one line
     */
    public static RunCertificates make() throws StartFailure, InterruptedException {
        return make(Path.of(System.getProperty("java.home"), "bin", "keytool"));
    }

    static RunCertificates make(Path keytool) throws StartFailure, InterruptedException {
        if (!Files.isExecutable(keytool)) {
            throw new StartFailure(
                    "TLS needs certificates, and %s, which makes them, is not there; run Tare"
                                    .formatted(keytool)
                            + " with a whole JDK, or leave the specimens with tls out with"
                            + " --specimens");
        }
        try {
            Path folder = Files.createTempDirectory("tare-tls-");
            boolean made = false;
            Path file = folder.resolve("store.p12");
            try {
                String password = password();
                run(authorityCommand(keytool, file), password);
                run(serverCommand(keytool, file), password);
                KeyStore store = KeyStore.getInstance("PKCS12");
                try (InputStream in = Files.newInputStream(file)) {
                    store.load(in, password.toCharArray());
                }
                RunCertificates certificates =
                        new RunCertificates(folder, store, password.toCharArray());
                made = true;
                return certificates;
            } finally {
                Files.deleteIfExists(file);
                if (!made) {
                    Files.deleteIfExists(folder.resolve("authority.pem"));
                    Files.deleteIfExists(folder);
                }
            }
        } catch (StartFailure e) {
            throw e;
        } catch (IOException | GeneralSecurityException e) {
            throw new StartFailure("certificates for TLS could not be made: " + e.getMessage(), e);
        }
    }

    /** Long enough for keytool, which wants six characters, whatever the number. */
    private static String password() {
        return "tare-" + new BigInteger(PASSWORD_BITS, new SecureRandom()).toString(36);
    }

    private static List<String> authorityCommand(Path keytool, Path store) {
        List<String> words = command(keytool, store, AUTHORITY_ALIAS, "CN=Tare run authority");
        words.addAll(List.of("-ext", "bc:c=ca:true,pathlen:0", "-ext", "ku:c=keyCertSign"));
        return words;
    }

    private static List<String> serverCommand(Path keytool, Path store) {
        List<String> words = command(keytool, store, SERVER_ALIAS, "CN=127.0.0.1");
        words.addAll(List.of("-signer", AUTHORITY_ALIAS, "-ext", "eku=serverAuth"));
        words.addAll(List.of("-ext", "san=ip:127.0.0.1,dns:localhost"));
        return words;
    }

    private static List<String> command(Path keytool, Path store, String alias, String name) {
        List<String> words = new ArrayList<>(List.of(keytool.toString(), "-genkeypair"));
        words.addAll(List.of("-alias", alias, "-dname", name, "-validity", DAYS));
        words.addAll(List.of("-keyalg", "EC", "-groupname", "secp256r1"));
        words.addAll(List.of("-sigalg", "SHA256withECDSA", "-storetype", "PKCS12"));
        // By the environment: the words of a command are everybody's to read.
        words.addAll(List.of("-keystore", store.toString()));
        words.addAll(List.of("-storepass:env", PASSWORD_VARIABLE));
        return words;
    }

    private static void run(List<String> words, String password)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
        builder.environment().put(PASSWORD_VARIABLE, password);
        Process process = builder.start();
        process.getOutputStream().close();
        process.onExit()
                .orTimeout(LIMIT_S, TimeUnit.SECONDS)
                .exceptionally(_ -> {
                    process.destroyForcibly();
                    return process;
                });
        String said;
        try (InputStream output = process.getInputStream()) {
            said = new String(output.readNBytes(MAX_OUTPUT_BYTES), UTF_8);
        }
        if (process.waitFor() != 0) {
            throw new StartFailure(
                    "certificates for TLS could not be made: %s said \"%s\""
                            .formatted(
                                    words.getFirst(),
                                    said.lines().findFirst().orElse("nothing").strip()));
        }
    }

    private static SSLSocketFactory sockets(Certificate authority)
            throws GeneralSecurityException, IOException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry(AUTHORITY_ALIAS, authority);
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context.getSocketFactory();
    }

    /** The authority's certificate, for whoever is to trust it. */
    public Path authority() {
        return folder.resolve("authority.pem");
    }

    /** Sockets that trust this authority and no other. */
    SSLSocketFactory sockets() {
        return sockets;
    }

    /** Writes certificate and key where a specimen reads them; {@link #close} removes them. */
    void copyInto(Path where) throws IOException {
        write(where.resolve(CERTIFICATE), certificate);
        write(where.resolve(KEY), key);
        write(where.resolve(BOTH), certificate + key);
    }

    /** Only the owner may read what holds a key; a file of an earlier attempt is replaced. */
    private void write(Path file, String text) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(file, ownersOnly(file));
        Files.writeString(file, text, US_ASCII, StandardOpenOption.WRITE);
        written.add(file);
    }

    private static FileAttribute<?>[] ownersOnly(Path file) {
        if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return new FileAttribute<?>[0];
        }
        Set<PosixFilePermission> rights = PosixFilePermissions.fromString("rw-------");
        return new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(rights)};
    }

    private static String pem(String label, byte[] content) {
        String text = Base64.getMimeEncoder(LINE_LENGTH, new byte[] {'\n'}).encodeToString(content);
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(label, text, label);
    }

    /** Removes every file that was written. */
    @Override
    public void close() throws IOException {
        for (Path file : written) {
            Files.deleteIfExists(file);
        }
        Files.deleteIfExists(folder);
    }
}
