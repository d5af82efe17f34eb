package dev.tare.lab.foreign;

import dev.tare.base.core.Field;
import dev.tare.base.core.RateShape;
import dev.tare.base.core.RequestBody;
import dev.tare.load.spec.ConnectionPolicy;
import dev.tare.load.spec.LoadSpec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Makes a {@link FortioCommandLine} of flags that are told apart. */
final class FortioWords {
    private static final long NS_PER_SECOND = 1_000_000_000;
    private static final long DEFAULT_TIMEOUT_NS = 3 * NS_PER_SECOND;
    private static final double DEFAULT_QPS = 8;
    private static final int DEFAULT_CONNECTIONS = 4;
    private static final int MIN_STATUS_TO_ABORT = -1;
    private static final int MAX_STATUS = 599;
    private static final Set<String> LEVELS =
            Set.of("debug", "verbose", "info", "warning", "error", "critical", "fatal");

    private final GoFlags flags;
    private final String hostName;

    FortioWords(GoFlags flags, String hostName) {
        this.flags = flags;
        this.hostName = hostName;
    }

    FortioCommandLine commandLine() throws ForeignUsageException {
        if (flags.words().size() != 1) {
            throw refusal(
                    "fortio load/curl needs a URL or destination: one word after the flags, not "
                            + flags.words().size());
        }
        String url = flags.words().getFirst().strip();
        if (url.startsWith("tcp://") || url.startsWith("udp://")) {
            throw refusal("raw TCP and UDP are not offered: give an http:// address");
        }
        long durationNs = durationNs();
        long calls = flags.whole("n", 0, 0, Long.MAX_VALUE);
        double askedPerSec = askedPerSec(calls, durationNs);
        Optional<FortioGrpc> grpc = grpc();
        int streams = grpc.map(FortioGrpc::streams).orElse(1);
        int atOnce = fewer(connections() * streams, askedPerSec, durationNs, calls);
        int connections = Math.ceilDiv(atOnce, streams);
        int[] reuse = reuse();
        return new FortioCommandLine(
                url,
                askedPerSec,
                connections,
                durationNs,
                calls,
                request(),
                security(),
                timeoutNs(grpc),
                reuse[0],
                reuse[1],
                (int) Math.min(connections, flags.whole("gomaxprocs", 1, 0, LoadSpec.MAX_THREADS)),
                flags.text("resolve", ""),
                flags.text("unix-socket", ""),
                settings(url, calls > 0 ? 0 : connections, grpc),
                output(),
                flags.flag("allow-initial-errors", false));
    }

    private long durationNs() throws ForeignUsageException {
        long durationNs = flags.durationNs("t", 5 * NS_PER_SECOND);
        if (durationNs == 0) {
            throw refusal("-t: 0 runs without an end, which is not offered; give a duration");
        }
        return durationNs;
    }

    private int connections() throws ForeignUsageException {
        return (int) flags.whole("c", DEFAULT_CONNECTIONS, 1, ConnectionPolicy.MAX_CONNECTIONS);
    }

    /** A ping that is to be answered late has as much longer. */
    private long timeoutNs(Optional<FortioGrpc> grpc) throws ForeignUsageException {
        long delayNs = grpc.map(FortioGrpc::delayNs).orElse(0L);
        long timeoutNs = flags.durationNs("timeout", DEFAULT_TIMEOUT_NS + delayNs);
        return timeoutNs == 0 ? DEFAULT_TIMEOUT_NS + delayNs : timeoutNs;
    }

    /** What {@code -grpc} asks for; absent: HTTP. */
    private Optional<FortioGrpc> grpc() throws ForeignUsageException {
        if (!flags.flag("grpc", false)) {
            return Optional.empty();
        }
        List<Field> metadata = new ArrayList<>();
        for (String header : flags.all("H")) {
            metadata.add(field(header));
        }
        addCredentials(metadata);
        int payloadBytes = (int) flags.whole("payload-size", 0, 0, RequestBody.MAX_BYTES);
        return Optional.of(
                new FortioGrpc(
                        flags.flag("ping", false),
                        flags.text("healthservice", ""),
                        flags.durationNs("grpc-ping-delay", 0),
                        payloadBytes > 0
                                ? RequestBody.ofLength(payloadBytes).text().orElseThrow()
                                : flags.text("payload", ""),
                        (int) Math.max(1, flags.whole("s", 1, 0, ConnectionPolicy.MAX_DEPTH)),
                        metadata));
    }

