package dev.tare.lab.verdict.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.lab.verdict.Figure;
import dev.tare.lab.verdict.FigureKind;
import dev.tare.lab.verdict.Reason;
import dev.tare.lab.verdict.ScenarioResult;
import dev.tare.lab.verdict.Weighing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** Golden files of verdicts, renewed by {@code -Dtare.golden.renew=true}. */
final class Golden {
    private static final Path FOLDER = Path.of("src/test/resources/golden");

    private Golden() {}

    static void check(String name, String text) throws IOException {
        Path file = FOLDER.resolve(name);
        if (Boolean.getBoolean("tare.golden.renew")) {
            Files.createDirectories(FOLDER);
            Files.writeString(file, text);
        }
        assertThat(text).isEqualTo(Files.readString(file));
    }

    /** The whole weighing as text, in the order in which it is shown. */
    static String print(Weighing weighing) {
        StringBuilder out = new StringBuilder();
        out.append(weighing.sentence()).append('\n');
        out.append(weighing.nextCommand().command()).append("  # ");
        out.append(weighing.nextCommand().why()).append('\n');
        for (ScenarioResult result : weighing.scenarios()) {
            out.append(
                    "\n%s %s: %s\n"
                            .formatted(
                                    result.workload(),
                                    result.specimen(),
                                    result.bottleneckSentence()));
            result.remarks().forEach(reason -> out.append("  ! ").append(print(reason)));
            for (FigureKind kind : FigureKind.values()) {
                append(out, "  ", result.figures(), kind);
                append(out, "  + ", result.tareCosts(), kind);
            }
        }
        return out.toString();
    }

    private static void append(
            StringBuilder out, String indent, Map<FigureKind, Figure> figures, FigureKind kind) {
        Figure figure = figures.get(kind);
        if (figure == null) {
            return;
        }
        out.append(indent).append(kind.label()).append(figure.lowerBound() ? " >= " : " ");
        out.append(String.format(Locale.ROOT, "%.6g", figure.value()));
        figure.interval()
                .ifPresent(interval ->
                        out.append(
                                String.format(
                                        Locale.ROOT,
                                        " [%.6g, %.6g]",
                                        interval.low(),
                                        interval.high())));
        out.append(' ').append(figure.verdict().words()).append('\n');
        figure.reasons().forEach(reason -> out.append("      ").append(print(reason)));
    }

    private static String print(Reason reason) {
        return "rule %d, %s: %s\n"
                .formatted(reason.rule(), reason.verdict().words(), reason.sentence());
    }
}
