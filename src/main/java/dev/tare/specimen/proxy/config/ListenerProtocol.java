package dev.tare.specimen.proxy.config;

/** Which HTTP clients may speak at a listener. */
public enum ListenerProtocol {
    /** Both, as the client likes: by ALPN over TLS, and in clear by what it begins with. */
    AUTO,
    /** HTTP/1.1 alone, and 1.0 with those who ask so. */
    HTTP1,
    /** HTTP/2 alone; a request of HTTP/1.1 is answered with 505. */
    HTTP2
}
