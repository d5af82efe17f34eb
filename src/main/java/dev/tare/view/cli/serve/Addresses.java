package dev.tare.view.cli.serve;

import dev.tare.base.core.QuantityText;
import dev.tare.view.cli.shell.UsageException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.InvalidPathException;

/**
 * Addresses as people type them: {@code 8080}, {@code 127.0.0.1:8080}, {@code [::1]:8080}, {@code
 * unix:/run/x.sock}.
 */
final class Addresses {
    private static final int MAX_PORT = 65_535;
    private static final String UNIX = "unix:";

    private Addresses() {}

    /**
     * Reads where to listen; a bare port means loopback.
     *
     * @throws UsageException that names the flag and the text
     */
    static InetSocketAddress listen(String flag, String text) throws UsageException {
        return read(flag, text.matches("\\d+") ? "127.0.0.1:" + text : text, 0);
    }

    /**
     * Reads where to listen: as {@link #listen}, or {@code unix:PATH}.
     *
     * @throws UsageException that names the flag and the text
     */
    static SocketAddress listenAnywhere(String flag, String text) throws UsageException {
        if (!text.startsWith(UNIX)) {
            return listen(flag, text);
        }
        try {
            return UnixDomainSocketAddress.of(text.substring(UNIX.length()));
        } catch (InvalidPathException e) {
            throw new UsageException(flag + ": \"" + text + "\" is no path: " + e.getReason());
        }
    }

    /**
     * Reads where to connect.
     *
     * @throws UsageException that names the flag and the text
     */
    static InetSocketAddress connect(String flag, String text) throws UsageException {
        return read(flag, text.matches("\\d+") ? "127.0.0.1:" + text : text, 1);
    }

    private static InetSocketAddress read(String flag, String text, int minPort)
            throws UsageException {
        int colon = text.lastIndexOf(':');
        if (colon < 1) {
            throw new UsageException(
                    flag
                            + ": \""
                            + text
                            + "\" is not of the form HOST:PORT, such as 127.0.0.1:8080");
        }
        String host = text.substring(0, colon).replaceAll("^\\[|\\]$", "");
        try {
            int port = QuantityText.count(text.substring(colon + 1), minPort, MAX_PORT);
            return new InetSocketAddress(InetAddress.getByName(host), port);
        } catch (IllegalArgumentException e) {
            throw new UsageException(flag + ": the port of " + text + ": " + e.getMessage());
        } catch (UnknownHostException e) {
            throw new UsageException(flag + ": the host of \"" + text + "\" is not known");
        }
    }
}
