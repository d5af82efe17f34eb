package dev.tare.io.net.tls.certificate;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Whether certificates prove who showed them. The chain is the JDK's to judge (PKIX, RFC 5280); the
 * name is judged here.
 *
 * <p>Thread-safety: any thread. Source: RFC 9525 for names: alternative names alone count, and a
 * wildcard stands for one whole label, the first.
 */
public final class CertificateCheck {
    /** Kinds of alternative names (RFC 5280, section 4.2.1.6). */
    static final int DNS_NAME = 2;

    private static final int URI = 6;
    private static final int ADDRESS = 7;

    /** Uses of keys (RFC 5280, section 4.2.1.3). */
    private static final int CERTIFICATE_SIGNING = 5;

    private static final int LIST_SIGNING = 6;

    /** Of all kinds of keys the one that the JDK judges by what TLS 1.3 needs. */
    private static final String KEY_EXCHANGE = "UNKNOWN";

    /** Of the names in a certificate for somebody else, as many are shown. */
    private static final int MAX_NAMES_SHOWN = 5;

    private final X509TrustManager chains;

    /** Whom alone it believes; empty: servers by their names, and clients all. */
    private final List<String> uris;

    private CertificateCheck(X509TrustManager chains, List<String> uris) {
        this.chains = chains;
        this.uris = uris;
    }

    /** Trusts the JDK's own authorities. */
    public static CertificateCheck byTheJdk() throws IOException {
        return new CertificateCheck(trustManager(null), List.of());
    }

