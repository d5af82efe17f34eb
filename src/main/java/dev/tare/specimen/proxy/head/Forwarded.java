package dev.tare.specimen.proxy.head;

import static dev.tare.specimen.proxy.head.Additions.ascii;

import java.net.InetSocketAddress;
import java.net.SocketAddress;

/**
 * What a request is told of the way it came: from whom, and how. One of a client's connection.
 *
 * <p>{@code X-Forwarded-Host} is not among it: {@code Host} passes as it is.
 *
 * <p>Source: the fields have no standard (RFC 7239 replaces them, and is not what services read);
 * their use is that of Envoy's, HAProxy's and nginx's documentation.
 */
public final class Forwarded {
    /** The request is told nothing. */
    public static final Forwarded NOTHING = new Forwarded("", "");

    private static final String UNKNOWN = "unknown";

    private final byte[] address;
    private final byte[] protocol;
    private final byte[] forLine;
    private final byte[] protoLine;

    private Forwarded(String address, String protocol) {
        this.address = ascii(address);
        this.protocol = ascii(protocol);
        this.forLine = ascii(address.isEmpty() ? "" : "X-Forwarded-For: " + address + "\r\n");
        this.protoLine = ascii(protocol.isEmpty() ? "" : "X-Forwarded-Proto: " + protocol + "\r\n");
    }

    /**
     * What requests of a client are told.
     *
     * @param from the other end; one without an internet address is unknown
     * @param secured whether the connection is by TLS
     */
    public static Forwarded of(SocketAddress from, boolean secured) {
        String address =
                from instanceof InetSocketAddress internet && !internet.isUnresolved()
                        ? withoutScope(internet.getAddress().getHostAddress())
                        : UNKNOWN;
        return new Forwarded(address, secured ? "https" : "http");
    }

    /** An IPv6 address's scope is of this machine only. */
    private static String withoutScope(String address) {
        int scope = address.indexOf('%');
        return scope < 0 ? address : address.substring(0, scope);
    }

    /** Whether requests are told nothing. */
    public boolean isNothing() {
        return address.length == 0;
    }

    /** The client's address. */
    byte[] address() {
        return address;
    }

    /** The protocol that the client speaks: http or https. */
    byte[] protocol() {
        return protocol;
    }

    /** A field line with the client's address alone. */
    byte[] forLine() {
        return forLine;
    }

    /** A field line with the protocol that the client speaks. */
    byte[] protoLine() {
        return protoLine;
    }
}
