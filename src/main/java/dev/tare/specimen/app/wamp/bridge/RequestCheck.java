package dev.tare.specimen.app.wamp.bridge;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tare.base.time.EpochClock;
import dev.tare.specimen.app.http.HttpRequest;
import dev.tare.specimen.app.wamp.bridge.Denial.Kind;
import dev.tare.specimen.app.wamp.message.ProtocolFault;
import dev.tare.specimen.app.wamp.serializer.WampSerializer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Holds a request against the bridge's rules, in the order in which crossbar does it, and reads its
 * body.
 *
 * <p>What HTTP itself forbids never comes here: several lengths (crossbar's AR463) and another
 * length than was said (AR465) are refused by the server with 400.
 *
 * <p>Thread-safety: any thread.
 */
final class RequestCheck {
    private static final String JSON = "application/json";
    private static final Pattern TIMESTAMP =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{1,6}Z");
    private static final Pattern INTEGER = Pattern.compile("[+-]?\\d{1,18}");
    private static final long MAX_NONCE = 1L << 53;
    private static final double NS_PER_S = 1e9;

    private final BridgeOptions options;
    private final EpochClock clock;

    RequestCheck(BridgeOptions options, EpochClock clock) {
        this.options = options;
        this.clock = clock;
    }

    /** The object that the request's body is. */
    @SuppressWarnings("unchecked") // The maps that a serializer reads are of such values.
    Map<String, @Nullable Object> read(HttpRequest request) throws Denial {
        checkContentType(request.field("content-type").orElse(""));
        byte[] body = request.body();
        if (options.postBodyLimit() > 0 && body.length > options.postBodyLimit()) {
            throw new Denial(
                    Kind.AR413,
                    "the body has %d bytes, more than %d"
                            .formatted(body.length, options.postBodyLimit()));
        }
        if (!request.query().isEmpty() || options.signing().isPresent()) {
            checkSigned(new QueryFields(request.query()), body);
        }
        checkAddress(request);
        if (!(json(body) instanceof Map<?, ?> object)) {
            throw new Denial(Kind.AR454, "the body must be a JSON object");
        }
        return (Map<String, @Nullable Object>) object;
    }

    private static void checkContentType(String field) throws Denial {
        if (field.isEmpty() || field.equals(JSON)) {
            return;
        }
        String[] parts = field.toLowerCase(Locale.ROOT).split(";", -1);
        if (!parts[0].strip().equals(JSON)) {
            throw new Denial(Kind.AR452, "the content type must be " + JSON);
        }
        Set<String> names = new HashSet<>();
        for (int i = 1; i < parts.length; i++) {
            String[] parameter = parts[i].split("=", -1);
            boolean isNew = parameter.length < 2 || names.add(parameter[0].strip());
            if (parameter.length > 2 || !isNew) {
                throw new Denial(Kind.AR450, "the content type has malformed parameters");
            }
            if (parameter.length == 2 && parameter[0].strip().equals("charset")) {
                String charset = parameter[1].strip().replace("\"", "");
                if (!charset.equals("utf-8") && !charset.equals("utf8")) {
                    throw new Denial(Kind.AR450, "the charset must be UTF-8");
                }
            }
        }
    }

    private void checkSigned(QueryFields query, byte[] body) throws Denial {
        Optional<Signing> signing = options.signing();
        String key = field(query, "key");
        String timestamp = field(query, "timestamp");
        if (!timestamp.isEmpty()) {
            checkTimestamp(timestamp);
        }
        String seq = field(query, "seq");
        if (!seq.isEmpty() && !INTEGER.matcher(seq).matches()) {
            throw new Denial(Kind.AR462, "seq must be an integer");
        }
        String nonce = field(query, "nonce");
        if (!nonce.isEmpty() && !isNonce(nonce)) {
            throw new Denial(Kind.AR462, "nonce must be an integer of 0 to 2^53");
        }
        String signature = field(query, "signature");
        if (signing.isEmpty()) {
            return;
        }
        if (!signing.get().key().equals(key)) {
            throw new Denial(Kind.AR460, "the key is not known");
        }
        if (!signing.get().isSignature(signature, timestamp, seq, nonce, body)) {
            throw new Denial(Kind.AR459, "the signature is not right");
        }
    }

    /** A field; empty where it is not there, which it must be in a signed request. */
    private String field(QueryFields query, String name) throws Denial {
        Optional<String> field = query.field(name).filter(value -> !value.isEmpty());
        if (field.isEmpty() && options.signing().isPresent()) {
            throw new Denial(
                    Kind.AR461, "requests must be signed, and %s is missing".formatted(name));
        }
        return field.orElse("");
    }

    private static boolean isNonce(String text) {
        return INTEGER.matcher(text).matches()
                && Long.parseLong(text) >= 0
                && Long.parseLong(text) <= MAX_NONCE;
    }

    private void checkTimestamp(String text) throws Denial {
        Instant stamp;
        try {
            if (!TIMESTAMP.matcher(text).matches()) {
                throw new DateTimeException("another form");
            }
            stamp = Instant.parse(text);
        } catch (DateTimeException _) {
            throw new Denial(
                    Kind.AR462, "timestamp must be UTC and of the form 2026-11-22T16:59:51.123Z");
        }
        double stampS = stamp.getEpochSecond() + stamp.getNano() / NS_PER_S;
        double offS = Math.abs(clock.epochNs() / NS_PER_S - stampS);
        if (options.timestampDeltaLimitS() > 0 && offS > options.timestampDeltaLimitS()) {
            throw new Denial(
                    Kind.AR464,
                    "the timestamp is more than %d s from now"
                            .formatted(options.timestampDeltaLimitS()));
        }
    }

    private void checkAddress(HttpRequest request) throws Denial {
        if (options.requireIp().isEmpty()) {
            return;
        }
        InetAddress from =
                request.remoteAddress() instanceof InetSocketAddress internet
                        ? internet.getAddress()
                        : null;
        if (from == null || options.requireIp().stream().noneMatch(net -> net.contains(from))) {
            throw new Denial(Kind.AR466, "requests from this address are not served");
        }
    }

    private static @Nullable Object json(byte[] body) throws Denial {
        try {
            return WampSerializer.JSON.read(body, 0, body.length);
        } catch (ProtocolFault fault) {
            throw isUtf8(body)
                    ? new Denial(Kind.AR453, "the body: " + fault.getMessage())
                    : new Denial(Kind.AR451, "the body is no UTF-8");
        }
    }

    private static boolean isUtf8(byte[] bytes) {
        try {
            UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException _) {
            return false;
        }
    }
}
