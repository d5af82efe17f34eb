package dev.tare.lab.plan;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Plain-text HTTP addresses as plans and flags name them. */
public final class HttpUrl {
    private static final int DEFAULT_PORT = 80;

    private HttpUrl() {}

    /**
     * Reads {@code http://host[:port][/path][?query]}; the scheme may be left out.
     *
     * @throws IllegalArgumentException in one line that names the text and the fault
     */
    public static URI parse(String text) {
        String full = text.contains("://") ? text : "http://" + text;
        try {
            URI url = new URI(full);
            require(url);
            return url;
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(
                    "\"%s\" is not a URL (%s); write it as http://127.0.0.1:8080/path"
                            .formatted(text, e.getReason()),
                    e);
        }
    }

    static void require(URI url) {
        String fault = fault(url);
        if (fault != null) {
            throw new IllegalArgumentException(
                    "\"%s\" %s; write it as http://127.0.0.1:8080/path".formatted(url, fault));
        }
    }

    private static @Nullable String fault(URI url) {
        String scheme = url.getScheme();
        if (scheme != null && scheme.toLowerCase(Locale.ROOT).equals("https")) {
            return "asks for TLS, which this version does not speak yet";
        }
        if (scheme == null || !scheme.toLowerCase(Locale.ROOT).equals("http")) {
            return "has no http:// scheme";
        }
        if (url.getHost() == null) {
            return "names no host";
        }
        if (url.getUserInfo() != null) {
            return "holds a user name or password; send it as a header instead";
        }
        if (url.getPort() == 0 || url.getPort() > 65_535) {
            return "has a port outside 1-65535";
        }
        return url.getRawFragment() != null ? "has a fragment (#…), which is never sent" : null;
    }

    /** The port, 80 where none is written. */
    public static int port(URI url) {
        return url.getPort() < 0 ? DEFAULT_PORT : url.getPort();
    }

    /** The host without the brackets of an IPv6 literal. */
    public static String host(URI url) {
        String host = url.getHost();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /** Path and query as they are sent, at least {@code /}. */
    public static String target(URI url) {
        String path =
                url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        return url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
    }
}
