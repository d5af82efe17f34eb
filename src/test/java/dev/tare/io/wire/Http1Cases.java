package dev.tare.io.wire;

import java.util.stream.Stream;

/** Heads that must be taken and heads that must be refused, each with the rule that says so. */
final class Http1Cases {

    /** A head that must be taken. */
    record Good(String name, String head) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** A whole head that must be refused, with a part of the words and the status of that. */
    record Refused(String name, String head, String fault, int status) {
        @Override
        public String toString() {
            return name;
        }
    }

    private Http1Cases() {}

    static Stream<Good> goodRequests() {
        return Stream.concat(goodTargets(), goodFields());
    }

    private static Stream<Good> goodTargets() {
        return Stream.of(
                request("the shortest", "GET / HTTP/1.1", "Host: a"),
                request("HTTP/1.0 without Host", "GET / HTTP/1.0"),
                request("HTTP/1.0 with Host", "GET / HTTP/1.0", "Host: a"),
                request("a minor version of the future", "GET / HTTP/1.9", "Host: a"),
                new Good("an empty line before", "\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n"),
                request("an unknown method", "M-SEARCH!~ / HTTP/1.1", "Host: a"),
                request("every character of a path", "GET /aZ09-._~!$&'()*+,;=:@/ HTTP/1.0"),
                request("every character of a query", "GET /?aZ09-._~!$&'()*+,;=:@/? HTTP/1.0"),
                request("percent-encoding", "GET /%20%fF?%00 HTTP/1.0"),
                request("what browsers do not escape", "GET /?a[]=\"<>\\^`{|}\" HTTP/1.0"),
                request("two slashes", "GET //a HTTP/1.0"),
                request("absolute form", "GET http://a.b:80/c?d HTTP/1.1", "Host: a.b"),
                request("absolute form without a path", "GET http://a HTTP/1.1", "Host: a"),
                request("absolute form, query only", "GET http://a?b HTTP/1.1", "Host: a"),
                request("absolute form, IPv6", "GET http://[::1]:1/ HTTP/1.1", "Host: [::1]:1"),
                request("absolute form, another scheme", "GET a+b-c.1://d/ HTTP/1.1", "Host: d"),
                request("authority form", "CONNECT a.b:443 HTTP/1.1", "Host: a.b:443"),
                request("authority form, IPv6", "CONNECT [fe80::1]:65535 HTTP/1.1", "Host: x"),
                request("asterisk form", "OPTIONS * HTTP/1.1", "Host: a"),
                request("OPTIONS of a path", "OPTIONS /a HTTP/1.1", "Host: a"),
                request("an empty Host", "GET / HTTP/1.1", "Host:"),
                request("Host with an empty port", "GET / HTTP/1.1", "Host: a:"),
                request("Host with percent-encoding", "GET / HTTP/1.1", "Host: a%41.b"));
    }

    private static Stream<Good> goodFields() {
        return Stream.of(
                request("blanks around a value", "GET / HTTP/1.1", "Host: \t a \t "),
                request("HTAB in a value", "GET / HTTP/1.0", "A: b\tc"),
                request("obs-text in a value", "GET / HTTP/1.0", "A: \u0080b\u00ff"),
                request("a colon in a value", "GET / HTTP/1.0", "A::b:"),
                request("every character of a name", "GET / HTTP/1.0", "!#$%&'*+-.^_`|~aZ09: b"),
                request("a value of seven bytes", "GET / HTTP/1.0", "A: 1234567"),
                request("a value of eight bytes", "GET / HTTP/1.0", "A: 12345678"),
                request("a length of zero", "POST / HTTP/1.0", "Content-Length: 0"),
                request("a length with zeros", "POST / HTTP/1.0", "Content-Length: 00000000000007"),
                request(
                        "the longest body",
                        "POST / HTTP/1.0",
                        "Content-Length: 9223372036854775807"),
                request("chunked", "POST / HTTP/1.1", "Host: a", "Transfer-Encoding: chunked"),
                request("CHUNKED", "POST / HTTP/1.1", "Host: a", "Transfer-Encoding: CHUNKED"),
                request(
                        "gzip, chunked",
                        "POST / HTTP/1.1",
                        "Host: a",
                        "Transfer-Encoding: gzip ,chunked"),
                request(
                        "codings in two fields",
                        "PUT / HTTP/1.1",
                        "Host: a",
                        "Transfer-Encoding: gzip",
                        "Transfer-Encoding: chunked"),
                request(
                        "empty elements of a list",
                        "PUT / HTTP/1.1",
                        "Host: a",
                        "Transfer-Encoding: , chunked ,"));
    }

