package dev.tare.specimen.app.wamp.serializer;

import dev.tare.specimen.app.wamp.message.ProtocolFault;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/**
 * JSON, with binary as WAMP has it: a string that begins with NUL, the rest of which is Base64.
 *
 * <p>What JSON lacks: NaN and the infinities are written as null; a text that itself begins with
 * NUL cannot be told from binary, and is written as the binary of its bytes.
 *
 * <p>Thread-safety: any thread. Source: RFC 8259; The Web Application Messaging Protocol, section
 * "Binary conversion of JSON strings".
 */
final class JsonCodec {
    private static final char BINARY = '\0';

    /** Digits of a number; an integer within its bound has a third of that. */
    private static final int MAX_NUMBER_CHARS = 1000;

    private static final JsonFactory JSON =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(WampSerializer.MAX_DEPTH + 1)
                                    .maxNumberLength(MAX_NUMBER_CHARS)
                                    .maxStringLength(Integer.MAX_VALUE)
                                    .maxNameLength(Integer.MAX_VALUE)
                                    .build())
                    .streamWriteConstraints(
                            StreamWriteConstraints.builder()
                                    .maxNestingDepth(WampSerializer.MAX_DEPTH + 1)
                                    .build())
                    // A peer's names are not to fill a table that lives as long as the process.
                    .disable(TokenStreamFactory.Feature.INTERN_PROPERTY_NAMES)
                    .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
                    .build();

    private final JsonParser parser;
    private final Bounds bounds = new Bounds();

    private JsonCodec(JsonParser parser) {
        this.parser = parser;
    }

    static @Nullable Object read(byte[] bytes, int offset, int length) throws ProtocolFault {
        String text = Bounds.text(bytes, offset, length);
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), text)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw new ProtocolFault("nothing where JSON was expected");
            }
            Object value = new JsonCodec(parser).value(first, 0);
            if (parser.nextToken() != null) {
                throw new ProtocolFault("something follows the JSON");
            }
            return value;
        } catch (JacksonException e) {
            throw new ProtocolFault("not JSON: " + e.getOriginalMessage());
        }
    }

    private @Nullable Object value(JsonToken token, int depth) throws ProtocolFault {
        bounds.count();
        return switch (token) {
            case START_ARRAY -> list(Bounds.within(depth));
            case START_OBJECT -> dict(Bounds.within(depth));
            case VALUE_STRING -> string(parser.getString());
            case VALUE_NUMBER_INT -> integer();
            case VALUE_NUMBER_FLOAT -> number(parser.getDoubleValue());
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            case END_ARRAY, END_OBJECT, NOT_AVAILABLE, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT ->
                    throw new ProtocolFault("not JSON: " + token);
        };
    }

    private List<@Nullable Object> list(int depth) throws ProtocolFault {
        List<@Nullable Object> list = new ArrayList<>();
        JsonToken token = parser.nextToken();
        while (token != JsonToken.END_ARRAY) {
            list.add(value(token, depth));
            token = parser.nextToken();
        }
        return list;
    }

    private Map<String, @Nullable Object> dict(int depth) throws ProtocolFault {
        Map<String, @Nullable Object> dict = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = wellFormed(parser.currentName());
            bounds.count();
            Bounds.put(dict, key, value(parser.nextToken(), depth));
        }
        return dict;
    }

    private Number integer() throws ProtocolFault {
        return switch (parser.getNumberType()) {
            case INT, LONG -> parser.getLongValue();
            case BIG_INTEGER, FLOAT, DOUBLE, BIG_DECIMAL ->
                    Bounds.integer(parser.getBigIntegerValue());
        };
    }

    private static Double number(double value) throws ProtocolFault {
        if (Double.isInfinite(value)) {
            throw new ProtocolFault("a number is larger than a double can be");
        }
        return value;
    }

    private static Object string(String text) throws ProtocolFault {
        if (text.isEmpty() || text.charAt(0) != BINARY) {
            return wellFormed(text);
        }
        try {
            return Base64.getDecoder().decode(text.substring(1));
        } catch (IllegalArgumentException e) {
            throw new ProtocolFault("a string begins with NUL, and its rest is not Base64");
        }
    }

    /** Escapes can make half a surrogate pair, which no UTF-8 can carry on. */
    private static String wellFormed(String text) throws ProtocolFault {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                boolean paired =
                        Character.isHighSurrogate(c)
                                && i + 1 < text.length()
                                && Character.isLowSurrogate(text.charAt(i + 1));
                if (!paired) {
                    throw new ProtocolFault("a string has half a surrogate pair");
                }
                i++;
            }
        }
        return text;
    }

    static void write(@Nullable Object value, EncodedBytes into) {
        try (JsonGenerator generator = JSON.createGenerator(ObjectWriteContext.empty(), into)) {
            write(generator, value, 0);
        } catch (JacksonException e) {
            throw new IllegalArgumentException(e.getOriginalMessage(), e);
        }
    }

    private static void write(JsonGenerator to, @Nullable Object value, int depth) {
        switch (value) {
            case null -> to.writeNull();
            case Boolean truth -> to.writeBoolean(truth);
            case Long number -> to.writeNumber(number.longValue());
            case BigInteger number -> to.writeNumber(number);
            case Double number when !Double.isFinite(number) -> to.writeNull();
            case Double number -> to.writeNumber(number.doubleValue());
            case String text when !text.isEmpty() && text.charAt(0) == BINARY ->
                    binary(to, text.getBytes(StandardCharsets.UTF_8));
            case String text -> to.writeString(text);
            case byte[] bytes -> binary(to, bytes);
            case List<?> list -> {
                int inner = Bounds.writtenWithin(depth);
                to.writeStartArray();
                for (Object element : list) {
                    write(to, element, inner);
                }
                to.writeEndArray();
            }
            case Map<?, ?> dict -> {
                int inner = Bounds.writtenWithin(depth);
                to.writeStartObject();
                for (Map.Entry<?, ?> entry : dict.entrySet()) {
                    to.writeName(Bounds.key(entry.getKey()));
                    write(to, entry.getValue(), inner);
                }
                to.writeEndObject();
            }
            default -> throw Bounds.notWritable(value);
        }
    }

    private static void binary(JsonGenerator to, byte[] bytes) {
        to.writeString(BINARY + Base64.getEncoder().encodeToString(bytes));
    }
}
