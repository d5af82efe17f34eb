package dev.tare.specimen.proxy.config;

import dev.tare.base.core.Field;
import dev.tare.specimen.planlimit.PlanLimits;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** What a filter does. */
public sealed interface FilterRule {
    /** The most fields that one edit sets, adds or removes. */
    int MAX_EDITS = 64;

    /** The most tokens of one check, those in its file included. */
    int MAX_TOKENS = 1000;

    /** The largest bound of a body: one tebibyte. */
    long MAX_BODY_BYTES = 1L << 40;

    /** By which word it stands in the document and among the counters. */
    String kind();

    /**
     * Changes the fields of heads.
     *
     * @param request what is done to requests
     * @param response what is done to responses of upstreams
     */
    record HeaderEdit(Edits request, Edits response) implements FilterRule {
        /** They tell an upstream who asks: a client's own may be removed, but nothing be put. */
        private static final List<String> FORWARDED =
                List.of("x-forwarded-for", "x-forwarded-proto");

        public HeaderEdit {
            if (request.isEmpty() && response.isEmpty()) {
                throw new ConfigFault("", "changes nothing; give request, response or both");
            }
            for (Field field : request.put()) {
                if (FORWARDED.contains(field.name().toLowerCase(Locale.ROOT))) {
                    throw new ConfigFault(
                            "request",
                            "\"%s\" may be removed only; its value is the proxy's"
                                    .formatted(field.name()));
                }
            }
        }

        @Override
        public String kind() {
            return "header_edit";
        }
    }

    /**
     * What is done to one head: first remove, then set, then add.
     *
     * @param set fields that replace all of their name
     * @param add fields that join those of their name
     * @param remove names, in lower case
     */
    record Edits(List<Field> set, List<Field> add, List<String> remove) {
        /** For this hop only, for framing, for routing, or written by the proxy itself. */
        private static final List<String> UNTOUCHABLE =
                List.of(
                        "connection",
                        "content-length",
                        "date",
                        "expect",
                        "host",
                        "keep-alive",
                        "max-forwards",
                        "proxy-connection",
                        "te",
                        "trailer",
                        "transfer-encoding",
                        "upgrade",
                        "via",
                        "x-request-id");

        private static final int MAX_OCTET = 0xff;
        private static final String LINE_SIGNS = ": \r\n";

        public Edits {
            set = List.copyOf(set);
            add = List.copyOf(add);
            remove = List.copyOf(remove);
            Range.size("set", set, 0, MAX_EDITS);
            Range.size("add", add, 0, MAX_EDITS);
            Range.size("remove", remove, 0, MAX_EDITS);
            set.forEach(field -> requireTouchable("set", field));
            add.forEach(field -> requireTouchable("add", field));
            for (String name : remove) {
                Range.token("remove", name);
                requireTouchable("remove", name);
            }
            Range.unique(
                    "set",
                    "fields",
                    set.stream().map(field -> field.name().toLowerCase(Locale.ROOT)).toList());
        }

        /** Nothing is changed. */
        public static Edits none() {
            return new Edits(List.of(), List.of(), List.of());
        }

        boolean isEmpty() {
            return set.isEmpty() && add.isEmpty() && remove.isEmpty();
        }

        /** The fields that are written. */
        List<Field> put() {
            return Stream.concat(set.stream(), add.stream()).toList();
        }

        /** How many bytes they put into a head of HTTP/1.1. */
        int lineBytes() {
            return put().stream()
                    .mapToInt(field ->
                            field.name().length() + field.value().length() + LINE_SIGNS.length())
                    .sum();
        }

        private static void requireTouchable(String key, Field field) {
            requireTouchable(key, field.name());
            if (field.value().chars().anyMatch(c -> c > MAX_OCTET)) {
                // The value is not repeated: it may be a secret.
                throw new ConfigFault(
                        key,
                        "the value of \"%s\" holds a character that no header may"
                                .formatted(field.name()));
            }
        }

