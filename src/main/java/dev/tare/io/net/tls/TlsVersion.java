package dev.tare.io.net.tls;

/** A version of the protocol; older ones are not spoken (RFC 8996). */
public enum TlsVersion {
    /** RFC 5246. */
    TLS_1_2("TLSv1.2"),
    /** RFC 8446. */
    TLS_1_3("TLSv1.3");

    private final String text;

    TlsVersion(String text) {
        this.text = text;
    }

    /** As every library writes it: {@code TLSv1.3}. */
    public String text() {
        return text;
    }
}
