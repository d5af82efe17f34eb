package dev.tare.io.wire.websocket;

import dev.tare.io.wire.Http1Head;
import dev.tare.io.wire.HttpMethod;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * What a server answers to a request that opens a WebSocket.
 *
 * <p>Whether the page that asks (Origin) may do so is not decided here.
 *
 * <p>Thread-safety: any thread. Source: RFC 6455, sections 4.2 and 4.4.
 */
public sealed interface ServerHandshake {
    /** The only version there is. */
    String VERSION = "13";

    /**
     * The answer is 101.
     *
     * @param fields whole field lines of the answer, each with its CRLF
     * @param subprotocol the one that was chosen; empty where the server asks for none
     */
    record Accepted(String fields, String subprotocol) implements ServerHandshake {}

    /**
     * The answer is another one.
     *
     * @param status 400, 405 or 426
     * @param fields whole field lines that belong to it, each with its CRLF; may be empty
     * @param reason for the body
     */
    record Refused(int status, String fields, String reason) implements ServerHandshake {}

    /**
     * Looks at a request.
     *
     * @param head of the request; nothing of it is kept
     * @param subprotocols what the server speaks; of these the first that the client names is
     *     taken. Empty where it asks for none
     */
    static ServerHandshake answer(Http1Head head, List<String> subprotocols) {
        if (head.method() != HttpMethod.GET) {
            return new Refused(405, "Allow: GET\r\n", "a WebSocket is opened by GET");
        }
        List<String> versions = HandshakeFields.values(head, HandshakeFields.VERSION);
        if (!HandshakeFields.upgrades(head) || !versions.equals(List.of(VERSION))) {
            return new Refused(
                    426,
                    "Upgrade: websocket\r\nConnection: Upgrade\r\n"
                            + "Sec-WebSocket-Version: "
                            + VERSION
                            + "\r\n",
                    "here is a WebSocket: Upgrade: websocket, Connection: Upgrade,"
                            + " Sec-WebSocket-Version: 13");
        }
        List<String> keys = HandshakeFields.values(head, HandshakeFields.KEY);
        if (keys.size() != 1 || !isKey(keys.getFirst())) {
            return new Refused(400, "", "Sec-WebSocket-Key is not one of 16 bytes in Base64");
        }
        String accept =
                "Upgrade: websocket\r\nConnection: Upgrade\r\n"
                        + HandshakeFields.ACCEPT
                        + ": "
                        + HandshakeFields.accept(keys.getFirst())
                        + "\r\n";
        if (subprotocols.isEmpty()) {
            return new Accepted(accept, "");
        }
        Optional<String> chosen =
                HandshakeFields.elements(head, HandshakeFields.PROTOCOL).stream()
                        .filter(subprotocols::contains)
                        .findFirst();
        return chosen.<ServerHandshake>map(name ->
                        new Accepted(
                                accept + HandshakeFields.PROTOCOL + ": " + name + "\r\n", name))
                .orElseGet(() ->
                        new Refused(
                                400,
                                "",
                                "Sec-WebSocket-Protocol names none of "
                                        + String.join(", ", subprotocols)));
    }

    private static boolean isKey(String key) {
        try {
            return Base64.getDecoder().decode(key).length == ClientHandshake.NONCE_BYTES;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
