package dev.tare.io.net.tls.certificate;

import java.security.cert.CertificateException;

/** Why a certificate is refused. Its message is for the user. */
public final class CertificateFault extends CertificateException {
    /** What the other side is told. */
    public enum Kind {
        OUT_OF_DATE,
        UNKNOWN_AUTHORITY,
        OTHER_NAME,
        BAD
    }

    private final Kind kind;

    /**
     * A refusal.
     *
     * @param kind what the other side is told
     * @param reason for the user
     */
    public CertificateFault(Kind kind, String reason) {
        super(reason);
        this.kind = kind;
    }

    /** What the other side is told. */
    public Kind kind() {
        return kind;
    }

    /** The fault in words. */
    public String reason() {
        return String.valueOf(getMessage());
    }
}
