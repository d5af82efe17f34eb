package dev.tare.lab.bundle;

import dev.tare.base.core.AnswerCheck;
import java.util.Locale;
import java.util.regex.Pattern;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.EnumNamingStrategies;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;

/** Names, limits and JSON of format version 1; {@code docs/format/bundle-v1.md} says the same. */
final class BundleFormat {
    static final String MANIFEST = "bundle.json";
    static final String END = "end.json";
    static final String LOSSES = "losses.json";
    static final String PUBLISHED = "published.yaml";
    static final String LOCK = ".lock";
    static final String ROUNDS = "rounds";
    static final String ROUND = "round.json";
    static final String BLOCKS = "blocks";
    static final String BLOCK = "block.json";
    static final String HISTOGRAMS = "slices.hlog";

    /** Rounds and blocks are numbered with four digits. */
    static final int MAX_NUMBER = 9_999;

    static final int MAX_SLICES_A_BLOCK = 500;
    static final int MAX_JSON_BYTES = 16 << 20;
    static final int MAX_PUBLISHED_BYTES = 4 << 20;
    static final int MAX_HISTOGRAM_LOG_BYTES = 64 << 20;
    static final int MAX_CONFIGURATION_BYTES = 4 << 20;
    private static final int MAX_JSON_DEPTH = 32;
    private static final int MAX_JSON_STRING_CHARACTERS = 4 << 20;

    private static final Pattern NUMBER = Pattern.compile("[0-9]{4}");
    private static final Pattern FILE_NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}");

    private static final JsonMapper MAPPER = newMapper();
    private static final ObjectWriter WRITER = MAPPER.writer().with(newPrinter());

    private BundleFormat() {}

    static JsonMapper mapper() {
        return MAPPER;
    }

    /** The bytes of a record's file: indented, keys of maps in order, one line feed at the end. */
    static byte[] toJson(Object written) {
        return (WRITER.writeValueAsString(written) + "\n")
                .getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }

    /** The folder's name of a round or a block. */
    static String folderName(int number) {
        if (number < 0 || number > MAX_NUMBER) {
            throw new IllegalArgumentException(
                    "number " + number + " must be from 0 to " + MAX_NUMBER);
        }
        return String.format(Locale.ROOT, "%04d", number);
    }

    static boolean isNumber(String name) {
        return NUMBER.matcher(name).matches();
    }

    /** Whether {@code name} is one that a configuration file within a round's folder may have. */
    static boolean isFileName(String name) {
        return FILE_NAME.matcher(name).matches() && !name.equals(ROUND);
    }

    private static JsonMapper newMapper() {
        JsonFactory factory =
                JsonFactory.builder()
                        .streamReadConstraints(
                                StreamReadConstraints.builder()
                                        .maxNestingDepth(MAX_JSON_DEPTH)
                                        .maxStringLength(MAX_JSON_STRING_CHARACTERS)
                                        .maxDocumentLength(MAX_JSON_BYTES)
                                        .build())
                        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                        .build();
        return JsonMapper.builder(factory)
                .addMixIn(AnswerCheck.class, AnswerCheckFormat.class)
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .enumNamingStrategy(EnumNamingStrategies.LOWER_CASE)
                .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .build();
    }

    private static DefaultPrettyPrinter newPrinter() {
        // A line feed on every system: a bundle's bytes do not depend on where it was written.
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        return new DefaultPrettyPrinter().withObjectIndenter(indenter).withArrayIndenter(indenter);
    }
}