    static Stream<Good> goodResponses() {
        return Stream.of(
                response("the shortest", "HTTP/1.1 200 OK"),
                response("an empty reason", "HTTP/1.1 200 "),
                response("no reason and no space", "HTTP/1.1 200"),
                response("a reason of obs-text and HTAB", "HTTP/1.1 404 \u00e4\t !"),
                response("HTTP/1.0", "HTTP/1.0 200 OK"),
                response("a minor version of the future", "HTTP/1.2 200 OK"),
                response("a status that nobody has defined", "HTTP/1.1 799 Odd"),
                response("no Host", "HTTP/1.1 204 No Content", "Server: x"),
                response("two Hosts mean nothing", "HTTP/1.1 200 OK", "Host: a", "Host: b c"),
                response(
                        "the same length twice",
                        "HTTP/1.1 200 OK",
                        "Content-Length: 5",
                        "Content-Length: 05"),
                response("the same length as a list", "HTTP/1.1 200 OK", "Content-Length: 5 , 5,5"),
                response(
                        "length and coding",
                        "HTTP/1.1 200 OK",
                        "Content-Length: 5",
                        "Transfer-Encoding: chunked"),
                response(
                        "a coding that is not chunked",
                        "HTTP/1.1 200 OK",
                        "Transfer-Encoding: gzip"),
                response(
                        "a usual one",
                        "HTTP/1.1 200 OK",
                        "Server: nginx/1.22.1",
                        "Date: Fri, 20 Nov 2026 10:00:00 GMT",
                        "Content-Type: application/octet-stream",
                        "Content-Length: 100",
                        "Connection: keep-alive",
                        "ETag: \"5f\""));
    }

    /** Requests whose framing or target two implementations could read in two ways. */
    static Stream<Refused> malformedRequests() {
        return Stream.of(
                        requestLines(),
                        targets(),
                        hosts(),
                        lengths(true),
                        codings(),
                        lines("GET / HTTP/1.0"))
                .flatMap(rows -> rows);
    }

    static Stream<Refused> malformedResponses() {
        return Stream.of(statusLines(), lengths(false), responseCodings(), lines("HTTP/1.1 200 OK"))
                .flatMap(rows -> rows);
    }

    private static Stream<Refused> requestLines() {
        return Stream.of(
                line("no version (HTTP/0.9)", "GET /", "version"),
                line("an empty version", "GET / ", "version"),
                line("half a version", "GET / HTTP/1.", "version"),
                line("version in lower case", "GET / http/1.1", "version"),
                line("version without a point", "GET / HTTP/11 ", "version"),
                line("a minor version of two digits", "GET / HTTP/1.10", "here"),
                line("a letter as minor version", "GET / HTTP/1.x", "version"),
                line("a blank behind the version", "GET / HTTP/1.1 ", "here"),
                other("HTTP/2", "GET / HTTP/2.0"),
                other("HTTP/0.9 in full", "GET / HTTP/0.9"),
                other("the preface of HTTP/2", "PRI /* HTTP/2.0"),
                line("an empty line", "", "method"),
                line("a blank first", " GET / HTTP/1.0", "method"),
                line("two blanks behind the method", "GET  / HTTP/1.0", "target"),
                line("HTAB behind the method", "GET\t/ HTTP/1.0", "method"),
                line("two blanks behind the target", "GET /  HTTP/1.0", "version"),
                line("HTAB behind the target", "GET /\tHTTP/1.0", "target"),
                line("no target", "GET HTTP/1.0", "target"),
                line("a method that is no token", "G(T / HTTP/1.0", "method"),
                line("the first bytes of TLS", "\u0016\u0003\u0001\u0002", "method"));
    }

