package dev.tare.lab.foreign.reader;

import dev.tare.lab.foreign.reader.result.Printed;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** A value of a JSON document, with the line it begins on, counted from 1. */
sealed interface JsonValue {
    int line();

    /**
     * An object.
     *
     * @param lastLine where it ends
     * @param members of a name that stands twice the last
     */
    record Obj(int line, int lastLine, Map<String, JsonValue> members) implements JsonValue {
        /** An object inside; empty if there is none of this name, or something else. */
        Optional<Obj> object(String name) {
            return members.get(name) instanceof Obj object ? Optional.of(object) : Optional.empty();
        }

        /** The elements of a list inside; none if there is no such list. */
        List<JsonValue> list(String name) {
            return members.get(name) instanceof Arr list ? list.elements() : List.of();
        }

        /** A text or a number as it was written. */
        Optional<String> text(String name) {
            return members.get(name) instanceof Scalar scalar && scalar.kind() != Kind.OTHER
                    ? Optional.of(scalar.text())
                    : Optional.empty();
        }

        /** A number, or a text that is one. */
        Optional<Printed> number(String name) {
            return text(name).flatMap(NumberText::general);
        }

        OptionalDouble real(String name) {
            Optional<Printed> value = number(name);
            return value.isPresent()
                    ? OptionalDouble.of(value.get().value())
                    : OptionalDouble.empty();
        }

        /** A whole number, or a text that is one; {@code 3.0} counts. */
        OptionalLong whole(String name) {
            Optional<Printed> value = number(name);
            double real = value.isPresent() ? value.get().value() : Double.NaN;
            return Math.rint(real) == real && Math.abs(real) < MAX_WHOLE
                    ? OptionalLong.of((long) real)
                    : OptionalLong.empty();
        }

        boolean isTrue(String name) {
            return members.get(name) instanceof Scalar scalar
                    && scalar.kind() == Kind.OTHER
                    && scalar.text().equals("true");
        }

        boolean has(String name) {
            return members.containsKey(name);
        }
    }

    /** A list. */
    record Arr(int line, List<JsonValue> elements) implements JsonValue {}

    /** Anything else, as it was written. */
    record Scalar(int line, Kind kind, String text) implements JsonValue {}

    /** What a scalar is. */
    enum Kind {
        TEXT,
        NUMBER,
        /** A truth value or null. */
        OTHER
    }

    /** Doubles tell whole numbers apart up to here. */
    double MAX_WHOLE = 0x1p53;
}
