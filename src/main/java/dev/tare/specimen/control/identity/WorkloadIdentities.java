package dev.tare.specimen.control.identity;

import dev.tare.specimen.control.process.StartFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * An authority made for one round, and a certificate of it for every workload of a mesh, whose name
 * is a URI: {@code spiffe://tare.local/ns/default/sa/WORKLOAD}. Nothing trusts that authority but
 * the round's own sidecars, instrument and probes.
 *
 * <p>Each also speaks for {@code WORKLOAD.tare.local} and 127.0.0.1, for programs that cannot read
 * URIs. Source: SPIFFE, X.509-SVID, sections 2 and 4.
 *
 * <p>Thread-safety: one thread.
 */
public final class WorkloadIdentities implements AutoCloseable {
    /** Names of the files that {@link #copyInto} makes. */
    public static final String CERTIFICATE = "identity.pem";

    public static final String KEY = "identity-key.pem";

    /** Both in one, as HAProxy wants them. */
    static final String BOTH = "identity-and-key.pem";

    public static final String AUTHORITY = "authority.pem";

    private static final String TRUST_DOMAIN = "tare.local";
    private static final String AUTHORITY_ALIAS = "authority";
    private static final String STRANGER_ALIAS = "stranger";
    private static final String STRANGERS_AUTHORITY_ALIAS = "strangers-authority";

    /** Aliases of a store know no capitals. */
    private static final String WORKLOAD_PREFIX = "workload-";

    private final Path folder;
    private final KeyStore store;
    private final char[] password;
    private final Map<String, SSLSocketFactory> sockets = new HashMap<>();
    private final PemFiles files = new PemFiles();

    private WorkloadIdentities(Path folder, KeyStore store, char[] password) {
        this.folder = folder;
        this.store = store;
        this.password = password;
    }

    /**
     * Makes them; takes about two seconds for each.
     *
     * @param workloads their names: small letters, digits and dashes
     * @throws StartFailure when there is no {@code keytool}, or it fails; the message is one line
     */
    public static WorkloadIdentities make(List<String> workloads)
            throws StartFailure, InterruptedException {
        try (KeytoolStore keys = KeytoolStore.open(KeytoolStore.ofThisJdk())) {
            keys.makeAuthority(AUTHORITY_ALIAS, "CN=Tare run authority");
            for (String workload : workloads) {
                sign(keys, WORKLOAD_PREFIX + workload, workload, AUTHORITY_ALIAS);
            }
            keys.makeAuthority(STRANGERS_AUTHORITY_ALIAS, "CN=Somebody else");
            sign(keys, STRANGER_ALIAS, workloads.getFirst(), STRANGERS_AUTHORITY_ALIAS);
            KeyStore store = keys.load();
            Path folder = Files.createTempDirectory("tare-identities-");
            WorkloadIdentities made = new WorkloadIdentities(folder, store, keys.password());
            made.files.write(made.authority(), made.certificate(AUTHORITY_ALIAS));
            for (String workload : workloads) {
                made.sockets.put(workload, made.sockets(Optional.of(WORKLOAD_PREFIX + workload)));
            }
            return made;
        } catch (StartFailure e) {
            throw e;
        } catch (IOException | GeneralSecurityException e) {
            throw new StartFailure(
                    "identities for the mesh could not be made: " + e.getMessage(), e);
        }
    }

    private static void sign(KeytoolStore keys, String alias, String workload, String authority)
            throws IOException, InterruptedException {
        keys.makeSigned(
                alias,
                "CN=" + workload,
                authority,
                "serverAuth,clientAuth",
                "uri:%s,dns:%s,ip:127.0.0.1".formatted(uri(workload), serverName(workload)));
    }

    /** The workload's name as SPIFFE has it. */
    public static String uri(String workload) {
        return "spiffe://" + TRUST_DOMAIN + "/ns/default/sa/" + workload;
    }

    /** The workload's name in DNS form, which no DNS knows. */
    public static String serverName(String workload) {
        return workload + "." + TRUST_DOMAIN;
    }

    /** The authority's certificate, for whoever is to trust it. */
    public Path authority() {
        return folder.resolve(AUTHORITY);
    }

    /** Writes a workload's identity where its sidecar reads it; {@link #close} removes it. */
    public void copyInto(String workload, Path where) throws IOException {
        try {
            String alias = WORKLOAD_PREFIX + workload;
            Key key = Objects.requireNonNull(store.getKey(alias, password));
            String certificateText = certificate(alias);
            String keyText = PemFiles.key(key.getEncoded());
            files.write(where.resolve(CERTIFICATE), certificateText);
            files.write(where.resolve(KEY), keyText);
            files.write(where.resolve(BOTH), certificateText + keyText);
            files.write(where.resolve(AUTHORITY), certificate(AUTHORITY_ALIAS));
        } catch (GeneralSecurityException e) {
            throw new IOException("the identity of " + workload + " cannot be read", e);
        }
    }

    private String certificate(String alias) throws GeneralSecurityException {
        Certificate certificate = Objects.requireNonNull(store.getCertificate(alias));
        return PemFiles.certificate(certificate.getEncoded());
    }

    /** Sockets that trust this authority alone, and show who the workload is. */
    public SSLSocketFactory socketsOf(String workload) {
        return Objects.requireNonNull(sockets.get(workload), workload);
    }

    /** Sockets that trust this authority alone, and show no certificate. */
    public SSLSocketFactory socketsOfNobody() throws IOException {
        return unchecked(Optional.empty());
    }

    /**
     * Sockets that trust this authority alone, and show a certificate with the name of the first
     * workload that another authority has signed.
     */
    public SSLSocketFactory socketsOfStranger() throws IOException {
        return unchecked(Optional.of(STRANGER_ALIAS));
    }

    private SSLSocketFactory unchecked(Optional<String> shown) throws IOException {
        try {
            return sockets(shown);
        } catch (GeneralSecurityException e) {
            throw new IOException("an identity cannot be used: " + e.getMessage(), e);
        }
    }

    private SSLSocketFactory sockets(Optional<String> shown)
            throws GeneralSecurityException, IOException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry(
                AUTHORITY_ALIAS, Objects.requireNonNull(store.getCertificate(AUTHORITY_ALIAS)));
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(keyManagers(shown), trust.getTrustManagers(), null);
        return context.getSocketFactory();
    }

    private KeyManager @Nullable [] keyManagers(Optional<String> shown)
            throws GeneralSecurityException, IOException {
        if (shown.isEmpty()) {
            return new KeyManager[0];
        }
        KeyStore own = KeyStore.getInstance("PKCS12");
        own.load(null, null);
        own.setKeyEntry(
                shown.get(),
                Objects.requireNonNull(store.getKey(shown.get(), password)),
                password,
                store.getCertificateChain(shown.get()));
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(own, password);
        return keys.getKeyManagers();
    }

    /** Removes every file that was written. */
    @Override
    public void close() throws IOException {
        files.close();
        Files.deleteIfExists(folder);
    }
}