    private static Stream<Refused> targets() {
        return Stream.of(
                line("a blank within the target", "GET /a b HTTP/1.0", "version"),
                line("a control character in the target", "GET /\u0001 HTTP/1.0", "target"),
                line("NUL in the target", "GET /a\0b HTTP/1.0", "target"),
                line("DEL in the target", "GET /\u007f HTTP/1.0", "target"),
                line("a byte over 0x7f in the target", "GET /\u00e4 HTTP/1.0", "target"),
                line("a fragment", "GET /a#b HTTP/1.0", "target"),
                line("half a percent-encoding", "GET /%4 HTTP/1.0", "target"),
                line("a wrong percent-encoding", "GET /%4g HTTP/1.0", "target"),
                line("no slash first", "GET a HTTP/1.0", "target"),
                line("a query first", "GET ?a HTTP/1.0", "target"),
                line("authority form with GET", "GET a:80 HTTP/1.0", "target"),
                line("asterisk form with GET", "GET * HTTP/1.0", "target"),
                line("more than an asterisk", "OPTIONS */ HTTP/1.0", "target"),
                line("origin form with CONNECT", "CONNECT / HTTP/1.0", "target"),
                line("absolute form with CONNECT", "CONNECT http://a:1/ HTTP/1.0", "target"),
                line("CONNECT without a port", "CONNECT a HTTP/1.0", "target"),
                line("CONNECT with an empty port", "CONNECT a: HTTP/1.0", "target"),
                line("CONNECT with port 0", "CONNECT a:0 HTTP/1.0", "target"),
                line("CONNECT with port 65536", "CONNECT a:65536 HTTP/1.0", "target"),
                line("CONNECT with a huge port", "CONNECT a:4294967297 HTTP/1.0", "target"),
                line("CONNECT without a host", "CONNECT :1 HTTP/1.0", "target"),
                line("CONNECT with a user", "CONNECT u@a:1 HTTP/1.0", "target"),
                line("an empty IPv6 address", "CONNECT []:1 HTTP/1.0", "target"),
                line("an IPv6 address without end", "CONNECT [::1:1 HTTP/1.0", "target"),
                line("absolute form without a host", "GET http:///a HTTP/1.0", "target"),
                line("absolute form, port only", "GET http://:80/ HTTP/1.0", "target"),
                line("absolute form with a user", "GET http://u:p@a/ HTTP/1.0", "target"),
                line("absolute form, wrong port", "GET http://a:8x/ HTTP/1.0", "target"),
                line("absolute form, wrong path", "GET http://a/#b HTTP/1.0", "target"),
                line("absolute form, wrong scheme", "GET 1a://a/ HTTP/1.0", "target"),
                line("a scheme without authority", "GET urn:a:b HTTP/1.0", "target"),
                line("a scheme and nothing else", "GET http:// HTTP/1.0", "target"));
    }

    private static Stream<Refused> hosts() {
        return Stream.of(
                refused("no Host", "no Host", "GET / HTTP/1.1"),
                refused("two Hosts", "more than one Host", "GET / HTTP/1.1", "Host: a", "Host: a"),
                refused(
                        "two Hosts in HTTP/1.0",
                        "more than one Host",
                        "GET / HTTP/1.0",
                        "Host: a",
                        "host: b"),
                refused("a list of hosts", "Host is not", "GET / HTTP/1.1", "Host: a, b"),
                refused("a blank in Host", "Host is not", "GET / HTTP/1.1", "Host: a b"),
                refused("a user in Host", "Host is not", "GET / HTTP/1.1", "Host: u@a"),
                refused("a path in Host", "Host is not", "GET / HTTP/1.1", "Host: a/b"),
                refused("two ports in Host", "Host is not", "GET / HTTP/1.1", "Host: a:1:2"),
                refused("a port of letters in Host", "Host is not", "GET / HTTP/1.1", "Host: a:b"),
                refused(
                        "a bare IPv6 address in Host",
                        "Host is not",
                        "GET / HTTP/1.1",
                        "Host: ::1"),
                refused("half a percent in Host", "Host is not", "GET / HTTP/1.1", "Host: a%2"),
                refused("obs-text in Host", "Host is not", "GET / HTTP/1.1", "Host: \u00e4"));
    }

