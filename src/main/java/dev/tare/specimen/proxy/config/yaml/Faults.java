package dev.tare.specimen.proxy.config.yaml;

import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with a document, a line each. */
final class Faults {
    /** The most lines; what follows is counted. */
    static final int MAX_FAULTS = 100;

    private static final int MAX_LINE_LENGTH = 400;

    private final String source;
    private final List<String> lines = new ArrayList<>();
    private final List<String> paths = new ArrayList<>();
    private int left;

    Faults(String source) {
        this.source = source;
    }

    boolean isEmpty() {
        return lines.isEmpty();
    }

    /** Whether something was noted at a place or within it. */
    boolean isNotedAt(String path) {
        return paths.stream()
                .anyMatch(noted ->
                        path.isEmpty()
                                || noted.equals(path)
                                || noted.startsWith(path + ".")
                                || noted.startsWith(path + "["));
    }

    /**
     * Notes a fault.
     *
     * @param line from 1; 0 if that is not known
     * @param path of the value; empty for the whole document
     */
    void add(int line, String path, String sentence) {
        if (lines.size() == MAX_FAULTS) {
            left++;
            return;
        }
        String place = line > 0 ? source + ", line " + line : source;
        String text = place + ": " + (path.isEmpty() ? "" : path + ": ") + sentence;
        lines.add(shown(text));
        paths.add(path);
    }

    /** On one line and of bounded length, whatever a document holds. */
    private static String shown(String text) {
        String visible = text.replaceAll("\\p{Cntrl}", "?");
        return visible.length() <= MAX_LINE_LENGTH
                ? visible
                : visible.substring(0, MAX_LINE_LENGTH - 1) + "…";
    }

    List<String> lines() {
        if (left == 0) {
            return List.copyOf(lines);
        }
        List<String> all = new ArrayList<>(lines);
        all.add("%s: and %d more".formatted(source, left));
        return List.copyOf(all);
    }
}
