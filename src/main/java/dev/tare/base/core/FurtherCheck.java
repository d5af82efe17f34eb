package dev.tare.base.core;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Something more that an answer must satisfy to count as correct. */
public sealed interface FurtherCheck {
    /** The longest text that a check may hold, in characters. */
    int MAX_TEXT_LENGTH = 64 * 1024;

    /**
     * A header field is there, in the head of the final answer. Trailers are not looked at, in any
     * version of HTTP: a field there is no header field, and many recipients drop it (RFC 9110,
     * section 6.5), so an answer that has it there alone is not the same to who receives it.
     *
     * @param name of the field, in any case
     * @param value that it must have, exactly; absent: any
     */
    record Header(String name, Optional<String> value) implements FurtherCheck {
        public Header {
            require(!name.isEmpty(), "a header check needs the name of a field");
            requireLength(value.orElse(""));
        }
    }

    /** The body is exactly this text, in UTF-8. */
    record BodyEquals(String text) implements FurtherCheck {
        public BodyEquals {
            requireLength(text);
        }
    }

    /** Some part of the body, read as UTF-8, matches this regular expression of Java's. */
    record BodyMatches(String regex) implements FurtherCheck {
        public BodyMatches {
            requireLength(regex);
            try {
                Pattern.compile(regex);
            } catch (PatternSyntaxException e) {
                throw new IllegalArgumentException(
                        "\"%s\" is no regular expression: %s".formatted(regex, e.getDescription()));
            }
        }
    }

    /**
     * The body is JSON, and what a pointer points at has this value.
     *
     * @param pointer as RFC 6901 writes it: empty, or beginning with a slash
     * @param value the text of a string, or a number, true, false or null as JSON writes it;
     *     absent: any value, but it must be there
     */
    record BodyJson(String pointer, Optional<String> value) implements FurtherCheck {
        public BodyJson {
            require(
                    pointer.isEmpty() || pointer.startsWith("/"),
                    "JSON pointer \"%s\" must be empty or begin with a slash".formatted(pointer));
            requireLength(pointer);
            requireLength(value.orElse(""));
        }
    }

    /**
     * The body's bytes have this checksum.
     *
     * @param algorithm which one
     * @param hex lower-case hexadecimal digits, as many as the algorithm has
     */
    record BodyChecksum(Checksum algorithm, String hex) implements FurtherCheck {
        public BodyChecksum {
            require(
                    hex.length() == algorithm.hexDigits && hex.matches("[0-9a-f]*"),
                    "checksum \"%s\" must be %d lower-case hexadecimal digits"
                            .formatted(hex, algorithm.hexDigits));
        }
    }

    /**
     * The call ended with this gRPC status.
     *
     * @param code 0 (OK) to 16
     */
    record GrpcStatus(int code) implements FurtherCheck {
        private static final int MAX_CODE = 16;

        public GrpcStatus {
            require(
                    code >= 0 && code <= MAX_CODE,
                    "gRPC status %d must be 0 to 16".formatted(code));
        }
    }

    /** A checksum's algorithm. */
    enum Checksum {
        CRC32(8),
        SHA256(64);

        private final int hexDigits;

        Checksum(int hexDigits) {
            this.hexDigits = hexDigits;
        }
    }

    private static void requireLength(String text) {
        require(
                text.length() <= MAX_TEXT_LENGTH,
                "a check's text must have at most " + MAX_TEXT_LENGTH + " characters");
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