    private static Stream<Refused> lengths(boolean request) {
        String first = request ? "POST / HTTP/1.0" : "HTTP/1.1 200 OK";
        String differ = request ? "more than one" : "differ";
        Stream<Refused> both = lengthsOfBoth(first, differ, request ? differ : "not a number");
        if (!request) {
            return both;
        }
        return Stream.concat(
                both,
                Stream.of(
                        refused(
                                "the same length twice",
                                differ,
                                first,
                                "Content-Length: 5",
                                "Content-Length: 5"),
                        refused(
                                "the same length as a list",
                                differ,
                                first,
                                "Content-Length: 5, 5")));
    }

    private static Stream<Refused> lengthsOfBoth(String first, String differ, String hole) {
        return Stream.of(
                refused("an empty length", "not a number", first, "Content-Length:"),
                refused("a length with plus", "not a number", first, "Content-Length: +5"),
                refused("a negative length", "not a number", first, "Content-Length: -5"),
                refused("a length in hexadecimal", "not a number", first, "Content-Length: 0x5"),
                refused("a length with a blank", "not a number", first, "Content-Length: 5 5"),
                refused("a length with a point", "not a number", first, "Content-Length: 5.0"),
                refused("a list with a hole", hole, first, "Content-Length: 5,,5"),
                refused("a list without end", hole, first, "Content-Length: 5,"),
                refused(
                        "a length of 2^63",
                        "too large",
                        first,
                        "Content-Length: 9223372036854775808"),
                refused(
                        "a length of 2^64 + 5",
                        "too large",
                        first,
                        "Content-Length: 18446744073709551621"),
                refused(
                        "lengths that differ",
                        differ,
                        first,
                        "Content-Length: 5",
                        "Content-Length: 6"),
                refused("a list that differs", differ, first, "Content-Length: 5, 6"));
    }

    private static Stream<Refused> codings() {
        String first = "POST / HTTP/1.1";
        String host = "Host: a";
        return Stream.of(
                refused(
                        "length and coding",
                        "both",
                        first,
                        host,
                        "Content-Length: 5",
                        "Transfer-Encoding: chunked"),
                refused(
                        "coding and length",
                        "both",
                        first,
                        host,
                        "Transfer-Encoding: chunked",
                        "Content-Length: 5"),
                refused(
                        "a last coding that is not chunked",
                        "not chunked",
                        first,
                        host,
                        "Transfer-Encoding: gzip"),
                refused("identity", "not chunked", first, host, "Transfer-Encoding: identity"),
                refused("xchunked", "not chunked", first, host, "Transfer-Encoding: xchunked"),
                refused(
                        "chunked, gzip",
                        "after chunked",
                        first,
                        host,
                        "Transfer-Encoding: chunked, gzip"),
                refused(
                        "chunked twice",
                        "after chunked",
                        first,
                        host,
                        "Transfer-Encoding: chunked, chunked"),
                refused(
                        "chunked in two fields",
                        "after chunked",
                        first,
                        host,
                        "Transfer-Encoding: chunked",
                        "Transfer-Encoding: chunked"),
                refused(
                        "chunked, then identity",
                        "after chunked",
                        first,
                        host,
                        "Transfer-Encoding: chunked",
                        "Transfer-Encoding: identity"),
                refused("an empty coding", "empty", first, host, "Transfer-Encoding:"),
                refused("commas only", "empty", first, host, "Transfer-Encoding: , ,"),
                refused(
                        "chunked with a parameter",
                        "plain",
                        first,
                        host,
                        "Transfer-Encoding: chunked;a=b"),
                refused(
                        "a quoted comma",
                        "plain",
                        first,
                        host,
                        "Transfer-Encoding: gzip;a=\", chunked\""),
                refused("two words", "plain", first, host, "Transfer-Encoding: gzip chunked"),
                refused(
                        "chunked in quotes",
                        "plain",
                        first,
                        host,
                        "Transfer-Encoding: \"chunked\""),
                refused(
                        "chunked behind obs-text",
                        "plain",
                        first,
                        host,
                        "Transfer-Encoding: \u00a0chunked"),
                refused(
                        "coding in HTTP/1.0",
                        "HTTP/1.0",
                        "POST / HTTP/1.0",
                        "Transfer-Encoding: chunked"));
    }

