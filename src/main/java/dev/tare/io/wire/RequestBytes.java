package dev.tare.io.wire;

import dev.tare.base.core.Field;
import dev.tare.base.core.RequestBody;
import dev.tare.base.core.RequestSpec;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The bytes of a whole request, encoded once and sent again and again. */
public final class RequestBytes {
    private static final String USER_AGENT = "tare/0.1";
    private static final Set<String> WITH_LENGTH = Set.of("POST", "PUT", "PATCH");

    private RequestBytes() {}

    /** Encodes head and body as HTTP/1.1, with the request's own body. */
    public static MemorySegment encode(RequestSpec request, String authority, Arena arena) {
        return encode(request, RequestBody.of(request.body()), authority, arena);
    }

    /**
     * Encodes head and body as HTTP/1.1; what the head has is what {@link #fields} says, and {@code
     * Content-Length} where {@link #saysLength} says so.
     *
     * @param body what is sent after the head, in place of the request's own
     * @param authority host and port for {@code Host}, such as {@code 127.0.0.1:8080}
     * @return a native segment of exactly the request's size
     * @throws IllegalArgumentException when the request gives framing fields itself, two fields
     *     {@code Host}, or is no HTTP/1.1 request for another reason, which the message says
     */
    public static MemorySegment encode(
            RequestSpec request, RequestBody body, String authority, Arena arena) {
        StringBuilder head = new StringBuilder();
        head.append(request.method()).append(' ').append(request.target()).append(" HTTP/1.1\r\n");
        for (Field field : fields(request, authority)) {
            add(head, field.name(), field.value());
        }
        if (saysLength(request, !body.isEmpty())) {
            add(head, "Content-Length", Integer.toString(body.length()));
        }
        head.append("\r\n");
        byte[] headBytes = head.toString().getBytes(StandardCharsets.UTF_8);
        MemorySegment bytes = arena.allocate((long) headBytes.length + body.length());
        MemorySegment.copy(headBytes, 0, bytes, ValueLayout.JAVA_BYTE, 0, headBytes.length);
        MemorySegment.copy(
                body.bytes(), 0, bytes, ValueLayout.JAVA_BYTE, headBytes.length, body.length());
        refuseMalformed(bytes, headBytes.length);
        return bytes;
    }

    /**
     * All fields of a request but {@code Content-Length}, in the order in which they are sent:
     * {@code Host}, {@code User-Agent} and {@code Accept} come first where the request does not
     * give them itself.
     *
     * @throws IllegalArgumentException when the request gives framing fields itself
     */
    public static List<Field> fields(RequestSpec request, String authority) {
        List<Field> fields = new ArrayList<>();
        addDefault(fields, request, "Host", authority);
        addDefault(fields, request, "User-Agent", USER_AGENT);
        addDefault(fields, request, "Accept", "*/*");
        for (Field field : request.fields()) {
            refuseFraming(field.name());
            fields.add(field);
        }
        return fields;
    }

    /** Whether a request says its body's length: where there is one, and for some methods. */
    public static boolean saysLength(RequestSpec request, boolean withBody) {
        return withBody || WITH_LENGTH.contains(request.method());
    }

    private static void addDefault(
            List<Field> fields, RequestSpec request, String name, String value) {
        if (request.fields().stream().noneMatch(field -> field.name().equalsIgnoreCase(name))) {
            fields.add(new Field(name, value));
        }
    }

    private static void add(StringBuilder head, String name, String value) {
        head.append(name).append(": ").append(value).append("\r\n");
    }

    private static void refuseFraming(String name) {
        if (name.equalsIgnoreCase("Content-Length") || name.equalsIgnoreCase("Transfer-Encoding")) {
            throw new IllegalArgumentException(
                    "header \"" + name + "\" is set by the engine, from the body");
        }
    }

    /**
     * Reads a head back: what our own codec refuses must not be sent as load.
     *
     * @param bytes begins with the head
     * @throws IllegalArgumentException when it is no head of {@code headBytes} bytes
     */
    public static void refuseMalformed(MemorySegment bytes, int headBytes) {
        Http1Head head = new Http1Head();
        if (head.parseRequest(bytes, 0, headBytes) != headBytes) {
            throw new IllegalArgumentException("this is no HTTP/1.1 request: " + head.fault());
        }
    }
}
