package dev.tare.io.net.tls;

/**
 * How a connection is encrypted, as the two sides have negotiated it.
 *
 * @param protocol {@code TLSv1.2} or {@code TLSv1.3}
 * @param cipher its name as the provider writes it: {@code TLS_AES_128_GCM_SHA256}
 */
public record TlsSuite(String protocol, String cipher) {}
