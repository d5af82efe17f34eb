package dev.tare.specimen.app.wamp.transport;

import dev.tare.io.wire.FieldsView;
import dev.tare.io.wire.Http1Fields;
import dev.tare.io.wire.Http1Head;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which pages may open a WebSocket from a browser, which asks nobody else. A program sends no
 * Origin and may; a page of the same host and port may; others where they are named.
 *
 * <p>Source: RFC 6455, section 10.2; RFC 6454, section 7.
 *
 * @param allowed origins such as {@code https://example.com:8443}, in lower case; {@code *} for all
 */
public record OriginPolicy(Set<String> allowed) {
    /** Nobody but programs and pages of the same host. */
    public static final OriginPolicy SAME_HOST = new OriginPolicy(Set.of());

    private static final String ANY = "*";
    private static final byte[] ORIGIN = "origin".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] HOST = "host".getBytes(StandardCharsets.US_ASCII);
    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;

    public OriginPolicy {
        allowed =
                allowed.stream()
                        .map(origin -> origin.toLowerCase(Locale.ROOT))
                        .collect(Collectors.toUnmodifiableSet());
        for (String origin : allowed) {
            if (!origin.equals(ANY) && !origin.matches("[a-z][a-z0-9+.-]*://[^/?#\\s]+|null")) {
                throw new IllegalArgumentException(
                        "origin \"%s\" must be of the form https://HOST[:PORT], or *"
                                .formatted(origin));
            }
        }
    }

    /** Whether the page that asks, if it is one, may. */
    boolean allows(Http1Head request) {
        List<String> origins = values(request, ORIGIN);
        if (origins.isEmpty() || allowed.contains(ANY)) {
            return true;
        }
        String origin = origins.getFirst().toLowerCase(Locale.ROOT);
        return origins.size() == 1
                && (allowed.contains(origin) || isSameHost(origin, values(request, HOST)));
    }

    private static boolean isSameHost(String origin, List<String> hosts) {
        int port =
                origin.startsWith("http://")
                        ? HTTP_PORT
                        : origin.startsWith("https://") ? HTTPS_PORT : -1;
        if (port < 0 || hosts.size() != 1) {
            return false;
        }
        String page = origin.substring(origin.indexOf("://") + "://".length());
        String host = hosts.getFirst().toLowerCase(Locale.ROOT);
        return withPort(page, port).equals(withPort(host, port));
    }

    private static String withPort(String authority, int standard) {
        try {
            URI uri = URI.create("http://" + authority);
            boolean plain = uri.getHost() != null && authority.equals(uri.getRawAuthority());
            return plain && uri.getPort() < 0 ? authority + ":" + standard : authority;
        } catch (IllegalArgumentException e) {
            return authority;
        }
    }

    private static List<String> values(Http1Head head, byte[] name) {
        Http1Fields fields = new Http1Fields(head);
        List<String> values = new ArrayList<>();
        int i = fields.find(name, FieldsView.NONE);
        while (i != FieldsView.NONE) {
            values.add(fields.valueText(i));
            i = fields.find(name, i);
        }
        return values;
    }
}
