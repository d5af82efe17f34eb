package dev.tare.view.doctor;

import dev.tare.lab.bundle.CalibrationRecord;
import dev.tare.lab.bundle.CalibrationRecord.Check;
import dev.tare.lab.bundle.CalibrationRecord.Grade;
import dev.tare.lab.bundle.CalibrationRecord.Machine;
import dev.tare.lab.verdict.Words;
import dev.tare.view.text.DisplayText;
import dev.tare.view.text.TextStyle;
import dev.tare.view.text.TextStyle.Tone;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A calibration for a person: what it is good for, then a line for each part of the machine. */
public final class DoctorText {
    private static final String INDENT = "  ";
    private static final int NAME_COLUMNS = 13;
    private static final int GRADE_COLUMNS = 8;
    private static final String HANGING =
            " ".repeat(INDENT.length() + NAME_COLUMNS + GRADE_COLUMNS);

    private final TextStyle style;

    public DoctorText(TextStyle style) {
        this.style = style;
    }

    /**
     * The text, with a line feed at its end.
     *
     * @param stored where it was put, or why it was not: a sentence
     */
    public String render(CalibrationRecord calibration, String stored) {
        StringBuilder out = new StringBuilder();
        wrapped(out, summary(calibration), "", "", Tone.STRONG);
        wrapped(out, machine(calibration), "", "", Tone.FAINT);
        out.append('\n');
        Map<String, String> said = new HashMap<>();
        calibration.checks().forEach(check -> check(out, check, said));
        out.append('\n');
        wrapped(out, stored, "", "", Tone.PLAIN);
        return out.toString();
    }

    private static String summary(CalibrationRecord calibration) {
        List<String> parts = new ArrayList<>();
        calibration
                .floor()
                .ifPresent(floor ->
                        parts.add(
                                "here a difference of the median can be told from %s on (p99: %s)"
                                        .formatted(
                                                Words.time(floor.p50().spreadNs()),
                                                Words.time(floor.p99().spreadNs()))));
        for (Grade grade : List.of(Grade.BAD, Grade.POOR)) {
            List<String> names =
                    calibration.checks().stream()
                            .filter(check -> check.grade() == grade)
                            .map(Check::name)
                            .toList();
            if (!names.isEmpty()) {
                parts.add(grade.word() + ": " + String.join(", ", names));
            }
        }
        boolean sound = parts.size() == (calibration.floor().isPresent() ? 1 : 0);
        return "This machine as an instrument: "
                + String.join("; ", parts)
                + (sound ? "; nothing is poor or bad" : "");
    }

    private static String machine(CalibrationRecord calibration) {
        Machine machine = calibration.machine();
        return "%s, cores %s, Linux %s, Java %s, %s; looked at for %s"
                .formatted(
                        machine.cpuModel().isEmpty() ? "unknown processor" : machine.cpuModel(),
                        machine.cores(),
                        machine.kernel(),
                        machine.javaVersion(),
                        machine.ioBackEnd(),
                        Words.time((double) calibration.tookNs()));
    }

    /**
     * Appends a line.
     *
     * @param said the remedies so far, with the name of the line that has them
     */
    private void check(StringBuilder out, Check check, Map<String, String> said) {
        String name = DisplayText.cut(style.show(check.name()), NAME_COLUMNS - 1);
        String affects = check.affects().isEmpty() ? "" : "for " + check.affects() + ": ";
        List<String> lines = lines(affects + check.finding());
        out.append(INDENT)
                .append(padded(name, NAME_COLUMNS))
                .append(style.paint(tone(check.grade()), check.grade().word()))
                .append(" ".repeat(GRADE_COLUMNS - check.grade().word().length()))
                .append(lines.getFirst().stripLeading())
                .append('\n');
        lines.stream().skip(1).forEach(line -> out.append(line).append('\n'));
        if (!check.remedy().isEmpty()) {
            String before = said.putIfAbsent(check.remedy(), check.name());
            String remedy = before == null ? check.remedy() : "as for " + before;
            wrapped(out, "→ " + remedy, HANGING, HANGING + INDENT, Tone.PLAIN);
        }
    }

    private static String padded(String text, int columns) {
        return text + " ".repeat(Math.max(1, columns - text.length()));
    }

    private static Tone tone(Grade grade) {
        return switch (grade) {
            case GOOD -> Tone.GOOD;
            case FAIR -> Tone.PLAIN;
            case POOR -> Tone.DOUBTFUL;
            case BAD -> Tone.BAD;
            case NOT_VISIBLE -> Tone.FAINT;
        };
    }

    private List<String> lines(String text) {
        String kept = DisplayText.keepTogether(style.show(text));
        return DisplayText.wrap(kept, style.width(), HANGING, HANGING).stream()
                .map(line -> line.replace('\u00a0', ' '))
                .toList();
    }

    private void wrapped(StringBuilder out, String text, String first, String rest, Tone tone) {
        String kept = DisplayText.keepTogether(style.show(text));
        List<String> lines = DisplayText.wrap(kept, style.width(), first, rest);
        for (int i = 0; i < lines.size(); i++) {
            String prefix = i == 0 ? first : rest;
            String body = lines.get(i).substring(prefix.length()).replace('\u00a0', ' ');
            out.append(prefix).append(style.paint(tone, body)).append('\n');
        }
    }
}
