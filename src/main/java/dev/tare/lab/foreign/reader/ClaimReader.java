package dev.tare.lab.foreign.reader;

import static java.util.regex.Pattern.CASE_INSENSITIVE;

import dev.tare.lab.foreign.reader.result.Labels.Claim;
import dev.tare.lab.foreign.reader.result.Labels.Subject;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the figures that a heading, a table's row or a line of prose claims:
 * "16K|1min|100connection", "8 thread 1Kc 12M", "1MB:", "/byte/100". Full-width letters and signs
 * count as their narrow ones.
 */
final class ClaimReader {
    /** Of a longer text the rest is not looked at. */
    static final int MAX_CHARS = 500;

    private static final String START = "(?<![\\w.,])";
    private static final String END = "(?![A-Za-z0-9_])";
    private static final String NUMBER = "(\\d{1,12}+(?:\\.\\d{1,6}+)?+)";

    private static final Pattern CONNECTIONS =
            Pattern.compile(
                    START
                            + NUMBER
                            + " ?(k?) ?-?(?:(?:concurrent|parallel|keep-?alive) )?"
                            + "(?:connections?|conns?|clients?|c)"
                            + END
                            + "|"
                            + START
                            + "(?:(?:connections?|conns?)(?: ?[:=] ?| ?)|c ?= ?)"
                            + NUMBER
                            + "(k?)"
                            + END
                            + "|"
                            + NUMBER
                            + " ?(k?)个?(?:并发)?连接",
                    CASE_INSENSITIVE);
    private static final Pattern THREADS =
            Pattern.compile(
                    START
                            + NUMBER
                            + "() ?-?(?:worker )?(?:threads?|thr|workers?|t)"
                            + END
                            + "|"
                            + START
                            + "(?:threads?|workers?)(?: ?[:=] ?| )"
                            + NUMBER
                            + "()"
                            + END
                            + "|"
                            + NUMBER
                            + "() ?个?线程",
                    CASE_INSENSITIVE);
    private static final Pattern SIZE =
            Pattern.compile(
                    START
                            + NUMBER
                            + "[ -]?((?i:bytes?|kb|kib|k|mb|mib|gb|gib)|B|M|G)"
                            + END
                            + "(?! ?(?i:/s|ps|c\\b|conn|client|request|req\\b|rps|qps|call|ram\\b|memory|mem\\b"
                            + "|disk|hz|bit|thread|min\\b|cpu|core))");
    private static final Pattern PATH_BYTES = Pattern.compile("/bytes?/(\\d{1,12}+)(?!\\d)");
    private static final Pattern PATH_SIZE =
            Pattern.compile(
                    "/" + NUMBER + "(kb|kib|k|mb|mib|m|gb|g)(?![a-z0-9])", CASE_INSENSITIVE);
    private static final Pattern DURATION =
            Pattern.compile(
                    START + NUMBER + "[ -]?(s|secs?|seconds?|m|mins?|minutes?|h|hours?)" + END);
    private static final Pattern RATE =
            Pattern.compile(
                    START
                            + NUMBER
                            + " ?(k?) ?(?:rps|qps|req/s|requests?/s|requests? (?:a|per) second)"
                            + END,
                    CASE_INSENSITIVE);
    private static final Pattern CPU =
            Pattern.compile(
                    "((?:[\\w-]+ )?cpu(?: ?\\([^)]{0,20}\\))?) ?[|:=]? ?([<>~≤≥]?)=? ?"
                            + NUMBER
                            + "(?:%? ?[-~] ?"
                            + NUMBER
                            + ")? ?(%?)"
                            + END,
                    CASE_INSENSITIVE);
    private static final Pattern NOT_A_SIZE =
            Pattern.compile("throughput|bandwidth|memory|buffer|heap|\\bram\\b", CASE_INSENSITIVE);
    private static final Pattern NOT_A_DURATION =
            Pattern.compile(
                    "timeout|interval|latency|latancy|every|delay|p\\d\\d", CASE_INSENSITIVE);

    private ClaimReader() {}

    /** Everything that a heading, a label or a table's row claims. */
    static List<Claim> all(String text, int line) {
        List<Claim> claims = new ArrayList<>(prose(text, line));
        String plain = plain(text);
        if (!NOT_A_DURATION.matcher(plain).find()) {
            durations(plain, line, claims);
        }
        return claims;
    }

