package dev.tare.io.wire.websocket;

import dev.tare.io.wire.Http1Fields;
import dev.tare.io.wire.Http1Head;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/** What both handshakes look for in a head. Source: RFC 6455, sections 1.3 and 4. */
final class HandshakeFields {
    static final String ACCEPT = "Sec-WebSocket-Accept";
    static final String EXTENSIONS = "Sec-WebSocket-Extensions";
    static final String KEY = "Sec-WebSocket-Key";
    static final String PROTOCOL = "Sec-WebSocket-Protocol";
    static final String VERSION = "Sec-WebSocket-Version";
    static final String UPGRADE = "Upgrade";
    static final String WEBSOCKET = "websocket";

    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private HandshakeFields() {}

    /** The values of all fields of this name, in their order. */
    static List<String> values(Http1Head head, String name) {
        Http1Fields fields = new Http1Fields(head);
        byte[] lowerCase = name.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII);
        List<String> values = new ArrayList<>();
        int i = fields.find(lowerCase, Http1Fields.NONE);
        while (i != Http1Fields.NONE) {
            values.add(fields.valueText(i));
            i = fields.find(lowerCase, i);
        }
        return values;
    }

    /** The elements of a list that may be spread over several fields. */
    static List<String> elements(Http1Head head, String name) {
        List<String> elements = new ArrayList<>();
        for (String value : values(head, name)) {
            for (String element : value.split(",", -1)) {
                String stripped = element.strip();
                if (!stripped.isEmpty()) {
                    elements.add(stripped);
                }
            }
        }
        return elements;
    }

    /** Whether the connection is to become one of WebSocket, by Upgrade and Connection. */
    static boolean upgrades(Http1Head head) {
        return head.upgrade()
                && elements(head, UPGRADE).stream().anyMatch(WEBSOCKET::equalsIgnoreCase);
    }

    /** What answers a key. */
    static String accept(String key) {
        try {
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            byte[] digest = sha1.digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }
}
