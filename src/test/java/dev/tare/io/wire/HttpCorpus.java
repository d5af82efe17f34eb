package dev.tare.io.wire;

import java.util.List;
import java.util.Random;

/** Whole and valid messages, made at random from a seed. */
public final class HttpCorpus {
    private static final List<String> METHODS =
            List.of("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "BREW");
    private static final List<String> TARGETS =
            List.of("/", "/byte/100", "/a/b?c=%20d&e[]=1", "http://a.b:80/x?y", "http://[::1]");
    private static final List<String> FIELDS =
            List.of(
                    "Server: nginx/1.22.1",
                    "Date: Fri, 20 Nov 2026 10:00:00 GMT",
                    "X-Empty:",
                    "Content-Type: text/plain; charset=\"utf-8\"",
                    "X-Long: 0123456789abcdefghijklmnopqrstuvwxyz",
                    "x-text: \u00e4\u00f6 \t\u00fc\t ",
                    "Keep-Alive: timeout=5",
                    "Via: 1.1 a, 1.0 b");
    private static final List<String> CONNECTIONS =
            List.of("Connection: close", "connection: Keep-Alive", "CONNECTION: x, close ,y");
    private static final List<String> EXTENSIONS =
            List.of("", "", "", ";a", ";a=b", " ; a = \"b;\\\"c\"", ";x=1;y=\"\"");
    private static final int[] STATUSES = {200, 200, 200, 201, 204, 304, 404, 500, 101, 799};

    private final Random random;

    public HttpCorpus(long seed) {
        random = new Random(seed);
    }

    /** The end of a request may be followed by bytes that are not its. */
    public String request() {
        boolean old = random.nextInt(5) == 0;
        StringBuilder text = new StringBuilder(random.nextInt(8) == 0 ? "\r\n" : "");
        text.append(pick(METHODS)).append(' ').append(pick(TARGETS));
        text.append(old ? " HTTP/1.0\r\n" : " HTTP/1.1\r\nHost: a.b:8080\r\n");
        addFields(text);
        addBody(text, old, false);
        return text.append(rest()).toString();
    }

    public String response() {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(8); i > 5; i--) {
            text.append("HTTP/1.1 10").append(random.nextInt(2) * 2).append(" X\r\n");
            addFields(text);
            text.append("\r\n");
        }
        boolean old = random.nextInt(5) == 0;
        int status = STATUSES[random.nextInt(STATUSES.length)];
        text.append(old ? "HTTP/1.0 " : "HTTP/1.1 ").append(status);
        text.append(pick(List.of("", " ", " OK", " Not \u00e4ll right"))).append("\r\n");
        addFields(text);
        addBody(text, old, true);
        return text.append(rest()).toString();
    }

    private void addFields(StringBuilder text) {
        for (int i = random.nextInt(5); i > 0; i--) {
            text.append(pick(FIELDS)).append("\r\n");
        }
        if (random.nextInt(4) == 0) {
            text.append(pick(CONNECTIONS)).append("\r\n");
        }
    }

    private void addBody(StringBuilder text, boolean old, boolean response) {
        int kind = random.nextInt(4);
        int size = random.nextInt(4) == 0 ? 0 : random.nextInt(60);
        if (kind == 0) {
            text.append("\r\n");
        } else if (kind == 1 && !old) {
            boolean both = response && random.nextInt(6) == 0;
            text.append(both ? "Content-Length: 7\r\n" : "");
            text.append("Transfer-Encoding: chunked\r\n\r\n");
            addChunks(text);
        } else {
            boolean twice = response && random.nextInt(6) == 0;
            text.append("Content-Length: ").append(size).append(twice ? ", " + size : "");
            text.append("\r\n\r\n").append(bytes(size));
        }
    }

    private void addChunks(StringBuilder text) {
        for (int i = random.nextInt(4); i > 0; i--) {
            int size = 1 + random.nextInt(40);
            text.append(random.nextBoolean() ? "0" : "").append(Integer.toHexString(size));
            text.append(pick(EXTENSIONS)).append("\r\n").append(bytes(size)).append("\r\n");
        }
        text.append("00".substring(random.nextInt(2))).append(pick(EXTENSIONS)).append("\r\n");
        for (int i = random.nextInt(6); i > 3; i--) {
            text.append(pick(FIELDS)).append("\r\n");
        }
        text.append("\r\n");
    }

    private String rest() {
        return random.nextInt(3) == 0 ? "GET / HTTP/1.1\r\nHost: z\r\n\r\n" : "";
    }

    private String bytes(int size) {
        StringBuilder bytes = new StringBuilder();
        for (int i = 0; i < size; i++) {
            bytes.append(
                    (char) (random.nextInt(4) == 0 ? "\r\n0;".charAt(i % 4) : random.nextInt(256)));
        }
        return bytes.toString();
    }

    private String pick(List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
