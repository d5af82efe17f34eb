package dev.tare.lab.foreign.reader;

import dev.tare.lab.foreign.reader.result.Asked.Loop;
import dev.tare.lab.foreign.reader.result.Labels.Claim;
import dev.tare.lab.foreign.reader.result.Labels.Subject;
import dev.tare.lab.foreign.reader.result.Printed;
import dev.tare.lab.foreign.reader.result.Tool;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A load generator's command line as it stands in a text, with what its flags say.
 *
 * @param tool that it starts
 * @param text without what stands before the program
 * @param line where it stands, counted from 1
 * @param words of the text
 */
record CommandLine(Tool tool, String text, int line, List<String> words) {
    /** Further words are not looked at. */
    static final int MAX_WORDS = 200;

    private static final Pattern START =
            Pattern.compile(
                    "(?:^|[\\s/`$>(!%\"'])(wrk2|wrk|fortio|oha|vegeta|k6|nighthawk_client|tare)"
                            + "`?+\\s++(?=-|load|attack|run|wrk|fortio|https?:)\\S");
    private static final Pattern URL = Pattern.compile("https?://[^\\s'\"`)>\\]]++");
    private static final Pattern FLAG =
            Pattern.compile(
                    "(--?[A-Za-z][A-Za-z-]*[A-Za-z]|-[A-Za-z])(?:=(?<given>.*)|(?<glued>\\d.*))?");

    CommandLine {
        words = List.copyOf(words);
    }

    /** The command line that a line of text holds, if it holds one. */
    static Optional<CommandLine> find(int number, String line) {
        Matcher matcher = START.matcher(line);
        if (!matcher.find()) {
            return Optional.empty();
        }
        String text = line.substring(matcher.start(1)).replace("`", "").strip();
        String[] words = text.split("\\s+", MAX_WORDS + 1);
        List<String> kept = List.of(words).subList(0, Math.min(words.length, MAX_WORDS));
        return Optional.of(new CommandLine(tool(matcher.group(1), kept), text, number, kept));
    }

    private static Tool tool(String program, List<String> words) {
        String second = words.size() > 1 ? words.get(1) : "";
        return switch (program) {
            case "wrk" -> words.stream().anyMatch(w -> w.startsWith("-R")) ? Tool.WRK2 : Tool.WRK;
            case "wrk2" -> Tool.WRK2;
            case "fortio" -> Tool.FORTIO;
            case "oha" -> Tool.OHA;
            case "vegeta" -> Tool.VEGETA;
            case "k6" -> Tool.K6;
            case "nighthawk_client" -> Tool.NIGHTHAWK;
            default ->
                    switch (second) {
                        case "wrk" -> Tool.WRK;
                        case "wrk2" -> Tool.WRK2;
                        case "fortio" -> Tool.FORTIO;
                        default -> Tool.TARE;
                    };
        };
    }

    /** The first address in a text. */
    static Optional<String> url(String text) {
        Matcher matcher = URL.matcher(text);
        return matcher.find() ? Optional.of(matcher.group()) : Optional.empty();
    }

    /** The address that is loaded. */
    Optional<String> url() {
        return url(text);
    }

    /** Whether a flag with this value stands there, such as {@code -qps 0}. */
    boolean says(String flag, String value) {
        int at = words.indexOf(flag);
        return words.contains(flag + "=" + value)
                || (at >= 0 && at + 1 < words.size() && words.get(at + 1).equals(value));
    }

    /** What the flags say about connections, threads, duration and rate. */
    List<Claim> claims() {
        List<Claim> claims = new ArrayList<>();
        for (int i = 1; i < words.size(); i++) {
            Matcher flag = FLAG.matcher(words.get(i));
            if (!flag.matches()) {
                continue;
            }
            String name = flag.group(1);
            String value = flag.group("given") == null ? flag.group("glued") : flag.group("given");
            if (value == null) {
                value = i + 1 < words.size() ? words.get(i + 1) : "";
            }
            Subject subject = subject(name, value);
            if (subject != null) {
                add(claims, subject, name, value);
            }
        }
        return claims;
    }

