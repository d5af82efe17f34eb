package dev.tare.io.net.tls;

import dev.tare.io.net.tls.certificate.KeyMaterial;
import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Shows its certificates: a server's by the name that the client asks for, a client's to whoever
 * asks, by whatever authority that wants it to be: whether it will do is the other side's to say.
 * Thread-safety: any thread.
 */
final class JdkIdentity extends X509ExtendedKeyManager {
    private final List<KeyMaterial> identities;
    private final IdentityChoice choice;
    private final Set<SSLEngine> askedInVain =
            Collections.newSetFromMap(Collections.synchronizedMap(new WeakHashMap<>()));

    /** Without identities it shows nothing, and remembers who was asked to. */
    JdkIdentity(List<KeyMaterial> identities) {
        this.identities = List.copyOf(identities);
        choice = IdentityChoice.among(identities);
    }

    /** Whether the other side has asked for a certificate where there is none to show. */
    boolean wasAskedInVain(SSLEngine engine) {
        return askedInVain.contains(engine);
    }

    /** Of these identities the first whose key is of one of the types, as an alias. */
    private @Nullable String alias(int[] numbers, String @Nullable ... types) {
        for (int number : numbers) {
            if (number < identities.size() && fits(identities.get(number), types)) {
                return Integer.toString(number);
            }
        }
        return null;
    }

    /** Types are {@code RSA}, {@code EC}, {@code EdDSA}, or one of these with more behind it. */
    private static boolean fits(KeyMaterial keys, String @Nullable ... types) {
        String own = keys.key().getAlgorithm();
        return Arrays.stream(types).anyMatch(type -> type != null && type.startsWith(own));
    }

    private static @Nullable String askedName(@Nullable SSLEngine engine) {
        if (engine == null || !(engine.getHandshakeSession() instanceof ExtendedSSLSession asked)) {
            return null;
        }
        return asked.getRequestedServerNames().stream()
                .filter(SNIHostName.class::isInstance)
                .map(name -> ((SNIHostName) name).getAsciiName())
                .findFirst()
                .orElse(null);
    }

    @Override
    public @Nullable String chooseEngineClientAlias(
            String[] types, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        if (identities.isEmpty() && engine != null) {
            askedInVain.add(engine);
        }
        return alias(choice.forName(null), types);
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String type, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return alias(choice.forName(askedName(engine)), type);
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] types, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return alias(choice.forName(null), types);
    }

    @Override
    public @Nullable String chooseServerAlias(
            String type, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return alias(choice.forName(null), type);
    }

    @Override
    public String @Nullable [] getClientAliases(String type, Principal @Nullable [] issuers) {
        return aliases(type);
    }

    @Override
    public String @Nullable [] getServerAliases(String type, Principal @Nullable [] issuers) {
        return aliases(type);
    }

    private String @Nullable [] aliases(String type) {
        String alias = alias(choice.forName(null), type);
        return alias == null ? null : new String[] {alias};
    }

    private KeyMaterial of(String alias) {
        return identities.get(Integer.parseInt(alias));
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return of(alias).certificates().toArray(X509Certificate[]::new);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return of(alias).key();
    }
}
