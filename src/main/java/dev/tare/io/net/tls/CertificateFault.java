package dev.tare.io.net.tls;

import java.security.cert.CertificateException;

/** Why a certificate is refused. Its message is for the user. */
final class CertificateFault extends CertificateException {
    /** What the other side is told. */
    enum Kind {
        OUT_OF_DATE,
        UNKNOWN_AUTHORITY,
        OTHER_NAME,
        BAD
    }

    private final Kind kind;

    CertificateFault(Kind kind, String reason) {
        super(reason);
        this.kind = kind;
    }

    Kind kind() {
        return kind;
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
