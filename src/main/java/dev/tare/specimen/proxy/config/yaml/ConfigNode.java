package dev.tare.specimen.proxy.config.yaml;

import dev.tare.base.core.QuantityText;
import dev.tare.specimen.proxy.config.ConfigFault;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A place in the document that knows its path and line.
 *
 * <p>A scalar that is wrong is noted and stands as its fallback, so that reading goes on; a block
 * that cannot be made at all is noted and {@link Broken}, and left out by the list or block around
 * it.
 */
final class ConfigNode {
    private final YamlValue value;
    private final String path;
    private final Faults faults;

    /** The fault is noted; there is nothing to go on with. */
    static final class Broken extends Exception {
        private static final long serialVersionUID = 1;

        Broken() {
            super("noted among the faults", null, false, false);
        }
    }

    /** Makes something of a node. */
    interface Reader<T> {
        T read(ConfigNode node) throws Broken;
    }

    ConfigNode(YamlValue value, String path, Faults faults) {
        this.value = value;
        this.path = path;
        this.faults = faults;
    }

    /** Notes a fault of this place; to be thrown where it cannot be gone on. */
    Broken fault(String sentence) {
        faults.add(value.line(), path, sentence);
        return new Broken();
    }

    private Broken fault(String key, String sentence) {
        if (key.isEmpty()) {
            return fault(sentence);
        }
        int line = value.line();
        @Nullable YamlValue place = value;
        for (String part : key.split("\\.", -1)) {
            place = place instanceof YamlValue.Mapping mapping ? mapping.entries().get(part) : null;
            line = place == null ? line : place.line();
        }
        faults.add(line, placeOf(key), sentence);
        return new Broken();
    }

    boolean isScalar() {
        return value instanceof YamlValue.Scalar;
    }

    private @Nullable YamlValue entry(String key) {
        if (!(value instanceof YamlValue.Mapping mapping)) {
            return null;
        }
        YamlValue entry = mapping.entries().get(key);
        return entry instanceof YamlValue.Scalar scalar && scalar.absent() ? null : entry;
    }

    boolean has(String key) {
        return entry(key) != null;
    }

    /** Notes that what a key asks for is known but not built. */
    void refuseUnserved(String key, boolean asked) {
        if (asked) {
            var _ = fault(key, "is not served yet; leave it out");
        }
    }

    /** Of these keys, those that are there. */
    List<String> present(String... keys) {
        return List.of(keys).stream().filter(this::has).toList();
    }

    /** Notes every key that is not among these; breaks if this is no map. */
    void allow(String... keys) throws Broken {
        List<String> allowed = List.of(keys);
        for (String name : names()) {
            if (!allowed.contains(name)) {
                var _ = fault(name, "unknown key" + NearestWord.remedy(name, allowed));
            }
        }
    }

    /** The keys of a map, in its order. */
    Collection<String> names() throws Broken {
        if (!(value instanceof YamlValue.Mapping mapping)) {
            throw fault("must be a map of keys to values");
        }
        return mapping.entries().keySet();
    }

    ConfigNode child(String key) throws Broken {
        YamlValue entry = entry(key);
        if (entry == null) {
            throw fault("has no \"" + key + "\"; add it");
        }
        return new ConfigNode(entry, placeOf(key), faults);
    }

    /** What the list at a key holds, without the items that are broken; none if it is not there. */
    <T> List<T> items(String key, Reader<T> reader) throws Broken {
        List<T> read = new ArrayList<>();
        if (!has(key)) {
            return read;
        }
        ConfigNode list = child(key);
        if (!(list.value instanceof YamlValue.Sequence sequence)) {
            throw list.fault("must be a list");
        }
        for (int i = 0; i < sequence.items().size(); i++) {
            String place = list.path + "[" + (i + 1) + "]";
            ConfigNode item = new ConfigNode(sequence.items().get(i), place, faults);
            item.tryRead(reader).ifPresent(read::add);
        }
        return read;
    }

