package dev.tare.io.wire;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads one message from a text that holds all of its connection's bytes, one character each, by
 * regular expressions and without looking at the codec. It knows what is a whole message and where
 * that ends; it does not tell a malformed one from one that was cut short.
 */
final class MessageOracle {
    /** One whole message: where it ends in the text, and what was decoded of it. */
    record Message(
            int status,
            BodyFraming framing,
            boolean keepAlive,
            int headLength,
            String body,
            int endsAt) {}

    private record Head(String start, List<String[]> fields, int length) {
        List<String> values(String name) {
            return fields.stream().filter(f -> f[0].equalsIgnoreCase(name)).map(f -> f[1]).toList();
        }

        /** The elements of a list that may stand in several fields. */
        List<String> elements(String name) {
            List<String> elements = new ArrayList<>();
            for (String value : values(name)) {
                for (String element : value.split(",", -1)) {
                    String trimmed = element.replaceAll("^[ \t]+|[ \t]+$", "");
                    if (!trimmed.isEmpty()) {
                        elements.add(trimmed.toLowerCase(Locale.ROOT));
                    }
                }
            }
            return elements;
        }
    }

    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
    private static final String TEXT = "[\t\\x20-\\x7e\\x80-\\xff]*";
    private static final String HOST =
            "(?:\\[[0-9A-Za-z._~!$&'()*+,;=:-]+]|(?:[0-9A-Za-z._~!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*)";
    private static final String PATH = "(?:[!-\"$&-~]|%[0-9A-Fa-f]{2})*";
    private static final Pattern REQUEST_LINE =
            Pattern.compile("(" + TOKEN + ") ([!-~]+) HTTP/1\\.([0-9])");
    private static final Pattern STATUS_LINE =
            Pattern.compile("HTTP/1\\.([0-9]) ([1-9][0-9]{2})(?: " + TEXT + ")?");
    private static final Pattern FIELD =
            Pattern.compile("(" + TOKEN + "):[ \t]*(" + TEXT + "?)[ \t]*");
    private static final Pattern ORIGIN = Pattern.compile("/" + PATH);
    private static final Pattern ABSOLUTE =
            Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://(?!:)(" + HOST + "(?::([0-9]*))?)([/?].*)?");
    private static final Pattern HOST_AND_PORT = Pattern.compile(HOST + "(?::([0-9]*))?");
    private static final Pattern CHUNK =
            Pattern.compile(
                    ("([0-9A-Fa-f]{1,16})(?:[ \t]*;[ \t]*TOKEN"
                                    + "(?:[ \t]*=[ \t]*(?:TOKEN|\"(?:[\t\\x20!#-\\[\\]-~\\x80-\\xff]"
                                    + "|\\\\[\t\\x20-\\x7e\\x80-\\xff])*\"))?)*\r\n")
                            .replace("TOKEN", TOKEN));
    private static final Pattern TRAILERS =
            Pattern.compile("(?:" + TOKEN + ":" + TEXT + "\r\n)*\r\n");
    private static final int MAX_INFORMATIONAL = 16;

    private MessageOracle() {}

    static Optional<Message> request(String text) {
        int skipped = text.startsWith("\r\n") ? 2 : 0;
        return head(text.substring(skipped)).flatMap(head -> request(text, skipped, head));
    }

    private static Optional<Message> request(String text, int skipped, Head head) {
        Matcher line = REQUEST_LINE.matcher(head.start());
        if (!line.matches() || !isTarget(line.group(1), line.group(2))) {
            return Optional.empty();
        }
        boolean old = line.group(3).equals("0");
        List<String> hosts = head.values("Host");
        boolean hostWrong =
                hosts.size() > 1
                        || hosts.stream().anyMatch(host -> !isHostAndPort(host))
                        || (hosts.isEmpty() && !old);
        List<String> lengths = head.values("Content-Length");
        boolean coded = !head.values("Transfer-Encoding").isEmpty();
        if (hostWrong
                || lengths.size() > 1
                || (!lengths.isEmpty() && length(lengths.getFirst()) < 0)
                || (coded && (old || !lengths.isEmpty() || codings(head) != 2))) {
            return Optional.empty();
        }
        long length = lengths.isEmpty() ? 0 : length(lengths.getFirst());
        BodyFraming framing = coded ? BodyFraming.CHUNKED : lengthFraming(length);
        int headLength = skipped + head.length();
        return body(text, 0, framing, length, keepAlive(head, old), headLength, headLength);
    }