        private static void requireTouchable(String key, String name) {
            if (UNTOUCHABLE.contains(name.toLowerCase(Locale.ROOT))) {
                throw new ConfigFault(
                        key, "\"%s\" belongs to the proxy itself; leave it out".formatted(name));
            }
        }
    }

    /**
     * Answers 429 to what is too fast.
     *
     * @param limit how fast
     */
    record LocalRateLimit(RateLimit limit) implements FilterRule {
        @Override
        public String kind() {
            return "rate_limit";
        }
    }

    /**
     * Answers 401 to requests without a known token.
     *
     * @param header where the token stands
     * @param scheme the word before it, such as {@code Bearer}; empty for none
     * @param tokensSha256 SHA-256 of each token in 64 hexadecimal digits: so the configuration
     *     holds no secret
     * @param tokensFile a file with a token a line
     */
    record TokenCheck(
            String header, String scheme, List<String> tokensSha256, Optional<Path> tokensFile)
            implements FilterRule {
        private static final int DIGEST_BYTES = 32;

        public TokenCheck {
            tokensSha256 = List.copyOf(tokensSha256);
            Range.token("header", header);
            if (!scheme.isEmpty()) {
                Range.token("scheme", scheme);
            }
            Range.size("tokens_sha256", tokensSha256, 0, MAX_TOKENS);
            tokensSha256.forEach(TokenCheck::requireDigest);
            if (tokensSha256.isEmpty() && tokensFile.isEmpty()) {
                throw new ConfigFault("", "knows no token; give tokens_sha256 or tokens_file");
            }
        }

        @Override
        public String kind() {
            return "token_check";
        }

        private static void requireDigest(String text) {
            boolean right;
            try {
                right = HexFormat.of().parseHex(text).length == DIGEST_BYTES;
            } catch (IllegalArgumentException e) {
                right = false;
            }
            if (!right) {
                // The text is not repeated: it may be the token itself.
                throw new ConfigFault(
                        "tokens_sha256",
                        "has an entry that is not 64 hexadecimal digits; write the SHA-256 of the"
                                + " token");
            }
        }
    }

    /**
     * Passes the context of traces on (W3C Trace Context), and begins those that nobody has.
     *
     * @param samplePercent of the traces that begin here, how many say that they are recorded, 0 to
     *     100
     */
    record Tracing(double samplePercent) implements FilterRule {
        /** What its field takes in a head of HTTP/1.1, name and line end included. */
        public static final int LINE_BYTES = 70;

        public Tracing {
            Range.percent("sample_percent", samplePercent);
        }

        @Override
        public String kind() {
            return "tracing";
        }
    }

    /**
     * Answers 413 to requests with a longer body, and 502 instead of longer responses; cuts off
     * what turns out longer when a part of it has passed.
     *
     * @param requestBytes bound of requests, 0 to {@link #MAX_BODY_BYTES}
     * @param responseBytes bound of responses, in the same range
     */
    record BodyLimit(OptionalLong requestBytes, OptionalLong responseBytes) implements FilterRule {
        public BodyLimit {
            requestBytes.ifPresent(bytes -> Range.count("request", bytes, 0, MAX_BODY_BYTES));
            responseBytes.ifPresent(bytes -> Range.count("response", bytes, 0, MAX_BODY_BYTES));
            if (requestBytes.isEmpty() && responseBytes.isEmpty()) {
                throw new ConfigFault("", "limits nothing; give request, response or both");
            }
        }

        @Override
        public String kind() {
            return "body_limit";
        }
    }

    /**
     * Answers 429 to users who ask more often in a minute than their plan allows, and 401 to
     * requests without a token that names user and plan.
     *
     * @param header where the token stands
     * @param limits of the plans
     */
    record PlanLimit(String header, PlanLimits limits) implements FilterRule {
        public PlanLimit {
            Range.token("header", header);
        }

        @Override
        public String kind() {
            return "plan_limit";
        }
    }
}
