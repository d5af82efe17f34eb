package dev.tare.specimen.control.process;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/**
 * Where a service listens.
 *
 * @param host a name or a literal address, an IPv6 one without brackets
 * @param port 1 to 65535
 */
public record Endpoint(String host, int port) {
    /** The loopback address that specimens listen on. */
    public static final String LOOPBACK = "127.0.0.1";

    public Endpoint {
        if (host.isEmpty() || host.contains("[") || host.contains("/") || host.contains(" ")) {
            throw new IllegalArgumentException(
                    "host \"" + host + "\" must be a name or a literal address");
        }
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("port " + port + " must be 1 to 65535");
        }
    }

    /** A port of this machine's loopback interface. */
    public static Endpoint loopback(int port) {
        return new Endpoint(LOOPBACK, port);
    }

    /** The same with the host as a literal address: what the system resolves it to first. */
    public Endpoint resolved() throws UnknownHostException {
        return new Endpoint(InetAddress.getByName(host).getHostAddress(), port);
    }

    public InetSocketAddress socketAddress() throws UnknownHostException {
        return new InetSocketAddress(InetAddress.getByName(host), port);
    }

    /** The host, in brackets if it is a literal IPv6 address. */
    public String bracketedHost() {
        return host.contains(":") ? "[" + host + "]" : host;
    }

    /** {@code host:port}, as in a URL. */
    @Override
    public String toString() {
        return bracketedHost() + ":" + port;
    }
}
