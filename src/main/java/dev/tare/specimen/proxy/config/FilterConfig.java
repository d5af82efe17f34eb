package dev.tare.specimen.proxy.config;

import dev.tare.base.core.Field;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;

/** One step of a listener's chain of filters. */
public sealed interface FilterConfig {
    /** The most fields that one edit sets, adds or removes. */
    int MAX_EDITS = 64;

    /** The most tokens of one check. */
    int MAX_TOKENS = 10_000;

    /** Room for one tebibyte: the largest bound of a body, in bytes. */
    long MAX_BODY_BYTES = 1L << 40;

    /**
     * Changes the fields of heads.
     *
     * @param request what is done to requests
     * @param response what is done to responses
     */
    record HeaderEdit(Edits request, Edits response) implements FilterConfig {}

    /**
     * What is done to one head: first remove, then set, then add.
     *
     * @param set fields that replace all of their name
     * @param add fields that join those of their name
     * @param remove names, lower-case
     */
    record Edits(List<Field> set, List<Field> add, List<String> remove) {
        /** Framing and routing belong to the proxy: an edit of these could smuggle a request. */
        private static final List<String> UNTOUCHABLE =
                List.of("connection", "content-length", "host", "transfer-encoding");

        public Edits {
            set = List.copyOf(set);
            add = List.copyOf(add);
            remove = List.copyOf(remove);
            Range.size("set", set, 0, MAX_EDITS);
            Range.size("add", add, 0, MAX_EDITS);
            Range.size("remove", remove, 0, MAX_EDITS);
            set.forEach(field -> touchable("set", field.name()));
            add.forEach(field -> touchable("add", field.name()));
            for (String name : remove) {
                Range.token("remove", name);
                touchable("remove", name);
            }
        }

        /** Nothing is changed. */
        public static Edits none() {
            return new Edits(List.of(), List.of(), List.of());
        }

        private static void touchable(String key, String name) {
            for (String untouchable : UNTOUCHABLE) {
                if (untouchable.equalsIgnoreCase(name)) {
                    throw new ConfigFault(
                            key,
                            "\"%s\" belongs to the proxy itself; leave it out".formatted(name));
                }
            }
        }
    }

    /**
     * Answers 429 to what is too fast.
     *
     * @param limit how fast
     */
    record LocalRateLimit(RateLimit limit) implements FilterConfig {}

    /**
     * Answers 401 to requests without a known token.
     *
     * @param header where the token stands
     * @param scheme the word before it, such as {@code Bearer}; empty for none
     * @param tokensSha256 SHA-256 of each token in 64 lower-case hexadecimal digits: the
     *     configuration holds no secret
     */
    record TokenCheck(String header, String scheme, List<String> tokensSha256)
            implements FilterConfig {
        private static final int DIGEST_BYTES = 32;

        public TokenCheck {
            tokensSha256 = List.copyOf(tokensSha256);
            Range.token("header", header);
            if (!scheme.isEmpty()) {
                Range.token("scheme", scheme);
            }
            Range.size("tokens_sha256", tokensSha256, 1, MAX_TOKENS);
            tokensSha256.forEach(TokenCheck::digest);
        }

        private static void digest(String text) {
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
                        "has an entry that is not 64 hexadecimal digits; write the"
                                + " SHA-256 of the token");
            }
        }
    }

    /**
     * Answers 413 to requests with a longer body, and cuts off longer responses.
     *
     * @param requestBytes bound of requests, 0 to {@link #MAX_BODY_BYTES}
     * @param responseBytes bound of responses, in the same range
     */
    record BodySizeLimit(OptionalLong requestBytes, OptionalLong responseBytes)
            implements FilterConfig {
        public BodySizeLimit {
            requestBytes.ifPresent(bytes -> Range.count("request", bytes, 0, MAX_BODY_BYTES));
            responseBytes.ifPresent(bytes -> Range.count("response", bytes, 0, MAX_BODY_BYTES));
            if (requestBytes.isEmpty() && responseBytes.isEmpty()) {
                throw new ConfigFault("", "limits nothing; give request, response or both");
            }
        }
    }
}
