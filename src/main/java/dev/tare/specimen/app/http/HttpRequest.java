package dev.tare.specimen.app.http;

import dev.tare.io.wire.Http1Head;
import dev.tare.io.wire.HttpMethod;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * A whole request. Text is made when it is asked for.
 *
 * <p>Thread-safety: its loop's thread, within {@link HttpService#serve}.
 */
public final class HttpRequest {
    private final Http1Head head;
    private final String target;
    private final byte[] body;
    private final SocketAddress remoteAddress;

    HttpRequest(Http1Head head, byte[] body, SocketAddress remoteAddress) {
        this.head = head;
        this.body = body;
        this.remoteAddress = remoteAddress;
        String asked = head.copy(head.targetStart(), head.targetEnd());
        target = asked.startsWith("/") ? asked : originForm(asked);
    }

    /** An absolute-form without its scheme and authority. */
    private static String originForm(String asked) {
        int authority = asked.indexOf("://");
        int path = authority < 0 ? -1 : asked.indexOf('/', authority + "://".length());
        return path < 0 ? "/" : asked.substring(path);
    }

    /** The method; {@link HttpMethod#OTHER} stands for all that have no name of their own. */
    public HttpMethod method() {
        return head.method();
    }

    /** The head as it came, for those who need more of it than this class tells. */
    public Http1Head head() {
        return head;
    }

    /** The path as it came, percent-encoded. */
    public String path() {
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    /** What stands behind the question mark, as it came; empty where there is none. */
    public String query() {
        int query = target.indexOf('?');
        return query < 0 ? "" : target.substring(query + 1);
    }

    /** The value of the first field of this name, whatever the case of its letters. */
    public Optional<String> field(String name) {
        int found = find(name, 0);
        return found < 0 ? Optional.empty() : Optional.of(valueOf(found));
    }

    /** The value of the field of this name, if there is one and no second one. */
    public Optional<String> onlyField(String name) {
        int found = find(name, 0);
        return found < 0 || find(name, found + 1) >= 0
                ? Optional.empty()
                : Optional.of(valueOf(found));
    }

    private String valueOf(int i) {
        return head.copy(head.valueStart(i), head.valueEnd(i));
    }

    private int find(String name, int from) {
        String wanted = name.toLowerCase(Locale.ROOT);
        for (int i = from; i < head.fieldCount(); i++) {
            boolean sameLength = head.nameEnd(i) - head.nameStart(i) == wanted.length();
            if (sameLength
                    && head.copy(head.nameStart(i), head.nameEnd(i))
                            .toLowerCase(Locale.ROOT)
                            .equals(wanted)) {
                return i;
            }
        }
        return -1;
    }

    /** Whose connection it came over; a proxy's, where there is one between. */
    public SocketAddress remoteAddress() {
        return remoteAddress;
    }

    /** The body's bytes, without framing; the caller does not change them. */
    public byte[] body() {
        return body;
    }

    /** The body as UTF-8; what is none is replaced. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }
}