    /** What a line of prose claims: no durations, which are mostly those of something else. */
    static List<Claim> prose(String text, int line) {
        List<Claim> claims = new ArrayList<>();
        String plain = plain(text);
        counts(CONNECTIONS, Subject.CONNECTIONS, plain, line, claims);
        counts(THREADS, Subject.THREADS, plain, line, claims);
        claims.addAll(path(plain, line));
        if (!NOT_A_SIZE.matcher(plain).find()) {
            sizes(SIZE, plain, line, claims);
        }
        counts(RATE, Subject.RATE_PER_SEC, plain, line, claims);
        cpu(plain, line, claims);
        return claims;
    }

    /** The body size that an address asks for. */
    static List<Claim> path(String url, int line) {
        List<Claim> claims = new ArrayList<>();
        String plain = plain(url);
        Matcher bytes = PATH_BYTES.matcher(plain);
        while (bytes.find()) {
            double size = Double.parseDouble(bytes.group(1));
            claims.add(new Claim(Subject.BODY_BYTES, size, size, bytes.group(), line));
        }
        sizes(PATH_SIZE, plain, line, claims);
        return claims;
    }

    private static String plain(String text) {
        String cut = text.length() > MAX_CHARS ? text.substring(0, MAX_CHARS) : text;
        return Normalizer.normalize(cut, Normalizer.Form.NFKC).replace("**", "");
    }

    private static void counts(
            Pattern pattern, Subject subject, String text, int line, List<Claim> claims) {
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            for (int group = 1; group < matcher.groupCount(); group += 2) {
                if (matcher.group(group) != null) {
                    double value =
                            Double.parseDouble(matcher.group(group))
                                    * (matcher.group(group + 1).equalsIgnoreCase("k") ? 1000 : 1);
                    if (value > 0) {
                        claims.add(new Claim(subject, value, value, matcher.group().strip(), line));
                    }
                }
            }
        }
    }

    private static void sizes(Pattern pattern, String text, int line, List<Claim> claims) {
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            double number = Double.parseDouble(matcher.group(1));
            String unit = matcher.group(2).toLowerCase(Locale.ROOT);
            int power = "bkmg".indexOf(unit.charAt(0));
            double low = number * Math.pow(unit.endsWith("ib") ? 1024 : 1000, power);
            double high = number * Math.pow(1024, power);
            boolean known =
                    claims.stream()
                            .anyMatch(claim ->
                                    claim.subject() == Subject.BODY_BYTES
                                            && claim.low() == low
                                            && claim.high() == high);
            if (number > 0 && !known) {
                claims.add(new Claim(Subject.BODY_BYTES, low, high, matcher.group().strip(), line));
            }
        }
    }

    private static void durations(String text, int line, List<Claim> claims) {
        Matcher matcher = DURATION.matcher(text);
        while (matcher.find()) {
            double seconds =
                    Double.parseDouble(matcher.group(1))
                            * switch (matcher.group(2).charAt(0)) {
                                case 's' -> 1;
                                case 'm' -> 60;
                                default -> 3600;
                            };
            if (seconds > 0) {
                double ns = seconds * 1e9;
                claims.add(new Claim(Subject.DURATION_NS, ns, ns, matcher.group().strip(), line));
            }
        }
    }

    private static void cpu(String text, int line, List<Claim> claims) {
        Matcher matcher = CPU.matcher(text);
        while (matcher.find()) {
            double first = Double.parseDouble(matcher.group(3));
            Optional<String> second = Optional.ofNullable(matcher.group(4));
            double low = matcher.group(2).matches("[<≤]") ? 0 : first;
            double high =
                    second.map(Double::parseDouble)
                            .orElse(
                                    matcher.group(2).matches("[>≥]")
                                            ? Math.ceil(first / 100) * 100
                                            : first);
            boolean percent =
                    !matcher.group(5).isEmpty()
                            || !matcher.group(2).isEmpty()
                            || second.isPresent();
            if (percent && high >= low) {
                claims.add(
                        new Claim(Subject.CPU_PERCENT, low, high, matcher.group().strip(), line));
            }
        }
    }
}
