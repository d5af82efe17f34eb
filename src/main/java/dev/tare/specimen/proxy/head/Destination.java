package dev.tare.specimen.proxy.head;

/**
 * How the server that a request goes to is called in heads. Thread-safety: immutable; its arrays
 * are not to be changed.
 */
public final class Destination {
    private static final byte[] HTTP = Additions.ascii("http");
    private static final byte[] HTTPS = Additions.ascii("https");

    private final byte[] scheme;
    private final byte[] authority;

    /**
     * A server.
     *
     * @param authority host and port, as they stand in URLs
     * @param secured whether it is spoken with by TLS
     */
    public Destination(String authority, boolean secured) {
        this.authority = Additions.ascii(authority);
        scheme = secured ? HTTPS : HTTP;
    }

    /** What a request of HTTP/2 calls the way to it. */
    byte[] scheme() {
        return scheme;
    }

    /** Host and port for a Host field or {@code :authority}. */
    public byte[] authority() {
        return authority;
    }
}
