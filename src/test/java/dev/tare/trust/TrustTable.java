package dev.tare.trust;

import java.util.List;
import java.util.Locale;

/** The bench's table: what was planted, what caught it, and the verdict. */
final class TrustTable {
    private static final int NAME_WIDTH = 24;
    private static final int BY_WIDTH = 21;

    private TrustTable() {}

    /** One line for a terminal, and a second with the sentence. */
    static String line(Judgement judgement) {
        PlantedFault fault = judgement.fault();
        String by = judgement.caught().map(Expected.Catch::by).orElse("-");
        String why =
                judgement
                        .alarm()
                        .map(alarm -> "the control: " + alarm.sentence())
                        .or(() -> judgement.caught().map(Expected.Catch::sentence))
                        .orElse(judgement.leftOut() + judgement.instead());
        return ("%-" + NAME_WIDTH + "s %-" + BY_WIDTH + "s %-11s %s%n    %s%n")
                .formatted(
                        fault.name(),
                        by,
                        judgement.word(),
                        fault.expected().verdict(),
                        why.lines().limit(4).reduce((a, b) -> a + " / " + b).orElse("nothing"));
    }

    /** The table of docs/measurement.md: what every fault is to be caught by. */
    static String expected(List<PlantedFault> faults) {
        StringBuilder table =
                new StringBuilder("| planted | caught by | verdict |\n|---|---|---|\n");
        for (PlantedFault fault : faults) {
            table.append(
                    String.format(
                            Locale.ROOT,
                            "| `%s`%s: %s | %s | %s |%n",
                            fault.name(),
                            fault.timed() ? "\u00b9" : "",
                            fault.planted(),
                            fault.expected().by(),
                            fault.expected().verdict()));
        }
        return table.toString();
    }

    /** The same, as it was found. */
    static String markdown(List<Judgement> judgements) {
        StringBuilder table = new StringBuilder();
        table.append("| planted | caught by | verdict |\n|---|---|---|\n");
        for (Judgement judgement : judgements) {
            table.append(
                    String.format(
                            Locale.ROOT,
                            "| `%s`: %s | %s | %s |%n",
                            judgement.fault().name(),
                            judgement.fault().planted().replace("|", "\\|"),
                            judgement.caught().map(Expected.Catch::by).orElse(judgement.word()),
                            judgement.fault().expected().verdict()));
        }
        return table.toString();
    }
}
