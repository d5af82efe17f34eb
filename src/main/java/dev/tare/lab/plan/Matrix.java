package dev.tare.lab.plan;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One item of a list that stands for several: {@code matrix} maps names to lists of values, and the
 * item is read once for every combination, {@code {name}} replaced by the value wherever it stands
 * in a text of the item.
 */
final class Matrix {
    /** An item stands for so many at the most. */
    static final int MAX_COMBINATIONS = 64;

    private static final String KEY = "matrix";
    private static final Pattern PLACE = Pattern.compile("\\{([a-z]+)}");

    private Matrix() {}

    /** The items, those with a matrix replaced by what they stand for. */
    static List<PlanNode> expanded(List<PlanNode> items) throws PlanException {
        List<PlanNode> all = new ArrayList<>();
        for (PlanNode item : items) {
            if (!item.isText() && item.has(KEY)) {
                all.addAll(expanded(item));
            } else {
                all.add(item);
            }
        }
        return all;
    }

    private static List<PlanNode> expanded(PlanNode item) throws PlanException {
        Set<String> unused = new HashSet<>(item.child(KEY).names());
        List<PlanNode> all = new ArrayList<>();
        for (Map<String, String> combination : combinations(item.child(KEY))) {
            String label =
                    combination.entrySet().stream()
                            .map(entry -> entry.getKey() + " " + entry.getValue())
                            .collect(Collectors.joining(", "));
            all.add(item.changed(KEY, label, text -> filled(text, combination, unused)));
        }
        if (!unused.isEmpty()) {
            throw item.child(KEY)
                    .fault("{" + unused.iterator().next() + "} stands nowhere in the item");
        }
        return all;
    }

    /** In the order in which a person would write them: the last name changes fastest. */
    private static List<Map<String, String>> combinations(PlanNode matrix) throws PlanException {
        List<Map<String, String>> all = List.of(Map.of());
        for (String name : matrix.names()) {
            if (!PLACE.matcher("{" + name + "}").matches()) {
                throw matrix.fault("\"" + name + "\" must be of small letters");
            }
            List<String> values = matrix.texts(name);
            if (values.isEmpty()) {
                throw matrix.fault("\"" + name + "\" has no value; give it one at least");
            }
            if ((long) all.size() * values.size() > MAX_COMBINATIONS) {
                throw matrix.fault(
                        "stands for more than %d items; make it smaller"
                                .formatted(MAX_COMBINATIONS));
            }
            List<Map<String, String>> longer = new ArrayList<>();
            for (Map<String, String> one : all) {
                for (String value : values) {
                    Map<String, String> with = new LinkedHashMap<>(one);
                    with.put(name, value);
                    longer.add(with);
                }
            }
            all = longer;
        }
        return all;
    }

    /** Places that no name of the matrix has are left alone: a command has some of its own. */
    private static String filled(String text, Map<String, String> values, Set<String> unused) {
        return PLACE.matcher(text)
                .replaceAll(place -> {
                    String value = values.get(place.group(1));
                    if (value != null) {
                        unused.remove(place.group(1));
                    }
                    return Matcher.quoteReplacement(value == null ? place.group() : value);
                });
    }
}
