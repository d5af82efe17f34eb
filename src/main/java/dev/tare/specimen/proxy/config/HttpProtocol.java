package dev.tare.specimen.proxy.config;

/** Which HTTP is spoken on a connection. */
public enum HttpProtocol {
    /** HTTP/1.1, and 1.0 with those who ask so. */
    HTTP1,
    /** HTTP/2: by ALPN over TLS, with prior knowledge in clear. */
    HTTP2
}
