package dev.tare.io.wire.forward;

import dev.tare.io.wire.forward.Chain.Script;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Messages made at random from a seed. */
final class Scripts {
    private static final List<String> METHODS = List.of("GET", "POST", "PUT", "BREW");
    private static final List<String> PATHS = List.of("/", "/byte/100", "/a.B/c?d=%20e", "/index");
    private static final List<String> STATUSES = List.of("200", "200", "404", "500", "299");
    private static final List<String> FIELDS =
            List.of(
                    "accept: */*",
                    "accept-encoding: gzip, deflate",
                    "authorization: Basic YTpi",
                    "content-type: application/grpc",
                    "cookie: a=b",
                    "cookie: session=0123456789abcdef0123456789abcdef",
                    "date: Sat, 21 Nov 2026 10:00:00 GMT",
                    "server: tare",
                    "te: trailers",
                    "user-agent: curl/8.5.0",
                    "via: 1.1 before",
                    "x-empty: ",
                    "x-many: one",
                    "x-many: two",
                    "x-secret: 1234 (never)",
                    "x-text: \u00e4\u00f6 ~ \u00fc");
    private static final List<String> TRAILERS =
            List.of("grpc-status: 0", "grpc-message: none", "x-sum: 12 (never)", "x-last: ");

    private final Random random;

    Scripts(Random random) {
        this.random = random;
    }

    Script request(int maxBodyBytes) {
        List<String> head = new ArrayList<>();
        head.add(":method: " + pick(METHODS));
        head.add(":scheme: http");
        head.add(":authority: a.b:8080");
        head.add(":path: " + pick(PATHS));
        return message(List.of(), head, maxBodyBytes, true);
    }

    Script answer(int maxBodyBytes) {
        List<List<String>> informational = new ArrayList<>();
        for (int i = random.nextInt(8); i > 5; i--) {
            informational.add(List.of(":status: 10" + 3 * random.nextInt(2), "link: <a>"));
        }
        List<String> head = new ArrayList<>();
        head.add(":status: " + pick(STATUSES));
        return message(informational, head, maxBodyBytes, false);
    }

    private Script message(
            List<List<String>> informational, List<String> head, int maxBodyBytes, boolean te) {
        for (int i = random.nextInt(12); i > 0; i--) {
            String field = pick(FIELDS);
            if (te || !field.startsWith("te:")) {
                head.add(field);
            }
        }
        if (random.nextInt(20) == 0) {
            head.add("x-long: " + "0123456789".repeat(random.nextInt(2000)));
        }
        byte[] body = new byte[random.nextInt(3) == 0 ? 0 : random.nextInt(maxBodyBytes)];
        random.nextBytes(body);
        if (random.nextInt(3) == 0) {
            head.add("content-length: " + body.length);
        }
        List<String> trailers = new ArrayList<>();
        for (int i = random.nextInt(5); i > 2; i--) {
            trailers.add(pick(TRAILERS));
        }
        return new Script(informational, head, body, trailers);
    }

    private String pick(List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
