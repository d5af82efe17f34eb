package dev.tare.specimen.control.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tare.specimen.control.process.StartFailure;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A store of keys and certificates that {@code keytool} fills: see {@code
 * docs/decisions/0011-certificates-by-keytool.md}. It is removed when it is closed.
 *
 * <p>Thread-safety: one thread.
 */
final class KeytoolStore implements AutoCloseable {
    private static final String PASSWORD_VARIABLE = "TARE_STORE_PASSWORD";
    private static final int PASSWORD_BITS = 128;
    private static final int LIMIT_S = 60;
    private static final int MAX_OUTPUT_BYTES = 64 * 1024;
    private static final String DAYS = "30";

    private final Path keytool;
    private final Path folder;
    private final Path file;

    /** Long enough for keytool, which wants six characters, whatever the number. */
    private final String password =
            "tare-" + new BigInteger(PASSWORD_BITS, new SecureRandom()).toString(36);

    private KeytoolStore(Path keytool, Path folder) {
        this.keytool = keytool;
        this.folder = folder;
        this.file = folder.resolve("store.p12");
    }

    /** The {@code keytool} that belongs to the running {@code java}. */
    static Path ofThisJdk() {
        return Path.of(System.getProperty("java.home"), "bin", "keytool");
    }

    /**
     * An empty store.
     *
     * @throws StartFailure when there is no {@code keytool}; the message is one line
     */
    static KeytoolStore open(Path keytool) throws IOException {
        if (!Files.isExecutable(keytool)) {
            throw new StartFailure(
                    "TLS needs certificates, and %s, which makes them, is not there; run Tare"
                                    .formatted(keytool)
                            + " with a whole JDK, or leave the specimens with tls out with"
                            + " --specimens");
        }
        return new KeytoolStore(keytool, Files.createTempDirectory("tare-keys-"));
    }

    /**
     * Makes an authority that signs no other authorities.
     *
     * @throws StartFailure when {@code keytool} fails; the message is one line
     */
    void makeAuthority(String alias, String name) throws IOException, InterruptedException {
        List<String> words = command(alias, name);
        words.addAll(List.of("-ext", "bc:c=ca:true,pathlen:0", "-ext", "ku:c=keyCertSign"));
        run(words);
    }

    /**
     * Makes a certificate that an authority of this store has signed.
     *
     * @param usages such as {@code serverAuth,clientAuth}
     * @param alternativeNames such as {@code ip:127.0.0.1,dns:localhost}
     * @throws StartFailure when {@code keytool} fails; the message is one line
     */
    void makeSigned(
            String alias, String name, String authority, String usages, String alternativeNames)
            throws IOException, InterruptedException {
        List<String> words = command(alias, name);
        words.addAll(List.of("-signer", authority, "-ext", "eku=" + usages));
        words.addAll(List.of("-ext", "san=" + alternativeNames));
        run(words);
    }

    private List<String> command(String alias, String name) {
        List<String> words = new ArrayList<>(List.of(keytool.toString(), "-genkeypair"));
        words.addAll(List.of("-alias", alias, "-dname", name, "-validity", DAYS));
        words.addAll(List.of("-keyalg", "EC", "-groupname", "secp256r1"));
        words.addAll(List.of("-sigalg", "SHA256withECDSA", "-storetype", "PKCS12"));
        // By the environment: the words of a command are everybody's to read.
        words.addAll(List.of("-keystore", file.toString()));
        words.addAll(List.of("-storepass:env", PASSWORD_VARIABLE));
        return words;
    }

    private void run(List<String> words) throws IOException, InterruptedException {
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

    /** What was made, to be opened with {@link #password}. */
    KeyStore load() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, password());
        }
        return store;
    }

    char[] password() {
        return password.toCharArray();
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file);
        Files.deleteIfExists(folder);
    }
}
