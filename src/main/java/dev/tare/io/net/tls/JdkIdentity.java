package dev.tare.io.net.tls;

import dev.tare.io.net.tls.certificate.KeyMaterial;
import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collections;
import java.util.Objects;
import java.util.Set;
import java.util.WeakHashMap;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Shows one certificate to whoever asks, by whatever authority that wants it to be: whether it will
 * do is the other side's to say. Thread-safety: any thread.
 */
final class JdkIdentity extends X509ExtendedKeyManager {
    private static final String ALIAS = "own";

    private final @Nullable KeyMaterial keys;
    private final Set<SSLEngine> askedInVain =
            Collections.newSetFromMap(Collections.synchronizedMap(new WeakHashMap<>()));

    /** Without keys it shows nothing, and remembers who was asked to. */
    JdkIdentity(@Nullable KeyMaterial keys) {
        this.keys = keys;
    }

    /** Whether the other side has asked for a certificate where there is none to show. */
    boolean wasAskedInVain(SSLEngine engine) {
        return askedInVain.contains(engine);
    }

    private KeyMaterial own() {
        return Objects.requireNonNull(keys);
    }

    /** Types are {@code RSA}, {@code EC}, {@code EdDSA}, or one of these with more behind it. */
    private @Nullable String alias(String @Nullable ... types) {
        if (keys == null) {
            return null;
        }
        String own = keys.key().getAlgorithm();
        boolean fits = Arrays.stream(types).anyMatch(type -> type != null && type.startsWith(own));
        return fits ? ALIAS : null;
    }

    @Override
    public @Nullable String chooseEngineClientAlias(
            String[] types, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        if (keys == null && engine != null) {
            askedInVain.add(engine);
        }
        return alias(types);
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String type, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return alias(type);
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] types, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return alias(types);
    }

    @Override
    public @Nullable String chooseServerAlias(
            String type, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return alias(type);
    }

    @Override
    public String[] getClientAliases(String type, Principal @Nullable [] issuers) {
        return new String[] {ALIAS};
    }

    @Override
    public String[] getServerAliases(String type, Principal @Nullable [] issuers) {
        return new String[] {ALIAS};
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return own().certificates().toArray(X509Certificate[]::new);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return own().key();
    }
}