    static Optional<Message> response(String text, HttpMethod method) {
        int from = 0;
        for (int i = 0; i <= MAX_INFORMATIONAL; i++) {
            Optional<Head> head = head(text.substring(from));
            if (head.isEmpty()) {
                return Optional.empty();
            }
            Matcher line = STATUS_LINE.matcher(head.get().start());
            if (!line.matches() || !isFramed(head.get(), line.group(1).equals("0"))) {
                return Optional.empty();
            }
            from += head.get().length();
            int status = Integer.parseInt(line.group(2));
            if (status >= 200 || status == 101) {
                boolean old = line.group(1).equals("0");
                return response(text, from, head.get(), status, old, method);
            }
        }
        return Optional.empty();
    }

    private static boolean isFramed(Head head, boolean old) {
        List<String> lengths = lengths(head);
        boolean coded = !head.values("Transfer-Encoding").isEmpty();
        return lengths.stream().allMatch(l -> length(l) >= 0)
                && lengths.stream().mapToLong(MessageOracle::length).distinct().count() <= 1
                && (!coded || (!old && codings(head) > 0));
    }

    private static List<String> lengths(Head head) {
        return head.values("Content-Length").stream()
                .flatMap(value -> List.of(value.split(",", -1)).stream())
                .map(element -> element.replaceAll("^[ \t]+|[ \t]+$", ""))
                .toList();
    }

    private static Optional<Message> response(
            String text, int from, Head head, int status, boolean old, HttpMethod method) {
        boolean coded = !head.values("Transfer-Encoding").isEmpty();
        List<String> lengths = lengths(head);
        boolean tunnel = status == 101 || (method == HttpMethod.CONNECT && status / 100 == 2);
        boolean none = method == HttpMethod.HEAD || tunnel || status == 204 || status == 304;
        boolean keepAlive = keepAlive(head, old) && !tunnel && !(coded && !lengths.isEmpty());
        if (none) {
            return body(text, status, BodyFraming.NONE, 0, keepAlive, from, from);
        }
        if (coded && codings(head) == 2) {
            return body(text, status, BodyFraming.CHUNKED, 0, keepAlive, from, from);
        }
        if (coded || lengths.isEmpty()) {
            return body(text, status, BodyFraming.UNTIL_CLOSE, 0, false, from, from);
        }
        long length = length(lengths.getFirst());
        return body(text, status, lengthFraming(length), length, keepAlive, from, from);
    }

    private static Optional<Head> head(String text) {
        int end = text.indexOf("\r\n\r\n");
        if (end < 0 || end + 4 > Http1Head.MAX_HEAD_BYTES) {
            return Optional.empty();
        }
        String[] lines = text.substring(0, end).split("\r\n", -1);
        List<String[]> fields = new ArrayList<>();
        for (int i = 1; i < lines.length; i++) {
            Matcher field = FIELD.matcher(lines[i]);
            if (!field.matches()) {
                return Optional.empty();
            }
            fields.add(new String[] {field.group(1), field.group(2)});
        }
        boolean few = fields.size() <= Http1Head.MAX_FIELDS;
        return few ? Optional.of(new Head(lines[0], fields, end + 4)) : Optional.empty();
    }

