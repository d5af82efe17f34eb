package dev.tare.io.net.tls.certificate;

import java.net.InetAddress;
import java.util.Optional;

/**
 * Whom a client wants to speak to.
 *
 * @param host a DNS name without its final dot, or the literal of an IP address without brackets
 * @param port 0 to 65,535: sessions are resumed with the same host and port only
 * @param address the address that {@code host} is the literal of, if it is one
 */
public record PeerName(String host, int port, Optional<InetAddress> address) {

    /** Of a server's sessions: its clients have no names. */
    public static final PeerName NONE = new PeerName("", 0, Optional.empty());

    /**
     * Whom a name or a literal means.
     *
     * @param host with or without brackets and a final dot
     */
    public static PeerName of(String host, int port) {
        String name = host;
        if (name.startsWith("[") && name.endsWith("]")) {
            name = name.substring(1, name.length() - 1);
        }
        Optional<InetAddress> address = literal(name);
        if (address.isEmpty() && name.endsWith(".")) {
            name = name.substring(0, name.length() - 1);
        }
        return new PeerName(name, port, address);
    }

    private static Optional<InetAddress> literal(String name) {
        try {
            return Optional.of(InetAddress.ofLiteral(name));
        } catch (IllegalArgumentException e) {
            // It is a name then.
            return Optional.empty();
        }
    }

    /** The name for SNI: literals of addresses are not sent (RFC 6066, section 3). */
    public Optional<String> serverName() {
        return address.isPresent() || host.isEmpty() ? Optional.empty() : Optional.of(host);
    }

    /** What sessions are kept under. */
    public String sessionKey() {
        return host + " " + port;
    }
}
