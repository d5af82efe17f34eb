package dev.tare.lab.foreign.reader;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;

/** One JSON document somewhere in a text. */
final class JsonDocument {
    /** Deeper documents are not read. */
    static final int MAX_DEPTH = 64;

    /** Larger documents are not read. */
    static final int MAX_VALUES = 1_000_000;

    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(MAX_DEPTH)
                                    .maxStringLength(ForeignReader.MAX_BYTES)
                                    .build())
                    .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                    .build();

    /** What came of reading. */
    sealed interface Outcome {
        /**
         * The document.
         *
         * @param end offset in the text of the first character after it
         */
        record Read(JsonValue value, int end) implements Outcome {}

        /**
         * Where and why it could not be read.
         *
         * @param line counted from 1
         * @param column counted from 1
         */
        record Failed(int line, int column, String why) implements Outcome {}
    }

    private final JsonParser parser;
    private final int linesBefore;
    private int values;

    private JsonDocument(JsonParser parser, int linesBefore) {
        this.parser = parser;
        this.linesBefore = linesBefore;
    }

    /**
     * Reads the document that begins at a place of a text.
     *
     * @param offset of its first character
     * @param line of that place, counted from 1
     */
    static Outcome read(String text, int offset, int line) {
        StringReader reader = new StringReader(text);
        try {
            if (reader.skip(offset) != offset) {
                return new Outcome.Failed(line, 1, "nothing stands there");
            }
        } catch (IOException impossible) {
            throw new IllegalStateException("a text in memory can be read", impossible);
        }
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), reader)) {
            JsonDocument document = new JsonDocument(parser, line - 1);
            try {
                parser.nextToken();
                JsonValue value = document.value();
                int length = (int) parser.currentLocation().getCharOffset();
                return new Outcome.Read(value, offset + Math.max(length, 1));
            } catch (TooLarge tooLarge) {
                return document.failed("it holds more than %,d values".formatted(MAX_VALUES));
            } catch (JacksonException broken) {
                return document.failed(why(broken));
            }
        }
    }

    private Outcome.Failed failed(String why) {
        TokenStreamLocation at = parser.currentLocation();
        return new Outcome.Failed(
                linesBefore + Math.max(1, at.getLineNr()), Math.max(1, at.getColumnNr()), why);
    }

    private static String why(JacksonException broken) {
        String message = broken.getOriginalMessage();
        if (message.contains("end-of-input")) {
            return "it ends too early";
        }
        if (message.contains("nesting depth")) {
            return "it is nested deeper than %d levels".formatted(MAX_DEPTH);
        }
        return "what stands there is no JSON";
    }

    private int line() {
        return linesBefore + Math.max(1, parser.currentTokenLocation().getLineNr());
    }

    private JsonValue value() throws TooLarge {
        if (++values > MAX_VALUES) {
            throw new TooLarge();
        }
        int line = line();
        JsonToken token = parser.currentToken();
        return switch (token) {
            case START_OBJECT -> object(line);
            case START_ARRAY -> list(line);
            case VALUE_STRING ->
                    new JsonValue.Scalar(line, JsonValue.Kind.TEXT, parser.getString());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
                    new JsonValue.Scalar(line, JsonValue.Kind.NUMBER, parser.getString());
            default -> new JsonValue.Scalar(line, JsonValue.Kind.OTHER, parser.getString());
        };
    }

    private JsonValue object(int line) throws TooLarge {
        Map<String, JsonValue> members = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            members.put(name, value());
        }
        return new JsonValue.Obj(line, line(), members);
    }

    private JsonValue list(int line) throws TooLarge {
        List<JsonValue> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            elements.add(value());
        }
        return new JsonValue.Arr(line, elements);
    }

    /** The document holds more values than are read. */
    private static final class TooLarge extends Exception {
        private static final long serialVersionUID = 1;
    }
}
