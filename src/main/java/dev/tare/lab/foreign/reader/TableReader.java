package dev.tare.lab.foreign.reader;

import dev.tare.lab.foreign.reader.result.Answers.ErrorClass;
import dev.tare.lab.foreign.reader.result.Printed;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Figures that somebody copied into a Markdown table: a row for each run, with the figures' names
 * at the head of the columns; or one run, with the names in the first column.
 */
final class TableReader {
    /** Further rows and columns are not read. */
    static final int MAX_ROWS = 10_000;

    static final int MAX_COLUMNS = 64;

    /** No figure has a longer name. */
    private static final int MAX_NAME_CHARS = 60;

    /** A line of a table. */
    record Row(int line, String text) {}

    /** The figures of one run. */
    record Figures(int firstLine, int lastLine, String row, Draft draft) {}

    private static final String UNIT = "\\(?(ns|us|µs|μs|ms|msec|s|secs?|seconds?)\\)?";
    private static final Pattern TIME =
            Pattern.compile("(\\d{1,15}+(?:\\.\\d{1,9}+)?+) ?" + UNIT + "(?![a-z])");
    private static final Pattern NAMED_TIME =
            Pattern.compile(
                    "(\\d{1,15}+(?:\\.\\d{1,9}+)?+) ?" + UNIT + " ?(avg|mean|average)(?![a-z])");
    private static final Pattern NUMBER =
            Pattern.compile(
                    "(\\d{1,3}(?:,\\d{3})++(?:\\.\\d++)?+|\\d{1,15}+(?:\\.\\d{1,9}+)?+)(k?)");
    private static final Pattern NAMED_RATE =
            Pattern.compile("(\\d{1,15}+(?:\\.\\d{1,9}+)?+)(k?) ?(?:qps|rps|req/s)");
    private static final Pattern RATE =
            Pattern.compile("\\b(?:qps|rps|req(?:uest)?s?/s(?:ec)?|requests per second)\\b");
    private static final Pattern MEAN =
            Pattern.compile(
                    "\\b(?:avg|average|mean)\\b.*(?:la|time|ms|us|response)|la\\w+ (?:avg|mean)");
    private static final Pattern PERCENTILE =
            Pattern.compile(
                    "\\b(?:p|c|tp|percentile ?)(\\d{2}(?:\\d{1,3}|\\.\\d{1,4})?)\\b"
                            + "|\\b(\\d{2}(?:\\.\\d{1,4})?)(?:th|%| ?percentile)");
    private static final Pattern CODE = Pattern.compile("\\b(?:code|http|status) ?(-?\\d{1,3})\\b");
    private static final Pattern REQUESTS = Pattern.compile("(?:total )?(?:requests|calls)");
    private static final Pattern UNIT_IN_HEAD = Pattern.compile("[(\\[, ](ns|us|µs|ms|s)[)\\] ]?");

    private TableReader() {}

    /**
     * The runs in a table.
     *
     * @param rows the lines that begin with a bar, in order
     */
    static List<Figures> read(List<Row> rows) {
        if (rows.size() < 2 || !isRule(rows.get(1).text())) {
            return List.of();
        }
        List<String> head = cells(rows.getFirst().text());
        List<Row> body = rows.subList(2, Math.min(rows.size(), MAX_ROWS));
        List<Optional<Kind>> kinds = head.stream().map(TableReader::kind).toList();
        return kinds.stream().skip(1).anyMatch(Optional::isPresent)
                ? byRow(head, kinds, body)
                : byName(body);
    }

    private static boolean isRule(String text) {
        return text.contains("-") && text.matches("[|:\\s-]++");
    }

    private static List<String> cells(String text) {
        String inner =
                text.endsWith("|") && text.length() > 1
                        ? text.substring(1, text.length() - 1)
                        : text.substring(1);
        String plain = Normalizer.normalize(inner, Normalizer.Form.NFKC).replace("**", "");
        return Arrays.stream(plain.split("\\|", MAX_COLUMNS)).map(String::strip).toList();
    }

    private static List<Figures> byRow(
            List<String> head, List<Optional<Kind>> kinds, List<Row> body) {
        List<Figures> runs = new ArrayList<>();
        for (Row row : body) {
            List<String> cells = cells(row.text());
            Draft draft = new Draft();
            List<String> words = new ArrayList<>();
            words.add(cells.getFirst());
            for (int i = 1; i < Math.min(head.size(), cells.size()); i++) {
                String cell = cells.get(i);
                String name = head.get(i);
                kinds.get(i).ifPresent(kind -> kind.note(draft, name, cell));
                if (kinds.get(i).isEmpty() && !cell.isEmpty()) {
                    words.add(name + " " + cell);
                }
                named(draft, cell);
            }
            if (hasFigures(draft)) {
                runs.add(new Figures(row.line(), row.line(), words(words), draft));
            }
        }
        return runs;
    }

    private static List<Figures> byName(List<Row> body) {
        Draft draft = new Draft();
        List<String> words = new ArrayList<>();
        for (Row row : body) {
            List<String> cells = cells(row.text());
            String value = cells.size() > 1 ? cells.get(1) : "";
            String name = cells.getFirst();
            if (!kind(name).filter(kind -> kind.note(draft, name, value)).isPresent()) {
                words.add((name + " " + value).strip());
            }
        }
        return hasFigures(draft)
                ? List.of(
                        new Figures(
                                body.getFirst().line(), body.getLast().line(), words(words), draft))
                : List.of();
    }

