package dev.tare.specimen.control.probe;

import dev.tare.base.core.AnswerCheck;
import dev.tare.base.core.Field;
import dev.tare.base.core.RequestSpec;
import dev.tare.base.time.NanoClock;
import dev.tare.specimen.control.process.Endpoint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;

/**
 * One HTTP/1.1 exchange on a connection of its own: for health checks and counters, not for load.
 *
 * <p>Source: RFC 9112, sections 3, 6 and 7.1.
 *
 * @param status of the answer
 * @param bodyLength of its content, the transfer coding taken off, bytes
 * @param text that content, as UTF-8
 */
public record HttpProbe(int status, int bodyLength, String text) {
    /** More of an answer is not read. */
    static final int MAX_ANSWER_BYTES = 8 * 1024 * 1024;

    static final long TIMEOUT_NS = 5_000_000_000L;

    private static final String HEAD_END = "\r\n\r\n";

    /** What it is, such as {@code 200 with 100 bytes}. */
    public String summary() {
        return status + " with " + bodyLength + " bytes";
    }

    boolean satisfies(AnswerCheck check) {
        return status >= check.statusMin()
                && status <= check.statusMax()
                && (check.bodyLength() == AnswerCheck.ANY_LENGTH
                        || check.bodyLength() == bodyLength)
                && (check.bodyPattern().isEmpty() || text.contains(check.bodyPattern()));
    }

    /**
     * Gets {@code target}.
     *
     * @throws IOException when nobody answers in time, or not in HTTP
     */
    public static HttpProbe get(NanoClock clock, Endpoint to, String target) throws IOException {
        return send(clock, to, RequestSpec.get(target));
    }

    /**
     * Sends one request.
     *
     * @throws IOException when nobody answers in time, or not in HTTP
     */
    public static HttpProbe send(NanoClock clock, Endpoint to, RequestSpec request)
            throws IOException {
        return send(clock, to, Optional.empty(), request);
    }

    /** The same, over TLS where {@code tls} makes its sockets. */
    public static HttpProbe send(
            NanoClock clock, Endpoint to, Optional<SSLSocketFactory> tls, RequestSpec request)
            throws IOException {
        boolean toHead = request.method().equals("HEAD");
        byte[] answer =
                SocketExchange.of(
                        clock,
                        to,
                        tls,
                        List.of(),
                        serialize(to, request),
                        TIMEOUT_NS,
                        MAX_ANSWER_BYTES,
                        bytes -> parse(bytes, toHead, false).isPresent());
        return parse(answer, toHead, true)
                .orElseThrow(() -> new IOException("the answer is not whole HTTP/1.1"));
    }

    private static byte[] serialize(Endpoint to, RequestSpec request) {
        byte[] body = request.body().getBytes(StandardCharsets.UTF_8);
        StringBuilder head = new StringBuilder(request.method());
        head.append(' ').append(request.target()).append(" HTTP/1.1\r\n");
        if (request.fields().stream().noneMatch(f -> f.name().equalsIgnoreCase("host"))) {
            head.append("Host: ").append(to).append("\r\n");
        }
        for (Field field : request.fields()) {
            head.append(field.name()).append(": ").append(field.value()).append("\r\n");
        }
        if (body.length > 0) {
            head.append("Content-Length: ").append(body.length).append("\r\n");
        }
        byte[] start =
                head.append("Connection: close\r\n\r\n")
                        .toString()
                        .getBytes(StandardCharsets.ISO_8859_1);
        byte[] whole = new byte[start.length + body.length];
        System.arraycopy(start, 0, whole, 0, start.length);
        System.arraycopy(body, 0, whole, start.length, body.length);
        return whole;
    }

    /** The answer, once it is whole; {@code ended}: no more will come. */
    static Optional<HttpProbe> parse(byte[] bytes, boolean toHead, boolean ended)
            throws IOException {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int headEnd = text.indexOf(HEAD_END);
        if (headEnd < 0) {
            return Optional.empty();
        }
        String head = text.substring(0, headEnd);
        String[] first = head.lines().findFirst().orElse("").split(" ", 3);
        if (first.length < 2 || !first[0].startsWith("HTTP/1.") || !first[1].matches("[0-9]{3}")) {
            throw new IOException("the answer does not begin as HTTP/1.1 does");
        }
        int status = Integer.parseInt(first[1]);
        String content = text.substring(headEnd + HEAD_END.length());
        if (status < 200) {
            return parse(content.getBytes(StandardCharsets.ISO_8859_1), toHead, ended);
        }
        return content(head, content, toHead || status == 204 || status == 304, ended)
                .map(body -> body.getBytes(StandardCharsets.ISO_8859_1))
                .map(body ->
                        new HttpProbe(
                                status, body.length, new String(body, StandardCharsets.UTF_8)));
    }

    private static Optional<String> content(
            String head, String content, boolean none, boolean ended) throws IOException {
        if (none) {
            return Optional.of("");
        }
        if (field(head, "transfer-encoding").map(v -> v.contains("chunked")).orElse(false)) {
            return unchunked(content);
        }
        Optional<String> length = field(head, "content-length");
        if (length.isEmpty()) {
            return ended ? Optional.of(content) : Optional.empty();
        }
        if (!length.get().matches("[0-9]{1,9}")) {
            throw new IOException(
                    "Content-Length \"" + length.get() + "\" is too large, or no number");
        }
        int bytes = Integer.parseInt(length.get());
        return content.length() < bytes
                ? Optional.empty()
                : Optional.of(content.substring(0, bytes));
    }

    private static Optional<String> field(String head, String name) {
        return head.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst();
    }

    private static Optional<String> unchunked(String content) throws IOException {
        StringBuilder body = new StringBuilder();
        int at = 0;
        while (true) {
            int lineEnd = content.indexOf("\r\n", at);
            if (lineEnd < 0) {
                return Optional.empty();
            }
            String size = content.substring(at, lineEnd).split(";", 2)[0].strip();
            if (!size.matches("[0-9A-Fa-f]{1,7}")) {
                throw new IOException("a chunk's size is \"" + size + "\"");
            }
            int bytes = Integer.parseInt(size, 16);
            int start = lineEnd + 2;
            if (bytes == 0) {
                return Optional.of(body.toString());
            }
            if (content.length() < start + bytes + 2) {
                return Optional.empty();
            }
            body.append(content, start, start + bytes);
            at = start + bytes + 2;
        }
    }
}
