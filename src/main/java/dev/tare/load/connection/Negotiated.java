package dev.tare.load.connection;

/**
 * What was agreed on with the other side of a connection.
 *
 * @param name as results have it, such as {@code HTTP/1.1, TLSv1.3, TLS_AES_128_GCM_SHA256}
 * @param handshakeNs how long the TLS handshake took; -1 without TLS
 * @param resumed whether an earlier TLS session was resumed
 */
public record Negotiated(String name, long handshakeNs, boolean resumed) {}
