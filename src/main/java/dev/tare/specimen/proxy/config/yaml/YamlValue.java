package dev.tare.specimen.proxy.config.yaml;

import java.util.List;
import java.util.SequencedMap;

/** A node of a document, with the line on which it begins, from 1. */
sealed interface YamlValue {
    int line();

    /**
     * A word, a number, a text.
     *
     * @param text as written, without quotes
     * @param absent whether nothing or {@code null} is written
     */
    record Scalar(String text, boolean absent, int line) implements YamlValue {}

    /** A list. */
    record Sequence(List<YamlValue> items, int line) implements YamlValue {}

    /** A map, in the order of the document. */
    record Mapping(SequencedMap<String, YamlValue> entries, int line) implements YamlValue {}
}