    /**
     * Gives a block what its own lines do not say: who decides when requests start, and how many.
     */
    void complete(Tool printer, Draft draft) {
        if (tool != printer) {
            return;
        }
        if (draft.loop == Loop.UNKNOWN) {
            draft.loop = loop();
        }
        for (Claim claim : claims()) {
            if (claim.subject() == Subject.RATE_PER_SEC
                    && draft.loop == Loop.OPEN
                    && draft.offeredRatePerSec.isEmpty()) {
                draft.offeredRatePerSec = OptionalDouble.of(claim.low());
            }
        }
    }

    /** Fortio has a rate unless it is told to have none, oha has none unless it is told one. */
    private Loop loop() {
        boolean rate = claims().stream().anyMatch(claim -> claim.subject() == Subject.RATE_PER_SEC);
        return switch (tool) {
            case WRK -> Loop.CLOSED;
            case WRK2, VEGETA -> Loop.OPEN;
            case FORTIO ->
                    says("-qps", "0") || says("-qps", "-1") || says("-qps", "max")
                            ? Loop.CLOSED
                            : Loop.OPEN;
            case OHA, TARE -> rate ? Loop.OPEN : Loop.CLOSED;
            case NIGHTHAWK -> words.contains("--open-loop") ? Loop.OPEN : Loop.CLOSED;
            case K6, SMP, BY_HAND -> Loop.UNKNOWN;
        };
    }

    private @Nullable Subject subject(String flag, String value) {
        boolean wrk = tool == Tool.WRK || tool == Tool.WRK2 || tool == Tool.TARE;
        return switch (flag) {
            case "-c", "--connections", "--vus", "-connections" -> Subject.CONNECTIONS;
            case "-u" -> tool == Tool.K6 ? Subject.CONNECTIONS : null;
            case "-t" -> wrk ? Subject.THREADS : tool == Tool.FORTIO ? Subject.DURATION_NS : null;
            case "--threads", "--concurrency" -> Subject.THREADS;
            case "-d" -> wrk || tool == Tool.K6 ? Subject.DURATION_NS : null;
            case "-z", "--duration", "-duration" -> Subject.DURATION_NS;
            case "-R", "--rate", "-rate", "--rps", "-q", "-qps", "--qps" ->
                    value.equals("0") || value.equals("-1") ? null : Subject.RATE_PER_SEC;
            default -> null;
        };
    }

    private void add(List<Claim> claims, Subject subject, String flag, String value) {
        Optional<Printed> figure =
                switch (subject) {
                    case CONNECTIONS, THREADS -> NumberText.wrkCount(value);
                    case DURATION_NS ->
                            NumberText.goDurationNs(value)
                                    .or(() -> NumberText.decimal(value).map(s -> s.times(1e9)));
                    case RATE_PER_SEC -> rate(value);
                    case BODY_BYTES, CPU_PERCENT -> Optional.empty();
                };
        figure.filter(printed -> printed.value() > 0)
                .ifPresent(printed ->
                        claims.add(
                                new Claim(
                                        subject,
                                        printed.value(),
                                        printed.value(),
                                        flag + " " + value,
                                        line)));
    }

    /** {@code 2000}, {@code 2k}, vegeta's {@code 50/1s}. */
    private static Optional<Printed> rate(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            return NumberText.wrkCount(text);
        }
        String per = text.substring(slash + 1);
        Optional<Printed> perNs =
                NumberText.goDurationNs(Character.isDigit((per + "x").charAt(0)) ? per : "1" + per)
                        .filter(value -> value.value() > 0);
        return perNs.flatMap(ns ->
                NumberText.wrkCount(text.substring(0, slash))
                        .flatMap(count -> NumberText.scaled(count, 1e9 / ns.value())));
    }
}
