package dev.tare.io.wire.websocket;

import dev.tare.io.wire.Http1Head;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * The request that opens a WebSocket, and what its answer must be.
 *
 * <p>Thread-safety: any thread. Source: RFC 6455, section 4.1.
 */
public final class ClientHandshake {
    /** Bytes of a nonce. */
    public static final int NONCE_BYTES = 16;

    private static final int SWITCHING_PROTOCOLS = 101;

    private final byte[] request;
    private final String accept;
    private final List<String> subprotocols;

    /**
     * A request.
     *
     * @param host as Host names it
     * @param target in origin-form, percent-encoded
     * @param subprotocols the best first; empty to ask for none
     * @param nonce {@link #NONCE_BYTES} of chance
     */
    public ClientHandshake(String host, String target, List<String> subprotocols, byte[] nonce) {
        if (nonce.length != NONCE_BYTES) {
            throw new IllegalArgumentException(
                    "a nonce of %d bytes must be of %d".formatted(nonce.length, NONCE_BYTES));
        }
        String key = Base64.getEncoder().encodeToString(nonce);
        accept = HandshakeFields.accept(key);
        this.subprotocols = List.copyOf(subprotocols);
        StringBuilder text = new StringBuilder("GET ").append(target).append(" HTTP/1.1\r\n");
        field(text, "Host", host);
        field(text, HandshakeFields.UPGRADE, HandshakeFields.WEBSOCKET);
        field(text, "Connection", HandshakeFields.UPGRADE);
        field(text, HandshakeFields.KEY, key);
        field(text, HandshakeFields.VERSION, ServerHandshake.VERSION);
        if (!subprotocols.isEmpty()) {
            field(text, HandshakeFields.PROTOCOL, String.join(", ", subprotocols));
        }
        request = text.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static void field(StringBuilder text, String name, String value) {
        text.append(name).append(": ").append(value).append("\r\n");
    }

    /** The whole request; the caller does not change it. */
    public byte[] request() {
        return request;
    }

    /** What is wrong with the answer, in words; empty where the WebSocket is open. */
    public String fault(Http1Head answer) {
        if (answer.status() != SWITCHING_PROTOCOLS) {
            return "the server answers %d instead of 101".formatted(answer.status());
        }
        if (!HandshakeFields.upgrades(answer)) {
            return "the answer does not say Upgrade: websocket and Connection: Upgrade";
        }
        if (!HandshakeFields.values(answer, HandshakeFields.ACCEPT).equals(List.of(accept))) {
            return "Sec-WebSocket-Accept does not answer our key";
        }
        if (!HandshakeFields.elements(answer, HandshakeFields.EXTENSIONS).isEmpty()) {
            return "the answer has an extension that was not offered";
        }
        List<String> chosen = HandshakeFields.values(answer, HandshakeFields.PROTOCOL);
        boolean right =
                chosen.isEmpty()
                        ? subprotocols.isEmpty()
                        : chosen.size() == 1 && subprotocols.contains(chosen.getFirst());
        return right ? "" : "the server speaks none of " + String.join(", ", subprotocols);
    }

    /** The subprotocol of an answer without {@link #fault}; empty where none was asked for. */
    public String subprotocol(Http1Head answer) {
        return HandshakeFields.values(answer, HandshakeFields.PROTOCOL).stream()
                .findFirst()
                .orElse("");
    }
}
