package dev.tare.specimen.proxy.config;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where to listen or to connect: a host by name or address, and a port. The name is looked up by
 * whoever opens the socket.
 *
 * @param host a name, an IPv4 address, or an IPv6 address without brackets
 * @param port 0 to 65,535; 0 lets the system choose, where one listens
 */
public record HostPort(String host, int port) {
    private static final int MAX_PORT = 65_535;
    private static final int MAX_HOST_LENGTH = 253;
    private static final Pattern FORM =
            Pattern.compile("(?:\\[([0-9A-Fa-f:.]+)]|([A-Za-z0-9._-]+)):(\\d{1,5})");

    public HostPort {
        Range.length("", host, 1, MAX_HOST_LENGTH);
        if (port < 0 || port > MAX_PORT) {
            throw new ConfigFault("", "port %d must be at most 65535".formatted(port));
        }
    }

    /**
     * Reads {@code HOST:PORT} or {@code [IPV6]:PORT}.
     *
     * @throws ConfigFault that names the text and the form
     */
    public static HostPort parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new ConfigFault(
                    "",
                    "\"%s\" is not of the form HOST:PORT, such as 127.0.0.1:8080".formatted(text));
        }
        String host = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
        return new HostPort(host, Integer.parseInt(matcher.group(3)));
    }

    /**
     * A resolved address as it stands in URLs, and as {@link #parse} reads it.
     *
     * @param address with an IPv4 or IPv6 address, not with a name alone
     */
    public static String textOf(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        String literal = address.getAddress() instanceof Inet6Address ? "[" + host + "]" : host;
        return literal + ":" + address.getPort();
    }

    /** As {@link #parse} reads it. */
    public String text() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
