package dev.tare.view.cli.load;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The layout of a text: every number and its unit is the same, and so are runs of spaces. */
final class Skeleton {
    private static final Pattern NUMBER =
            Pattern.compile(
                    "-?\\d+(?:\\.\\d+)?(?:e[+-]\\d+)?(?:us|µs|ns|ms|[smhkKMGT])?(?![A-Za-z0-9])"
                            + "|-?\\d+(?:\\.\\d+)?(?:[KMGT](?=B))?|-nan");

    private Skeleton() {}

    /**
     * Line by line; lines that repeat the one before, as a table's do, are left out. On a busy
     * machine fortio's sleep times have a table and a warning: these are left out too.
     */
    static List<String> of(String text) {
        List<String> lines = new ArrayList<>();
        boolean inSleepTable = false;
        for (String line : text.lines().toList()) {
            boolean skipped = inSleepTable;
            if (line.startsWith("Aggregated Sleep Time")) {
                inSleepTable = true;
            } else if (line.startsWith("WARNING")) {
                inSleepTable = false;
            }
            if (skipped || line.startsWith("tare:") || line.startsWith("{\"ts\"")) {
                continue;
            }
            String reduced =
                    NUMBER.matcher(line)
                            .replaceAll("9")
                            .replaceFirst("^Fortio \\S+", "Fortio 9")
                            .replaceFirst("^Aggregated Sleep Time", "Sleep times")
                            .replaceFirst("^> 9 <=", ">= 9 <=")
                            .replaceAll(" +", " ");
            if (lines.isEmpty() || !lines.getLast().equals(reduced)) {
                lines.add(reduced);
            }
        }
        return lines;
    }
}