    private double askedPerSec(long calls, long durationNs) throws ForeignUsageException {
        if (flags.flag("calc-qps", false)) {
            if (calls == 0) {
                throw refusal("can't use `-calc-qps` without also specifying `-n` and `-t`");
            }
            return calls * (double) NS_PER_SECOND / durationNs;
        }
        double askedPerSec = flags.number("qps", DEFAULT_QPS);
        if (askedPerSec > RateShape.MAX_RATE_PER_SEC) {
            throw refusal("-qps: %s is more than 10000000".formatted(flags.text("qps", "")));
        }
        return Math.max(0, askedPerSec);
    }

    /** At a rate, fortio gives every connection two calls at least. */
    private static int fewer(int connections, double askedPerSec, long durationNs, long calls) {
        if (askedPerSec == 0) {
            return calls == 0 ? connections : (int) Math.min(connections, calls);
        }
        long total = calls > 0 ? calls : (long) (askedPerSec * durationNs / NS_PER_SECOND);
        return (int) Math.max(1, Math.min(connections, total / 2));
    }

    private int[] reuse() throws ForeignUsageException {
        boolean keepAlive = flags.flag("keepalive", true);
        String range = flags.text("connection-reuse", "");
        if (!keepAlive) {
            return new int[] {1, 1};
        }
        if (range.isEmpty()) {
            return new int[] {0, 0};
        }
        if (!range.matches("[1-9]\\d{0,8}(:[1-9]\\d{0,8})?")) {
            throw new ForeignUsageException(
                    "invalid value \"%s\" for flag -connection-reuse: write it as 10:30"
                            .formatted(range),
                    GoFlags.EXIT_CODE);
        }
        int colon = range.indexOf(':');
        int first = Integer.parseInt(colon < 0 ? range : range.substring(0, colon));
        int second = colon < 0 ? first : Integer.parseInt(range.substring(colon + 1));
        return new int[] {Math.min(first, second), Math.max(first, second)};
    }

    private FortioCommandLine.Request request() throws ForeignUsageException {
        Optional<String> bodyFile = flags.text("payload-file").filter(file -> !file.isEmpty());
        int size = (int) flags.whole("payload-size", 0, 0, RequestBody.MAX_BYTES);
        int bodyBytes = bodyFile.isPresent() ? 0 : size;
        String body = bodyBytes > 0 || bodyFile.isPresent() ? "" : flags.text("payload", "");
        boolean hasBody = bodyBytes > 0 || bodyFile.isPresent() || !body.isEmpty();
        List<Field> fields = new ArrayList<>();
        String contentType = flags.text("content-type", "");
        for (String header : flags.all("H")) {
            Field field = field(header);
            if (field.name().equalsIgnoreCase("Content-Type")) {
                contentType = contentType.isEmpty() ? field.value() : contentType;
            } else {
                fields.add(field);
            }
        }
        boolean post = hasBody || !contentType.isEmpty();
        if (post) {
            fields.add(
                    new Field(
                            "Content-Type",
                            contentType.isEmpty() ? "application/octet-stream" : contentType));
        }
        if (flags.flag("compression", false)) {
            fields.add(new Field("Accept-Encoding", "gzip"));
        }
        addCredentials(fields);
        String method = flags.text("X", "");
        return new FortioCommandLine.Request(
                method.isEmpty() ? post ? "POST" : "GET" : method.toUpperCase(Locale.ROOT),
                fields,
                body,
                bodyFile,
                bodyBytes);
    }

    private FortioCommandLine.Security security() throws ForeignUsageException {
        Optional<String> certificates = flags.text("cert").filter(file -> !file.isEmpty());
        Optional<String> key = flags.text("key").filter(file -> !file.isEmpty());
        if (certificates.isPresent() != key.isPresent()) {
            throw refusal("-cert and -key belong together: one of them is missing");
        }
        return new FortioCommandLine.Security(
                flags.flag("h2", false),
                flags.flag("k", false) || flags.flag("https-insecure", false),
                flags.text("cacert").filter(file -> !file.isEmpty()),
                certificates,
                key);
    }

