package dev.tare.specimen.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.List;
import java.util.stream.Stream;

/**
 * A request that two recipients could understand differently, or one that only looks like it.
 *
 * <p>In {@code text} a bar stands for CR LF, a caret for a lone LF, an underscore for a blank.
 *
 * @param status of minivoy's answer; 200: it passes
 */
record SmugglingCase(int status, String text) {
    /** What stands behind each: passed on for itself only where the one before ends before it. */
    static final String NEXT = "GET /smuggled HTTP/1.1|Host: h||";

    private static final String REFUSED =
            """
            400 > POST / HTTP/1.1|Host: h|Content-Length: 5|Transfer-Encoding: chunked||0||
            400 > POST / HTTP/1.1|Host: h|Transfer-Encoding: chunked|Content-Length: 5||0||
            400 > POST / HTTP/1.1|Host: h|Content-Length: 0|Content-Length: 44||
            400 > POST / HTTP/1.1|Host: h|Content-Length: 0|Content-Length: 0||
            400 > POST / HTTP/1.1|Host: h|Content-Length: 0, 0||
            400 > POST / HTTP/1.1|Host: h|Content-Length: +5||12345
            400 > POST / HTTP/1.1|Host: h|Content-Length: -1||
            400 > POST / HTTP/1.1|Host: h|Content-Length: 0x5||12345
            400 > POST / HTTP/1.1|Host: h|Content-Length: 5 5||12345
            400 > POST / HTTP/1.1|Host: h|Content-Length: 99999999999999999999||
            400 > POST / HTTP/1.1|Host: h|Content-Length:||
            400 > POST / HTTP/1.1|Host: h|Content-Length_: 5||12345
            400 > POST / HTTP/1.1|Host: h|Transfer-Encoding_: chunked||0||
            400 > POST / HTTP/1.1|Host: h|Transfer-Encoding: identity||
            400 > POST / HTTP/1.1|Host: h|Transfer-Encoding: chunked, identity||0||
            400 > POST / HTTP/1.1|Host: h|Transfer-Encoding: chunked|Transfer-Encoding: chunked||0||
            400 > POST / HTTP/1.1|Host: h|Transfer-Encoding: xchunked||0||
            400 > POST / HTTP/1.1|Host: h|Transfer-Encoding:||0||
            400 > POST / HTTP/1.0|Host: h|Transfer-Encoding: chunked||0||
            400 > POST / HTTP/1.1|Host: h|Transfer-Encoding: chunked||-1||
            400 > POST / HTTP/1.1|Host: h|Transfer-Encoding: chunked||0x5|abcde|0||
            400 > POST / HTTP/1.1|Host: h|Transfer-Encoding: chunked||5_5|abcde|0||
            400 > POST / HTTP/1.1|Host: h|Transfer-Encoding: chunked||5^abcde|0||
            400 > POST / HTTP/1.1|Host: h|Transfer-Encoding: chunked||5;a^b|abcde|0||
            400 > POST / HTTP/1.1|Host: h|Transfer-Encoding: chunked||5|abcdeX|0||
            400 > POST / HTTP/1.1|Host: h|Transfer-Encoding: chunked||ffffffffffffffffff|
            400 > GET / HTTP/1.1^Host: h^^
            400 > GET / HTTP/1.1|Host: h|A: b^Content-Length: 44||
            400 > GET / HTTP/1.1|Host: h|A: b|_Content-Length: 44||
            400 > GET / HTTP/1.1|_Host: h||
            400 > GET / HTTP/1.1||
            400 > GET / HTTP/1.1|Host: h|Host: g||
            400 > GET / HTTP/1.1|Host: h g||
            400 > GET / HTTP/1.1|Host: h/x||
            400 > GET /a b HTTP/1.1|Host: h||
            400 > GET  / HTTP/1.1|Host: h||
            400 > GET / HTTP/1.1_|Host: h||
            400 > GET / http/1.1|Host: h||
            400 > GET a HTTP/1.1|Host: h||
            400 > GET /a#b HTTP/1.1|Host: h||
            400 > G(T / HTTP/1.1|Host: h||
            400 > GET / HTTP/1.1|Host: h|: x||
            505 > GET / HTTP/2.0|Host: h||
            501 > CONNECT h:80 HTTP/1.1|Host: h:80||
            """;

    private static final String PASSED =
            """
            200 > GET / HTTP/1.1|Host: h||
            200 > |GET / HTTP/1.1|Host: h||
            200 > GET http://h/ HTTP/1.1|Host: h||
            200 > GET / HTTP/1.1|Host: h|Content-Length: 5||12345
            200 > POST / HTTP/1.1|Host: h|Content-Length: 5||12345
            200 > POST / HTTP/1.1|Host: h|Connection: content-length|Content-Length: 0||
            200 > POST / HTTP/1.1|Host: h|Transfer-Encoding: chunked||5|abcde|0||
            200 > POST / HTTP/1.1|Host: h|Transfer-Encoding: Chunked||5|abcde|0||
            200 > POST / HTTP/1.1|Host: h|Transfer-Encoding: chunked||0005|abcde|0||
            200 > POST / HTTP/1.1|Host: h|Transfer-Encoding: chunked||5;a=b|abcde|0||
            200 > POST / HTTP/1.1|Host: h|Transfer-Encoding: chunked||5|abcde|0|A: b||
            200 > POST / HTTP/1.1|Host: h|Connection: transfer-encoding|Transfer-Encoding: chunked||0||
            """;

    /** Those that are refused whole. */
    static List<SmugglingCase> refused() {
        return parse(REFUSED);
    }

    /** Those that are plain to everybody. */
    static List<SmugglingCase> passed() {
        return parse(PASSED);
    }

    /** All of them. */
    static List<SmugglingCase> all() {
        return Stream.concat(refused().stream(), passed().stream()).toList();
    }

    private static List<SmugglingCase> parse(String table) {
        return table.lines()
                .map(line -> line.split(" > ", 2))
                .map(words -> new SmugglingCase(Integer.parseInt(words[0]), words[1]))
                .toList();
    }

    /** The request and {@link #NEXT}, as they are sent. */
    byte[] bytes() {
        return bytes(text + NEXT).getBytes(ISO_8859_1);
    }

    static String bytes(String text) {
        return text.replace("|", "\r\n").replace("^", "\n").replace("_", " ");
    }

    @Override
    public String toString() {
        return text;
    }
}
