package dev.tare.load.spec;

import java.util.Locale;

/** What is spoken on a connection. */
public enum Protocol {
    /** HTTP/1.1 (RFC 9112). */
    HTTP1,
    /** HTTP/2 (RFC 9113): negotiated over TLS, by prior knowledge without. */
    HTTP2,
    /** gRPC over HTTP/2: every request's body is one message, and the trailers tell the status. */
    GRPC;

    /** The name as it stands in files: lower case. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