    private void addCredentials(List<Field> fields) throws ForeignUsageException {
        String user = flags.text("user", "");
        if (user.isEmpty()) {
            return;
        }
        if (user.indexOf(':') < 1) {
            throw refusal("-user: the credentials must be of the form user:password");
        }
        byte[] bytes = user.getBytes(StandardCharsets.UTF_8);
        fields.add(
                new Field("Authorization", "Basic " + Base64.getEncoder().encodeToString(bytes)));
    }

    private static Field field(String header) throws ForeignUsageException {
        int colon = header.indexOf(':');
        if (colon < 1) {
            throw new ForeignUsageException(
                    "invalid value \"%s\" for flag -H: invalid extra header, expecting Key: Value"
                            .formatted(header),
                    GoFlags.EXIT_CODE);
        }
        try {
            return new Field(
                    header.substring(0, colon).strip(), header.substring(colon + 1).strip());
        } catch (IllegalArgumentException e) {
            throw new ForeignUsageException("-H: " + e.getMessage(), GoFlags.EXIT_CODE);
        }
    }

    private FortioSettings settings(String url, int warmUpCalls, Optional<FortioGrpc> grpc)
            throws ForeignUsageException {
        String shortUrl = url.replaceFirst("^https?://", "");
        String labels = flags.text("labels", "");
        try {
            return new FortioSettings(
                    url,
                    labels.isEmpty() ? shortUrl + " , " + hostName : labels,
                    percentiles(),
                    flags.number("r", 0.001),
                    flags.durationNs("offset", 0) / (double) NS_PER_SECOND,
                    flags.flag("jitter", false),
                    flags.flag("uniform", false),
                    flags.flag("nocatchup", false),
                    warmUpCalls,
                    flags.whole("runid", 0, Long.MIN_VALUE, Long.MAX_VALUE),
                    (int) flags.whole("abort-on", 0, MIN_STATUS_TO_ABORT, MAX_STATUS),
                    grpc);
        } catch (IllegalArgumentException e) {
            throw refusal(String.valueOf(e.getMessage()));
        }
    }

    private List<Double> percentiles() throws ForeignUsageException {
        if (flags.text("p").isEmpty()) {
            return FortioSettings.PERCENTILES;
        }
        List<Double> percentiles = new ArrayList<>();
        try {
            for (String percentile : flags.text("p", "").split(",", -1)) {
                if (!percentile.isBlank()) {
                    percentiles.add(Double.parseDouble(percentile.strip()));
                }
            }
        } catch (NumberFormatException e) {
            throw refusal("Unable to extract percentiles from -p: " + e.getMessage());
        }
        if (percentiles.isEmpty()) {
            throw refusal("Unable to extract percentiles from -p: list can't be empty");
        }
        return percentiles;
    }

    private FortioCommandLine.Output output() throws ForeignUsageException {
        String level = flags.text("loglevel", "info").toLowerCase(Locale.ROOT);
        if (!LEVELS.contains(level)) {
            throw new ForeignUsageException(
                    "invalid value \"%s\" for flag -loglevel: it must be one of %s"
                            .formatted(level, String.join(", ", LEVELS.stream().sorted().toList())),
                    GoFlags.EXIT_CODE);
        }
        FortioText.Detail detail =
                switch (level) {
                    case "debug", "verbose", "info" -> FortioText.Detail.FULL;
                    case "warning" -> FortioText.Detail.LESS;
                    default -> FortioText.Detail.QUIET;
                };
        return new FortioCommandLine.Output(
                flags.flag("quiet", false) ? FortioText.Detail.QUIET : detail,
                flags.text("json").filter(path -> !path.isEmpty()),
                flags.flag("a", false),
                flags.text("data-dir", "."));
    }

    private static ForeignUsageException refusal(String message) {
        return new ForeignUsageException(message, 1);
    }
}
