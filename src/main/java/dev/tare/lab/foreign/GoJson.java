package dev.tare.lab.foreign;

import java.math.BigDecimal;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON as Go's {@code json.MarshalIndent} writes it with an indent of two spaces: objects in the
 * order of their fields, numbers without an exponent from 10⁻⁶ on, {@code <}, {@code >} and {@code
 * &} escaped.
 */
final class GoJson {
    private static final double MIN_PLAIN = 1e-6;
    private static final double MAX_PLAIN = 1e21;

    private final StringBuilder out = new StringBuilder();

    private GoJson() {}

    /**
     * The text of a value and its last line's end.
     *
     * @param value a map with names as keys, an iterable, a string, a number, a boolean or null
     */
    static String text(Object value) {
        GoJson json = new GoJson();
        json.write(value, "");
        return json.out.append('\n').toString();
    }

    private void write(@Nullable Object value, String indent) {
        switch (value) {
            case null -> out.append("null");
            case Map<?, ?> map -> writeObject(map, indent);
            case Iterable<?> list -> writeList(list, indent);
            case Double number -> out.append(number(number));
            case Boolean bool -> out.append(bool);
            case Number whole -> out.append(whole);
            default -> writeText(value.toString());
        }
    }

    private void writeObject(Map<?, ?> map, String indent) {
        if (map.isEmpty()) {
            out.append("{}");
            return;
        }
        String inner = indent + "  ";
        String separator = "{\n";
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            out.append(separator).append(inner);
            writeText(entry.getKey().toString());
            out.append(": ");
            write(entry.getValue(), inner);
            separator = ",\n";
        }
        out.append('\n').append(indent).append('}');
    }

    private void writeList(Iterable<?> list, String indent) {
        Iterator<?> values = list.iterator();
        if (!values.hasNext()) {
            out.append("[]");
            return;
        }
        String inner = indent + "  ";
        String separator = "[\n";
        while (values.hasNext()) {
            out.append(separator).append(inner);
            write(values.next(), inner);
            separator = ",\n";
        }
        out.append('\n').append(indent).append(']');
    }

    private static String number(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(value + " is no number of JSON's");
        }
        double size = Math.abs(value);
        if (size != 0 && (size < MIN_PLAIN || size >= MAX_PLAIN)) {
            String text = Double.toString(value).replace(".0E", "E");
            return text.replaceFirst("E(?=\\d)", "e+").replace("E", "e");
        }
        BigDecimal plain = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        return plain.signum() == 0 ? "0" : plain.toPlainString();
    }

    private void writeText(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < ' ' || c == '<' || c == '>' || c == '&') {
                        out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
