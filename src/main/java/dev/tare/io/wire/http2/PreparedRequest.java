package dev.tare.io.wire.http2;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tare.base.core.Field;
import dev.tare.base.core.RequestSpec;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A request that is sent again and again on many connections: each session remembers how it is
 * encoded there, so that from the second time on its head is a handful of indexed bytes.
 *
 * <p>Thread-safety: immutable, as long as nobody writes to its body.
 */
public final class PreparedRequest {
    private static final String USER_AGENT = "tare/0.1";
    private static final String CONTENT_LENGTH = "content-length";
    private static final Set<String> WITH_LENGTH = Set.of("POST", "PUT", "PATCH");
    private static final Set<String> CONNECTION_SPECIFIC =
            Set.of(
                    "connection",
                    "keep-alive",
                    "proxy-connection",
                    "transfer-encoding",
                    "upgrade",
                    CONTENT_LENGTH);

    private final String method;
    private final List<HpackField> fields;
    private final MemorySegment body;
    private final boolean lengthAllowed;
    private final boolean varyingPath;

    /** What is sent with this request's own body, and with another one. */
    private final PreparedFields head;

    private final PreparedFields headWithoutLength;

    private PreparedRequest(
            String method,
            List<HpackField> fields,
            MemorySegment body,
            boolean lengthAllowed,
            boolean varyingPath) {
        this.method = method;
        this.fields = fields;
        this.body = body;
        this.lengthAllowed = lengthAllowed;
        this.varyingPath = varyingPath;
        List<HpackField> sent = new ArrayList<>(fields);
        if (varyingPath) {
            sent.removeIf(field -> field.name().equals(":path"));
        }
        headWithoutLength = new PreparedFields(sent);
        if (sendsLength(body.byteSize())) {
            sent.add(HpackField.of(CONTENT_LENGTH, Long.toString(body.byteSize())));
            head = new PreparedFields(sent);
        } else {
            head = headWithoutLength;
        }
    }

    /**
     * Prepares a request. {@code User-Agent} and {@code Accept} are added where it does not give
     * them itself; a {@code Host} takes the authority's place; {@code Content-Length} is added
     * where there is a body, and for POST, PUT and PATCH. {@code te: trailers} may be given.
     *
     * @param scheme {@code http} or {@code https}
     * @param authority host and port, such as {@code 127.0.0.1:8080}
     * @param arena where the body is kept
     * @throws IllegalArgumentException when a field must not stand in HTTP/2, or the whole is too
     *     large; the message says which
     */
    public static PreparedRequest of(
            RequestSpec request, String scheme, String authority, Arena arena) {
        if (request.method().equals("CONNECT")) {
            throw new IllegalArgumentException("method CONNECT cannot be sent as load");
        }
        String host = authority;
        List<HpackField> given = new ArrayList<>();
        for (Field field : request.fields()) {
            String name = field.name().toLowerCase(Locale.ROOT);
            if (name.equals("host")) {
                host = field.value();
            } else {
                given.add(checked(name, field.value().strip()));
            }
        }
        List<HpackField> fields = new ArrayList<>();
        fields.add(HpackField.of(":method", request.method()));
        fields.add(HpackField.of(":scheme", scheme));
        fields.add(HpackField.of(":authority", host));
        fields.add(HpackField.of(":path", request.target()));
        addDefault(fields, given, "user-agent", USER_AGENT);
        addDefault(fields, given, "accept", "*/*");
        fields.addAll(given);
        byte[] text = request.body().getBytes(UTF_8);
        MemorySegment body = arena.allocate(text.length);
        MemorySegment.copy(text, 0, body, ValueLayout.JAVA_BYTE, 0, text.length);
        return new PreparedRequest(request.method(), List.copyOf(fields), body, true, false);
    }

    private static HpackField checked(String name, String value) {
        if (CONNECTION_SPECIFIC.contains(name)) {
            throw new IllegalArgumentException(
                    "header \"" + name + "\" must not be given for HTTP/2: leave it out");
        }
        if (name.equals("te") && !value.equals("trailers")) {
            throw new IllegalArgumentException(
                    "header \"te\" may only say \"trailers\" in HTTP/2, not \"" + value + "\"");
        }
        return HpackField.of(name, value);
    }

    private static void addDefault(
            List<HpackField> fields, List<HpackField> given, String name, String value) {
        if (given.stream().noneMatch(field -> field.name().equals(name))) {
            fields.add(HpackField.of(name, value));
        }
    }

    /** The same with another body, which must stay as it is. */
    public PreparedRequest withBody(MemorySegment other) {
        return new PreparedRequest(method, fields, other, lengthAllowed, varyingPath);
    }

    /** The same without {@code Content-Length}, as gRPC does it. */
    public PreparedRequest withoutContentLength() {
        return new PreparedRequest(method, fields, body, false, varyingPath);
    }

    /** The same for a path that each {@link RequestVariation} gives anew: it is not indexed. */
    public PreparedRequest withVaryingPath() {
        return new PreparedRequest(method, fields, body, lengthAllowed, true);
    }

    /** Whether its answer has no body whatever it says. */
    boolean isHead() {
        return method.equals("HEAD");
    }

    boolean hasVaryingPath() {
        return varyingPath;
    }

    MemorySegment body() {
        return body;
    }

    /** Whether Content-Length goes with a body of so many bytes. */
    boolean sendsLength(long bodyBytes) {
        return lengthAllowed && (bodyBytes > 0 || WITH_LENGTH.contains(method));
    }

    PreparedFields head() {
        return head;
    }

    /** The head for a body whose length is written beside it, or not at all. */
    PreparedFields headWithoutLength() {
        return headWithoutLength;
    }
}