    /** As {@link #items}, but what is wrong there is noted by another reading. */
    <T> List<T> silently(String key, Reader<T> reader) {
        try {
            return new ConfigNode(value, path, new Faults("")).items(key, reader);
        } catch (Broken e) {
            return List.of();
        }
    }

    /** What the block at a key is, if it is there and not broken. */
    <T> Optional<T> optional(String key, Reader<T> reader) {
        YamlValue entry = entry(key);
        if (entry == null) {
            return Optional.empty();
        }
        return new ConfigNode(entry, placeOf(key), faults).tryRead(reader);
    }

    private <T> Optional<T> tryRead(Reader<T> reader) {
        try {
            return Optional.of(reader.read(this));
        } catch (Broken e) {
            return Optional.empty();
        }
    }

    String text() throws Broken {
        if (!(value instanceof YamlValue.Scalar scalar)) {
            throw fault("must be a single value, not a map or a list");
        }
        if (scalar.absent()) {
            throw fault("is empty; give a value");
        }
        return scalar.text();
    }

    String text(String key) throws Broken {
        return child(key).text();
    }

    Optional<String> optionalText(String key) {
        return optional(key, ConfigNode::text);
    }

    /** What a scalar says; the fallback if it is not there or makes no sense. */
    <T> T value(String key, Function<String, T> meaning, T fallback) {
        return optional(key, node -> node.meaning(meaning)).orElse(fallback);
    }

    /** What this scalar says. */
    <T> T meaning(Function<String, T> meaning) throws Broken {
        String text = text();
        return build(() -> meaning.apply(text));
    }

    long durationNs(String key, long fallbackNs) {
        return value(key, QuantityText::durationNs, fallbackNs);
    }

    OptionalLong optionalDurationNs(String key) {
        return has(key)
                ? value(
                        key,
                        text -> OptionalLong.of(QuantityText.durationNs(text)),
                        OptionalLong.empty())
                : OptionalLong.empty();
    }

    int count(String key, int fallback) {
        return value(key, text -> QuantityText.count(text, 0, Integer.MAX_VALUE), fallback);
    }

    boolean flag(String key, boolean fallback) {
        return value(key, ConfigNode::parseFlag, fallback);
    }

    private static boolean parseFlag(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default ->
                    throw new IllegalArgumentException(
                            "\"" + text + "\" is neither true nor false");
        };
    }

    /** One of an enum's constants, written in lower case. */
    <E extends Enum<E>> E word(String key, Class<E> type, E fallback) {
        return value(key, text -> parseWord(text, type), fallback);
    }

    static <E extends Enum<E>> E parseWord(String text, Class<E> type) {
        List<String> known = new ArrayList<>();
        for (E constant : type.getEnumConstants()) {
            String word = constant.name().toLowerCase(Locale.ROOT);
            if (word.equals(text)) {
                return constant;
            }
            known.add(word);
        }
        throw new IllegalArgumentException(
                "\"" + text + "\" is not known" + NearestWord.remedy(text, known));
    }

    /**
     * Makes a record; what it refuses is noted with its place, unless something was noted there
     * already: a list without its broken items may be too short for no fault of its own.
     */
    <T> T build(Supplier<T> maker) throws Broken {
        try {
            return maker.get();
        } catch (ConfigFault e) {
            throw refused(e.key(), e.sentence());
        } catch (IllegalArgumentException e) {
            throw refused("", String.valueOf(e.getMessage()));
        }
    }

    private Broken refused(String key, String sentence) {
        return faults.isNotedAt(placeOf(key)) ? new Broken() : fault(key, sentence);
    }

    /** Breaks if anything was noted in this block so far. */
    void requireSound() throws Broken {
        if (faults.isNotedAt(path)) {
            throw new Broken();
        }
    }

    private String placeOf(String key) {
        return key.isEmpty() || path.isEmpty() ? path + key : path + "." + key;
    }
}