    /** Trusts the authorities in a PEM file alone. */
    public static CertificateCheck by(Path authorities) throws IOException {
        List<X509Certificate> certificates = Pem.certificates(authorities);
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            for (X509Certificate certificate : certificates) {
                store.setCertificateEntry("authority-" + store.size(), certificate);
            }
            return new CertificateCheck(trustManager(store), List.of());
        } catch (GeneralSecurityException e) {
            throw new IOException(
                    "the authorities in %s cannot be used: %s"
                            .formatted(authorities, e.getMessage()),
                    e);
        }
    }

    /**
     * The same, believing nobody but those whom a certificate names by one of these URIs: they are
     * who somebody is, wherever it is reached, so that of a server the name does not matter then.
     *
     * <p>Source: X509-SVID, sections 2 and 5.2: one URI, of one that may not vouch for others.
     *
     * @param identities compared character by character; none for no such condition
     */
    public CertificateCheck believingOnly(List<String> identities) {
        return new CertificateCheck(chains, List.copyOf(identities));
    }

    private static X509TrustManager trustManager(@Nullable KeyStore store) throws IOException {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(store);
            for (TrustManager manager : factory.getTrustManagers()) {
                if (manager instanceof X509TrustManager x509) {
                    return x509;
                }
            }
            throw new IOException("the JDK verifies no certificates");
        } catch (GeneralSecurityException e) {
            throw new IOException("the authorities cannot be loaded: " + e.getMessage(), e);
        }
    }

    /** The authorities trusted. */
    public X509Certificate[] authorities() {
        return chains.getAcceptedIssuers();
    }

    /**
     * Refuses a server's chain unless it is good and speaks for that name, or for whom it must.
     *
     * @param chain the server's own certificate first
     */
    public void server(X509Certificate[] chain, PeerName peer) throws CertificateFault {
        checkDates(chain);
        try {
            chains.checkServerTrusted(chain, KEY_EXCHANGE);
        } catch (CertificateException e) {
            throw fault(chain, e);
        }
        if (uris.isEmpty()) {
            checkName(chain[0], peer);
        } else {
            checkIdentity(chain[0]);
        }
    }

    /** Refuses a client's chain unless it is good, and speaks for whom it must. */
    public void client(X509Certificate[] chain) throws CertificateFault {
        checkDates(chain);
        try {
            chains.checkClientTrusted(chain, KEY_EXCHANGE);
        } catch (CertificateException e) {
            throw fault(chain, e);
        }
        if (!uris.isEmpty()) {
            checkIdentity(chain[0]);
        }
    }

    private static void checkDates(X509Certificate[] chain) throws CertificateFault {
        if (chain.length == 0) {
            throw new CertificateFault(CertificateFault.Kind.BAD, "there is no certificate");
        }
        X509Certificate own = chain[0];
        try {
            own.checkValidity();
        } catch (CertificateExpiredException e) {
            throw new CertificateFault(
                    CertificateFault.Kind.OUT_OF_DATE,
                    "certificate has expired: it ended on " + day(own.getNotAfter()));
        } catch (CertificateNotYetValidException e) {
            throw new CertificateFault(
                    CertificateFault.Kind.OUT_OF_DATE,
                    "certificate is not valid yet: it begins on " + day(own.getNotBefore()));
        }
    }

    private static String day(Date date) {
        return DateTimeFormatter.ISO_LOCAL_DATE.format(date.toInstant().atOffset(ZoneOffset.UTC));
    }

    private static CertificateFault fault(X509Certificate[] chain, CertificateException refusal) {
        Throwable deepest = refusal;
        for (Throwable cause = refusal; cause != null; cause = cause.getCause()) {
            deepest = cause;
            if (cause instanceof CertificateExpiredException
                    || cause instanceof CertificateNotYetValidException) {
                return new CertificateFault(
                        CertificateFault.Kind.OUT_OF_DATE,
                        "a certificate between it and its authority is out of date: "
                                + cause.getMessage());
            }
        }
        if (deepest instanceof CertPathBuilderException
                || chain[0].getIssuerX500Principal().equals(chain[0].getSubjectX500Principal())) {
            return new CertificateFault(
                    CertificateFault.Kind.UNKNOWN_AUTHORITY,
                    "certificate is by an unknown authority: "
                            + chain[chain.length - 1].getIssuerX500Principal().getName());
        }
        return new CertificateFault(
                CertificateFault.Kind.BAD, "certificate is not good: " + deepest.getMessage());
    }

    private void checkIdentity(X509Certificate certificate) throws CertificateFault {
        boolean[] usage = certificate.getKeyUsage();
        boolean signs = usage != null && (usage[CERTIFICATE_SIGNING] || usage[LIST_SIGNING]);
        if (signs || certificate.getBasicConstraints() >= 0) {
            throw new CertificateFault(
                    CertificateFault.Kind.BAD,
                    "certificate is an authority's, and proves nobody's identity");
        }
        List<String> named = new ArrayList<>();
        for (List<?> alternative : alternatives(certificate)) {
            if (alternative.get(0).equals(URI)) {
                named.add(String.valueOf(alternative.get(1)));
            }
        }
        if (named.size() > 1) {
            throw new CertificateFault(
                    CertificateFault.Kind.OTHER_NAME,
                    "certificate names %d URIs, and must name one: %s"
                            .formatted(named.size(), shown(named)));
        }
        if (named.isEmpty() || !uris.contains(named.getFirst())) {
            throw new CertificateFault(
                    CertificateFault.Kind.OTHER_NAME,
                    "certificate is for %s, not %s"
                            .formatted(
                                    named.isEmpty() ? "no URI at all" : shown(named), shown(uris)));
        }
    }

    private static Collection<List<?>> alternatives(X509Certificate certificate)
            throws CertificateFault {
        try {
            Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
            return alternatives == null ? List.of() : alternatives;
        } catch (CertificateParsingException e) {
            throw unreadable(e);
        }
    }

    private static CertificateFault unreadable(Exception e) {
        return new CertificateFault(
                CertificateFault.Kind.BAD, "certificate names cannot be read: " + e);
    }

    /** The first of several names. */
    private static String shown(List<String> names) {
        return String.join(", ", names.subList(0, Math.min(names.size(), MAX_NAMES_SHOWN)));
    }

    private static void checkName(X509Certificate certificate, PeerName peer)
            throws CertificateFault {
        List<String> names = new ArrayList<>();
        try {
            for (List<?> alternative : alternatives(certificate)) {
                Object kind = alternative.get(0);
                String name = String.valueOf(alternative.get(1));
                if (kind.equals(DNS_NAME)) {
                    if (peer.address().isEmpty() && matches(name, peer.host())) {
                        return;
                    }
                    names.add(name);
                } else if (kind.equals(ADDRESS)) {
                    if (peer.address().isPresent()
                            && InetAddress.ofLiteral(name).equals(peer.address().get())) {
                        return;
                    }
                    names.add(name);
                }
            }
        } catch (IllegalArgumentException e) {
            throw unreadable(e);
        }
        throw new CertificateFault(
                CertificateFault.Kind.OTHER_NAME,
                "certificate is for %s, not %s"
                        .formatted(names.isEmpty() ? "no host at all" : shown(names), peer.host()));
    }

    /** Whether a name in a certificate, which may begin with {@code *.}, stands for the host. */
    static boolean matches(String presented, String host) {
        String name = presented.toLowerCase(Locale.ROOT);
        String wanted = host.toLowerCase(Locale.ROOT);
        if (!name.startsWith("*.")) {
            return name.equals(wanted);
        }
        int dot = wanted.indexOf('.');
        String parent = name.substring(1);
        return dot > 0
                && parent.indexOf('.', 1) > 0
                && parent.indexOf('*') < 0
                && wanted.substring(dot).equals(parent);
    }
}