    private static Stream<Refused> responseCodings() {
        return Stream.of(
                refused(
                        "chunked, gzip",
                        "after chunked",
                        "HTTP/1.1 200 OK",
                        "Transfer-Encoding: chunked, gzip"),
                refused("an empty coding", "empty", "HTTP/1.1 200 OK", "Transfer-Encoding:"),
                refused(
                        "coding in HTTP/1.0",
                        "HTTP/1.0",
                        "HTTP/1.0 200 OK",
                        "Transfer-Encoding: chunked"));
    }

    private static Stream<Refused> statusLines() {
        return Stream.of(
                line("another protocol", "ICY 200 OK", "version"),
                line("nothing", "", "version"),
                line("an empty line before", "\r\nHTTP/1.1 200 OK", "version"),
                line("HTTP/2", "HTTP/2.0 200 OK", "version"),
                line("HTTP/2 in short", "HTTP/2 200", "version"),
                line("version only", "HTTP/1.1", "status"),
                line("version and blank", "HTTP/1.1 ", "status"),
                line("two blanks", "HTTP/1.1  200 OK", "status"),
                line("a status of two digits", "HTTP/1.1 20 OK", "status"),
                line("a status of four digits", "HTTP/1.1 2000 OK", "here"),
                line("a status of letters", "HTTP/1.1 2xx OK", "status"),
                line("a status under 100", "HTTP/1.1 099 OK", "status"),
                line("a negative status", "HTTP/1.1 -20 OK", "status"),
                line("no blank before the reason", "HTTP/1.1 200OK", "here"),
                line("HTAB before the reason", "HTTP/1.1 200\tOK", "here"),
                line("NUL in the reason", "HTTP/1.1 200 O\0K", "here"),
                line("a minor version of two digits", "HTTP/1.10 200 OK", "status"));
    }

    /** Lines that no head may hold, be it of a request or of a response. */
    private static Stream<Refused> lines(String first) {
        return Stream.of(
                refused("a blank before the colon", "blank between", first, "A : b"),
                refused("HTAB before the colon", "blank between", first, "A\t: b"),
                refused("an empty name", "not a token", first, ": b"),
                refused("no colon", "not a token", first, "Ab"),
                refused("a name that is no token", "not a token", first, "A(b: c"),
                refused("obs-text in a name", "not a token", first, "\u00e4: c"),
                refused("a folded value", "begins with a blank", first, "A: b", " c"),
                refused("a value folded by HTAB", "begins with a blank", first, "A: b", "\tc"),
                refused("a blank before the first name", "begins with a blank", first, " A: b"),
                refused("a line of blanks", "begins with a blank", first, "  "),
                refused("NUL in a value", "here", first, "A: b\0c"),
                refused("NUL far in a value", "here", first, "A: 0123456789\0abcdefghijkl"),
                refused("a control character in a value", "here", first, "A: b\u0001"),
                refused("VT in a value", "here", first, "A: b\u000bc"),
                refused("DEL in a value", "here", first, "A: b\u007f"),
                refused("DEL as a value", "here", first, "A:\u007f"),
                refused("CR within a value", "CR without LF", first, "A: b\rc"),
                refused("CR twice", "CR without LF", first, "A: b\r"),
                refused("CR before a name", "CR without LF", first, "\rA: b"),
                refused("LF within a value", "LF without CR", first, "A: b\nC: d"),
                refused("LF before a name", "LF without CR", first, "\nA: b"),
                raw("a first line that ends in LF", first + "\nA: b\r\n\r\n", "LF without CR"),
                raw("LF only", first + "\nA: b\n\n", "LF without CR"),
                raw("LF at the end", first + "\r\nA: b\r\n\n", "LF without CR"),
                raw("CR only", first + "\rA: b\r\r", "CR without LF"));
    }

    private static Good request(String name, String... lines) {
        return new Good(name, Bytes.lines(lines) + "\r\n");
    }

    private static Good response(String name, String... lines) {
        return new Good(name, Bytes.lines(lines) + "\r\n");
    }

    private static Refused line(String name, String line, String fault) {
        return refused(name, fault, line);
    }

    private static Refused other(String name, String line) {
        return new Refused(name, Bytes.lines(line) + "\r\n", "version", 505);
    }

    private static Refused refused(String name, String fault, String... lines) {
        return raw(name, Bytes.lines(lines) + "\r\n", fault);
    }

    private static Refused raw(String name, String head, String fault) {
        return new Refused(name, head, fault, 400);
    }
}
