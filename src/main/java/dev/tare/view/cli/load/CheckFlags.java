package dev.tare.view.cli.load;

import dev.tare.base.core.AnswerCheck;
import dev.tare.base.core.FurtherCheck;
import dev.tare.view.cli.shell.UsageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** The flags that say what a correct answer is. */
final class CheckFlags {
    private static final Pattern STATUS = Pattern.compile("(\\d{3})(?:-(\\d{3}))?");

    @Option(
            names = "--check-status",
            paramLabel = "STATUS",
            defaultValue = "200-299",
            description =
                    "Status, or range of them, of a correct answer (default: ${DEFAULT-VALUE}).")
    private String status = "";

    @Option(
            names = "--check-length",
            paramLabel = "BYTES",
            description = "Length that a correct body has.")
    private long length = AnswerCheck.ANY_LENGTH;

    @Option(
            names = "--check-header",
            paramLabel = "NAME[: VALUE]",
            description = "Header that a correct answer has; may be repeated.")
    private List<String> headers = new ArrayList<>();

    @Option(
            names = "--check-equals",
            paramLabel = "TEXT",
            description = "What a correct body is, whole.")
    private Optional<String> equal = Optional.empty();

    @Option(
            names = "--check-contains",
            paramLabel = "TEXT",
            description = "Text that a correct body contains.")
    private String contains = "";

    @Option(
            names = "--check-matches",
            paramLabel = "REGEX",
            description =
                    "Regular expression that a part of a correct body matches; may be repeated.")
    private List<String> matches = new ArrayList<>();

    @Option(
            names = "--check-json",
            paramLabel = "/POINTER[=VALUE]",
            description = "What a correct body, as JSON, holds there (RFC 6901); may be repeated.")
    private List<String> json = new ArrayList<>();

    @Option(
            names = "--check-sha256",
            paramLabel = "HEX",
            description = "SHA-256 of a correct body.")
    private Optional<String> sha256 = Optional.empty();

    @Option(names = "--check-crc32", paramLabel = "HEX", description = "CRC-32 of a correct body.")
    private Optional<String> crc32 = Optional.empty();

    @Option(
            names = "--check-grpc-status",
            paramLabel = "CODE",
            description = "gRPC status of a correct answer: 0 to 16.")
    private Optional<Integer> grpcStatus = Optional.empty();

    CheckFlags() {}

    /** What a correct answer is. */
    AnswerCheck check() throws UsageException {
        List<FurtherCheck> further = new ArrayList<>();
        for (String header : headers) {
            further.add(read("--check-header", header, CheckFlags::header));
        }
        if (equal.isPresent()) {
            further.add(read("--check-equals", equal.get(), FurtherCheck.BodyEquals::new));
        }
        for (String regex : matches) {
            further.add(read("--check-matches", regex, FurtherCheck.BodyMatches::new));
        }
        for (String pointer : json) {
            further.add(read("--check-json", pointer, CheckFlags::json));
        }
        if (sha256.isPresent()) {
            further.add(checksum("--check-sha256", sha256.get(), FurtherCheck.Checksum.SHA256));
        }
        if (crc32.isPresent()) {
            further.add(checksum("--check-crc32", crc32.get(), FurtherCheck.Checksum.CRC32));
        }
        if (grpcStatus.isPresent()) {
            further.add(
                    read(
                            "--check-grpc-status",
                            grpcStatus.get(),
                            code -> new FurtherCheck.GrpcStatus(code)));
        }
        AnswerCheck range = read("--check-status", status, CheckFlags::status);
        try {
            return new AnswerCheck(range.statusMin(), range.statusMax(), length, contains, further);
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    private static AnswerCheck status(String text) {
        Matcher range = STATUS.matcher(text);
        if (!range.matches()) {
            throw new IllegalArgumentException(
                    "\"%s\" is no status; write it as 200 or 200-299".formatted(text));
        }
        int lowest = Integer.parseInt(range.group(1));
        int highest = range.group(2) == null ? lowest : Integer.parseInt(range.group(2));
        return new AnswerCheck(lowest, highest, AnswerCheck.ANY_LENGTH, "");
    }

    private static FurtherCheck header(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            return new FurtherCheck.Header(text.strip(), Optional.empty());
        }
        return new FurtherCheck.Header(
                text.substring(0, colon).strip(), Optional.of(text.substring(colon + 1).strip()));
    }

    /** The value begins behind the first equals sign; a pointer with one writes it in JSON. */
    private static FurtherCheck json(String text) {
        int equals = text.indexOf('=');
        if (equals < 0) {
            return new FurtherCheck.BodyJson(text, Optional.empty());
        }
        return new FurtherCheck.BodyJson(
                text.substring(0, equals), Optional.of(text.substring(equals + 1)));
    }

    private static FurtherCheck checksum(String flag, String hex, FurtherCheck.Checksum algorithm)
            throws UsageException {
        return read(
                flag,
                hex,
                text -> new FurtherCheck.BodyChecksum(algorithm, text.toLowerCase(Locale.ROOT)));
    }

    private static <A, T> T read(String flag, A argument, Function<A, T> reader)
            throws UsageException {
        try {
            return reader.apply(argument);
        } catch (IllegalArgumentException e) {
            throw new UsageException(flag + ": " + e.getMessage());
        }
    }
}