    private static String words(List<String> words) {
        return String.join(", ", words.stream().filter(word -> !word.isEmpty()).toList());
    }

    private static boolean hasFigures(Draft draft) {
        return draft.ratePerSec.isPresent()
                || draft.meanNs.isPresent()
                || !draft.percentilesNs.isEmpty();
    }

    /** What a figure's name means. */
    private sealed interface Kind {
        /** Reads a cell; false if it holds no such figure. */
        boolean note(Draft draft, String name, String cell);

        record Rate() implements Kind {
            @Override
            public boolean note(Draft draft, String name, String cell) {
                Optional<Printed> rate = number(cell);
                draft.ratePerSec = rate.or(() -> draft.ratePerSec);
                return rate.isPresent();
            }
        }

        record Mean() implements Kind {
            @Override
            public boolean note(Draft draft, String name, String cell) {
                Optional<Printed> ns = time(name, cell);
                draft.meanNs = ns.or(() -> draft.meanNs);
                return ns.isPresent();
            }
        }

        record Percentile(double quantile) implements Kind {
            @Override
            public boolean note(Draft draft, String name, String cell) {
                Optional<Printed> ns = time(name, cell);
                draft.percentile(quantile, ns);
                return ns.isPresent();
            }
        }

        record Requests() implements Kind {
            @Override
            public boolean note(Draft draft, String name, String cell) {
                OptionalLong count = count(cell);
                draft.requests = count;
                return count.isPresent();
            }
        }

        record Code(int status) implements Kind {
            @Override
            public boolean note(Draft draft, String name, String cell) {
                OptionalLong count = count(cell);
                if (status > 0) {
                    draft.status(status, count);
                } else {
                    draft.error(ErrorClass.NO_ANSWER, count);
                }
                return count.isPresent();
            }
        }
    }

    private static Optional<Kind> kind(String name) {
        if (name.length() > MAX_NAME_CHARS) {
            return Optional.empty();
        }
        String plain = name.toLowerCase(Locale.ROOT).replace('_', ' ');
        if (RATE.matcher(plain).find()) {
            return Optional.of(new Kind.Rate());
        }
        if (MEAN.matcher(plain).find()) {
            return Optional.of(new Kind.Mean());
        }
        Matcher percentile = PERCENTILE.matcher(plain);
        if (percentile.find()) {
            String digits = percentile.group(1) == null ? percentile.group(2) : percentile.group(1);
            return Optional.of(new Kind.Percentile(quantile(digits)));
        }
        if (plain.equals("median")) {
            return Optional.of(new Kind.Percentile(0.5));
        }
        Matcher code = CODE.matcher(plain);
        if (code.find()) {
            return Optional.of(new Kind.Code(Integer.parseInt(code.group(1))));
        }
        return REQUESTS.matcher(plain).matches()
                ? Optional.of(new Kind.Requests())
                : Optional.empty();
    }

    /** "999" after a p is 99.9. */
    private static double quantile(String digits) {
        return NumberText.quantile(
                digits.length() > 2 && !digits.contains(".")
                        ? digits.substring(0, 2) + "." + digits.substring(2)
                        : digits);
    }

    /** A cell may name its figures itself, as in "101.608 ms avg, 9836.6 qps". */
    private static void named(Draft draft, String cell) {
        String plain = cell.toLowerCase(Locale.ROOT);
        Matcher mean = NAMED_TIME.matcher(plain);
        if (mean.find() && draft.meanNs.isEmpty()) {
            draft.meanNs = inNs(mean.group(1), mean.group(2));
        }
        Matcher rate = NAMED_RATE.matcher(plain);
        if (rate.find() && draft.ratePerSec.isEmpty()) {
            draft.ratePerSec = thousands(rate.group(1), rate.group(2));
        }
    }

    /** The first time in a cell; its unit may stand in the name. */
    private static Optional<Printed> time(String name, String cell) {
        String plain = cell.toLowerCase(Locale.ROOT);
        Matcher time = TIME.matcher(plain);
        if (time.find()) {
            return inNs(time.group(1), time.group(2));
        }
        Matcher unit = UNIT_IN_HEAD.matcher(name.toLowerCase(Locale.ROOT));
        Matcher bare = NUMBER.matcher(plain);
        return unit.find() && bare.lookingAt()
                ? inNs(bare.group(1).replace(",", ""), unit.group(1))
                : Optional.empty();
    }

    private static Optional<Printed> inNs(String number, String unit) {
        double factor =
                switch (unit.charAt(0)) {
                    case 'n' -> 1;
                    case 'u', 'µ', 'μ' -> 1e3;
                    case 'm' -> 1e6;
                    default -> 1e9;
                };
        return NumberText.decimal(number).flatMap(value -> NumberText.scaled(value, factor));
    }

    private static Optional<Printed> number(String cell) {
        Matcher number = NUMBER.matcher(cell.toLowerCase(Locale.ROOT));
        return number.lookingAt()
                ? thousands(number.group(1).replace(",", ""), number.group(2))
                : Optional.empty();
    }

    private static Optional<Printed> thousands(String number, String thousand) {
        return NumberText.decimal(number)
                .flatMap(value -> NumberText.scaled(value, thousand.isEmpty() ? 1 : 1000));
    }

    private static OptionalLong count(String cell) {
        return number(cell)
                .filter(value -> value.value() == Math.rint(value.value()))
                .map(value -> OptionalLong.of((long) value.value()))
                .orElse(OptionalLong.empty());
    }
}
