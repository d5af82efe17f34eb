package dev.tare.lab.plan;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** HTTP addresses as plans and flags name them. */
public final class HttpUrl {
    private static final int DEFAULT_PORT = 80;
    private static final int DEFAULT_TLS_PORT = 443;

    private HttpUrl() {}

    /**
     * Reads {@code http[s]://host[:port][/path][?query]}; without a scheme it is {@code http}.
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

    /** Whether connections to this address are encrypted. */
    public static boolean isEncrypted(URI url) {
        return "https".equalsIgnoreCase(url.getScheme());
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
        if (scheme == null
                || (!isEncrypted(url) && !scheme.toLowerCase(Locale.ROOT).equals("http"))) {
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

    /** The port; where none is written, 80, or 443 with TLS. */
    public static int port(URI url) {
        int ownPort = isEncrypted(url) ? DEFAULT_TLS_PORT : DEFAULT_PORT;
        return url.getPort() < 0 ? ownPort : url.getPort();
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