    /** 0: malformed; 1: well-formed; 2: well-formed with chunked as the last one. */
    private static int codings(Head head) {
        boolean oneIsEmpty =
                head.values("Transfer-Encoding").stream().anyMatch(v -> v.matches("[ \t,]*"));
        List<String> codings = head.elements("Transfer-Encoding");
        int chunked = codings.indexOf("chunked");
        if (oneIsEmpty
                || codings.stream().anyMatch(coding -> !coding.matches(TOKEN))
                || (chunked >= 0 && chunked < codings.size() - 1)) {
            return 0;
        }
        return chunked >= 0 ? 2 : 1;
    }

    private static boolean keepAlive(Head head, boolean old) {
        List<String> options = head.elements("Connection");
        return !options.contains("close") && (!old || options.contains("keep-alive"));
    }

    private static BodyFraming lengthFraming(long length) {
        return length == 0 ? BodyFraming.NONE : BodyFraming.LENGTH;
    }

    private static long length(String text) {
        if (!text.matches("[0-9]+")) {
            return -1;
        }
        BigInteger value = new BigInteger(text);
        return value.bitLength() <= 63 ? value.longValue() : -1;
    }

    private static boolean isTarget(String method, String target) {
        if (method.equals("CONNECT")) {
            return isHostAndPort(target) && target.matches("[^:].*:0*[1-9][0-9]*");
        }
        if (target.equals("*")) {
            return method.equals("OPTIONS");
        }
        Matcher absolute = ABSOLUTE.matcher(target);
        if (absolute.matches()) {
            String rest = Optional.ofNullable(absolute.group(3)).orElse("");
            return !absolute.group(1).isEmpty()
                    && isHostAndPort(absolute.group(1))
                    && rest.matches(PATH);
        }
        return ORIGIN.matcher(target).matches();
    }

    private static boolean isHostAndPort(String text) {
        Matcher matcher = HOST_AND_PORT.matcher(text);
        if (!matcher.matches()) {
            return false;
        }
        String port = Optional.ofNullable(matcher.group(1)).orElse("");
        return port.isEmpty() || new BigInteger(port).compareTo(BigInteger.valueOf(65_535)) <= 0;
    }

    private static Optional<Message> body(
            String text,
            int status,
            BodyFraming framing,
            long length,
            boolean keepAlive,
            int headLength,
            int from) {
        return switch (framing) {
            case NONE -> message(status, framing, keepAlive, headLength, "", from);
            case LENGTH -> {
                if (length > text.length() - from) {
                    yield Optional.empty();
                }
                int end = from + (int) length;
                String body = text.substring(from, end);
                yield message(status, framing, keepAlive, headLength, body, end);
            }
            case UNTIL_CLOSE -> {
                String body = text.substring(from);
                yield message(status, framing, keepAlive, headLength, body, text.length());
            }
            case CHUNKED -> chunks(text, status, keepAlive, headLength, from);
        };
    }

    private static Optional<Message> chunks(
            String text, int status, boolean keepAlive, int headLength, int from) {
        StringBuilder body = new StringBuilder();
        int p = from;
        while (true) {
            Matcher chunk = CHUNK.matcher(text).region(p, text.length());
            if (!chunk.lookingAt()) {
                return Optional.empty();
            }
            BigInteger size = new BigInteger(chunk.group(1), 16);
            p = chunk.end();
            if (size.signum() == 0) {
                break;
            }
            if (size.bitLength() > 31 || size.intValue() + 2L > text.length() - p) {
                return Optional.empty();
            }
            body.append(text, p, p + size.intValue());
            p += size.intValue();
            if (!text.startsWith("\r\n", p)) {
                return Optional.empty();
            }
            p += 2;
        }
        Matcher trailers = TRAILERS.matcher(text).region(p, text.length());
        if (!trailers.lookingAt()) {
            return Optional.empty();
        }
        return message(
                status,
                BodyFraming.CHUNKED,
                keepAlive,
                headLength,
                body.toString(),
                trailers.end());
    }

    private static Optional<Message> message(
            int status,
            BodyFraming framing,
            boolean keepAlive,
            int headLength,
            String body,
            int end) {
        return Optional.of(new Message(status, framing, keepAlive, headLength, body, end));
    }
}
