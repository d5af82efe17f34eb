package dev.tare.load.check;

import java.lang.foreign.MemorySegment;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON texts strictly, and looks at what a pointer points at. Where an object has two members
 * of one name, the last one counts. Strings are compared by what they say, numbers as they are
 * written.
 *
 * <p>Thread-safety: one thread at a time. Allocation: none after construction.
 *
 * <p>Source: RFC 8259; RFC 6901.
 */
final class JsonSearch {
    /** How deep arrays and objects may lie in one another. */
    static final int MAX_DEPTH = 512;

    private static final int WRONG = JsonTokens.WRONG;
    private static final int OFF_THE_PATH = -1;
    private static final int NO_INDEX = -1;
    private static final int MAX_INDEX_DIGITS = 9;

    private final String[] names;

    /** What each name means for an array, {@link #NO_INDEX} where it cannot mean an element. */
    private final int[] indexes;

    private final @Nullable String value;
    private final JsonTokens tokens = new JsonTokens();
    private boolean found;

    /**
     * A search of one pointer.
     *
     * @param pointer empty, or beginning with a slash
     * @param value what must be there; absent: anything
     */
    JsonSearch(String pointer, Optional<String> value) {
        names = names(pointer);
        indexes = new int[names.length];
        for (int i = 0; i < names.length; i++) {
            indexes[i] = index(names[i]);
        }
        this.value = value.orElse(null);
    }

    private static String[] names(String pointer) {
        if (pointer.isEmpty()) {
            return new String[0];
        }
        String[] names = pointer.substring(1).split("/", -1);
        for (int i = 0; i < names.length; i++) {
            names[i] = names[i].replace("~1", "/").replace("~0", "~");
        }
        return names;
    }

    private static int index(String name) {
        boolean digits =
                !name.isEmpty()
                        && name.length() <= MAX_INDEX_DIGITS
                        && name.chars().allMatch(c -> c >= '0' && c <= '9');
        boolean canonical = digits && (name.length() == 1 || name.charAt(0) != '0');
        return canonical ? Integer.parseInt(name) : NO_INDEX;
    }

    /** Whether the first {@code length} bytes are one JSON text in which the pointer finds it. */
    boolean finds(MemorySegment bytes, int length) {
        tokens.begin(bytes, length);
        found = false;
        int end = value(tokens.skipBlanks(0), 0, 0);
        return end != WRONG && tokens.skipBlanks(end) == length && found;
    }

    /**
     * Reads one value.
     *
     * @param onPath how many of the names lead here, or {@link #OFF_THE_PATH}
     * @return the position after it, or {@link #WRONG}
     */
    private int value(int start, int depth, int onPath) {
        boolean wanted = onPath == names.length;
        return switch (tokens.at(start)) {
            case '{', '[' -> {
                if (wanted) {
                    found = value == null;
                }
                yield container(start, depth + 1, wanted ? OFF_THE_PATH : onPath);
            }
            case '"' -> {
                int end = tokens.string(start, wanted ? value : null);
                if (wanted) {
                    found = value == null || tokens.equal();
                }
                yield end;
            }
            default -> {
                int end = tokens.scalar(start);
                if (wanted && end != WRONG) {
                    found = value == null || tokens.isWritten(start, end, value);
                }
                yield end;
            }
        };
    }

    private int container(int start, int depth, int onPath) {
        if (depth > MAX_DEPTH) {
            return WRONG;
        }
        return tokens.at(start) == '{'
                ? object(start + 1, depth, onPath)
                : array(start + 1, depth, onPath);
    }

    private int object(int start, int depth, int onPath) {
        int p = tokens.skipBlanks(start);
        if (tokens.at(p) == '}') {
            return p + 1;
        }
        while (true) {
            if (tokens.at(p) != '"') {
                return WRONG;
            }
            p = tokens.string(p, onPath == OFF_THE_PATH ? null : names[onPath]);
            if (p == WRONG) {
                return WRONG;
            }
            int memberPath = next(onPath != OFF_THE_PATH && tokens.equal(), onPath);
            p = tokens.skipBlanks(p);
            if (tokens.at(p) != ':') {
                return WRONG;
            }
            p = value(tokens.skipBlanks(p + 1), depth, memberPath);
            if (p == WRONG) {
                return WRONG;
            }
            p = tokens.skipBlanks(p);
            if (tokens.at(p) == '}') {
                return p + 1;
            }
            if (tokens.at(p) != ',') {
                return WRONG;
            }
            p = tokens.skipBlanks(p + 1);
        }
    }

    private int array(int start, int depth, int onPath) {
        int p = tokens.skipBlanks(start);
        if (tokens.at(p) == ']') {
            return p + 1;
        }
        int index = 0;
        while (true) {
            boolean follows = onPath != OFF_THE_PATH && indexes[onPath] == index;
            p = value(p, depth, next(follows, onPath));
            if (p == WRONG) {
                return WRONG;
            }
            p = tokens.skipBlanks(p);
            if (tokens.at(p) == ']') {
                return p + 1;
            }
            if (tokens.at(p) != ',') {
                return WRONG;
            }
            p = tokens.skipBlanks(p + 1);
            index++;
        }
    }

    private int next(boolean follows, int onPath) {
        if (!follows) {
            return OFF_THE_PATH;
        }
        // Of two members of one name the last counts: what was found in the first is forgotten.
        found = false;
        return onPath + 1;
    }
}
