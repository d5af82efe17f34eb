package dev.tare.lab.foreign.reader;

import dev.tare.lab.foreign.reader.result.Labels;
import dev.tare.lab.foreign.reader.result.Labels.Claim;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words that stand over the place being read: headings, labels, prose, a command line. */
final class Outline {
    private static final int MAX_LABEL_CHARS = 80;

    /** What fortio printed is no claim of anybody's. */
    private static final String QUOTED_RESULT = "All done ";

    private static final Pattern HEADING = Pattern.compile("(#{1,6}+)\\s++(.*+)");
    private static final Pattern UNDERLINE = Pattern.compile("={3,}+|-{3,}+");
    private static final Pattern QUOTE_MARKS = Pattern.compile("(?:>(?!=? ?\\S{1,30} <)\\s*+)++");
    private static final Pattern LOG_TIME =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d[.\\d]*+Z ");

    private record Words(int line, String text) {}

    private record Heading(int level, Words words) {}

    private final List<Heading> headings = new ArrayList<>();
    private final Deque<Words> before = new ArrayDeque<>();
    private Optional<Words> label = Optional.empty();
    private Optional<CommandLine> command = Optional.empty();
    private String unfinished = "";
    private boolean fenced;

    /**
     * A line without a log's time and the marks of a quotation; what fortio begins with ">" stays.
     */
    static String unquoted(String line) {
        String text = line.strip();
        if (text.isEmpty()) {
            return text;
        }
        Matcher time = LOG_TIME.matcher(text);
        if (Character.isDigit(text.charAt(0)) && time.lookingAt()) {
            text = text.substring(time.end()).strip();
        }
        Matcher marks = QUOTE_MARKS.matcher(text);
        return text.startsWith(">") && marks.lookingAt()
                ? text.substring(marks.end()).strip()
                : text;
    }

    /** Whether a line opens or closes a fence. */
    static boolean isFence(String line) {
        return line.startsWith("```") || line.startsWith("~~~");
    }

    /**
     * Notes a line that no tool printed.
     *
     * @param number counted from 1
     * @param line stripped
     * @return whether what stands here cannot go on a block that began before: a heading, or a
     *     fence
     */
    boolean note(int number, String line) {
        if (line.isEmpty()) {
            return false;
        }
        if (isFence(line)) {
            fenced = !fenced;
            return true;
        }
        Matcher heading = HEADING.matcher(line);
        if (heading.matches() && (!fenced || heading.group(1).length() > 1)) {
            heading(heading.group(1).length(), new Words(number, withoutMarks(heading.group(2))));
            return true;
        }
        if (UNDERLINE.matcher(line).matches()) {
            Words over = before.peekLast();
            if (!fenced && over != null && over.line() == number - 1) {
                heading(line.charAt(0) == '=' ? 1 : 2, over);
                return true;
            }
            return false;
        }
        prose(number, line);
        return false;
    }

    /** A heading may be closed by marks as well. */
    private static String withoutMarks(String text) {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == '#') {
            end--;
        }
        return text.substring(0, end).strip();
    }

    private void heading(int level, Words words) {
        headings.removeIf(heading -> heading.level() >= level);
        headings.add(new Heading(level, words));
        label = Optional.empty();
        fenced = false;
        forget();
    }

    private void prose(int number, String line) {
        String joined = unfinished + line;
        if (line.endsWith("\\") && joined.length() < SourceText.MAX_LINE_CHARS) {
            unfinished =
                    line.substring(0, line.length() - 1).isEmpty()
                            ? unfinished
                            : unfinished + line.substring(0, line.length() - 1) + " ";
            return;
        }
        unfinished = "";
        Optional<CommandLine> found = CommandLine.find(number, joined);
        if (found.isPresent()) {
            command = found;
            return;
        }
        char last = line.charAt(line.length() - 1);
        boolean follows = !before.isEmpty() && before.getLast().line() == number - 1;
        if ((last == ':' || last == '：') && line.length() <= MAX_LABEL_CHARS && !follows) {
            label = Optional.of(new Words(number, line.substring(0, line.length() - 1).strip()));
            before.clear();
            return;
        }
        before.addLast(new Words(number, joined));
        if (before.size() > Labels.MAX_BEFORE) {
            before.removeFirst();
        }
    }

    /** What stood right before a block is not said of the next one. */
    void forget() {
        before.clear();
        command = Optional.empty();
        unfinished = "";
    }

    /** The command line right before this place. */
    Optional<CommandLine> command() {
        return command;
    }

    /**
     * What these words say about a block.
     *
     * @param url from the block itself
     * @param row of a table
     * @param rowLine where the row stands
     */
    Labels labels(Optional<String> url, Optional<String> row, int rowLine) {
        List<Claim> claims = new ArrayList<>();
        command.ifPresent(line -> claims.addAll(line.claims()));
        Optional<String> address = url.or(() -> command.flatMap(CommandLine::url));
        int addressLine = url.isPresent() ? rowLine : command.map(CommandLine::line).orElse(0);
        address.ifPresent(text -> claims.addAll(ClaimReader.path(text, addressLine)));
        row.ifPresent(text -> claims.addAll(ClaimReader.all(text, rowLine)));
        label.ifPresent(words -> claims.addAll(ClaimReader.all(words.text(), words.line())));
        for (Heading heading : headings.reversed()) {
            claims.addAll(ClaimReader.all(heading.words().text(), heading.words().line()));
        }
        for (Words words : before) {
            if (words.text().startsWith(QUOTED_RESULT)) {
                continue;
            }
            claims.addAll(ClaimReader.prose(words.text(), words.line()));
        }
        List<String> over = new ArrayList<>();
        headings.forEach(heading -> over.add(heading.words().text()));
        label.ifPresent(words -> over.add(words.text()));
        return new Labels(
                over,
                before.stream().map(Words::text).toList(),
                row,
                command.map(CommandLine::text),
                address,
                claims);
    }
}
