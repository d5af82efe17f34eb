package dev.tare.lab.foreign;

import dev.tare.base.core.Field;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the flags of wrk and wrk2. */
final class WrkFlags {
    private static final String WRK_LETTERS = "t:c:d:s:H:T:Lv?";
    private static final String WRK2_LETTERS = "t:c:d:s:H:T:R:LUBNv?";
    private static final Map<String, Character> WRK_NAMES =
            Map.of(
                    "connections", 'c',
                    "duration", 'd',
                    "threads", 't',
                    "script", 's',
                    "header", 'H',
                    "latency", 'L',
                    "timeout", 'T',
                    "help", '?',
                    "version", 'v');
    private static final Map<String, Character> ONLY_WRK2_NAMES =
            Map.of("u_latency", 'U', "batch_latency", 'B', "rate", 'R', "lua-dont-pass-body", 'N');
    private static final Pattern QUANTITY = Pattern.compile("\\s*(\\d{1,18})(\\S{1,2})?.*");
    private static final String METRIC_UNITS = "kmgtp";
    private static final String TIME_UNITS = "mh";
    private static final long METRIC_STEP = 1000;
    private static final long TIME_STEP = 60;
    private static final long MAX_SECONDS = 366L * 24 * 3600;
    private static final int MAX_THREADS = 1_024;
    private static final int MAX_CONNECTIONS = 65_535;
    private static final long MAX_RATE_PER_SEC = 10_000_000;

    private final WrkTool tool;
    private int threads = 2;
    private int connections = 10;
    private long durationSeconds = 10;
    private long timeoutSeconds = 2;
    private long ratePerSec;
    private Optional<String> script = Optional.empty();
    private boolean passBody = true;
    private final List<Field> fields = new ArrayList<>();
    private boolean latency;
    private boolean uncorrected;

    private WrkFlags(WrkTool tool) {
        this.tool = tool;
    }

    static WrkCommandLine parse(WrkTool tool, List<String> args) throws ForeignUsageException {
        WrkFlags read = new WrkFlags(tool);
        GetoptWords words = words(tool, args);
        for (GetoptWords.Flag flag : words.flags()) {
            read.take(flag);
        }
        if (words.words().isEmpty()) {
            throw refusal("no URL was given");
        }
        return read.checked(words.words());
    }

    private static GetoptWords words(WrkTool tool, List<String> args) throws ForeignUsageException {
        return switch (tool) {
            case WRK -> GetoptWords.of(WRK_LETTERS, WRK_NAMES, args);
            case WRK2 -> {
                Map<String, Character> names = new HashMap<>(WRK_NAMES);
                names.putAll(ONLY_WRK2_NAMES);
                yield GetoptWords.of(WRK2_LETTERS, names, args);
            }
        };
    }

    private void take(GetoptWords.Flag flag) throws ForeignUsageException {
        String value = flag.value();
        switch (flag.letter()) {
            case 't' -> threads = (int) metric("-t", value, MAX_THREADS);
            case 'c' -> connections = (int) metric("-c", value, MAX_CONNECTIONS);
            case 'd' -> durationSeconds = seconds("-d", value);
            case 'T' -> timeoutSeconds = seconds("--timeout", value);
            case 'R' -> ratePerSec = metric("-R", value, MAX_RATE_PER_SEC);
            case 's' -> script = Optional.of(value);
            case 'H' -> fields.add(field(value));
            case 'L' -> latency = true;
            case 'U' -> {
                latency = true;
                uncorrected = true;
            }
            // Batches are of scripts only; the version is printed by the command.
            case 'N' -> passBody = false;
            case 'B', 'v' -> {}
            default -> throw refusal("the usage was asked for among other words");
        }
    }

    private WrkCommandLine checked(List<String> words) throws ForeignUsageException {
        if (connections < threads) {
            throw refusal("number of connections must be >= threads");
        }
        if (tool == WrkTool.WRK2 && ratePerSec == 0) {
            throw refusal("Throughput MUST be specified with the --rate or -R option");
        }
        return new WrkCommandLine(
                tool,
                words.getFirst(),
                script,
                words.subList(1, words.size()),
                passBody,
                threads,
                connections,
                durationSeconds,
                timeoutSeconds,
                ratePerSec,
                fields,
                latency,
                uncorrected);
    }

    private static Field field(String text) throws ForeignUsageException {
        int colon = text.indexOf(':');
        if (colon < 1) {
            throw refusal("-H: \"" + text + "\" is not of the form \"Name: value\"");
        }
        try {
            return new Field(text.substring(0, colon), text.substring(colon + 1).strip());
        } catch (IllegalArgumentException e) {
            throw refusal("-H: " + e.getMessage());
        }
    }

    private static long metric(String flag, String text, long max) throws ForeignUsageException {
        return quantity(flag, text, "", METRIC_UNITS, METRIC_STEP, max, "such as 100, 2k or 1M");
    }

    private static long seconds(String flag, String text) throws ForeignUsageException {
        return quantity(
                flag, text, "s", TIME_UNITS, TIME_STEP, MAX_SECONDS, "such as 30s, 2m or 1h");
    }

    /** A whole number and one unit in any case, each unit a step above the one before. */
    private static long quantity(
            String flag, String text, String base, String units, long step, long max, String form)
            throws ForeignUsageException {
        Matcher matcher = QUANTITY.matcher(text);
        if (matcher.matches()) {
            String unit = matcher.group(2) == null ? base : matcher.group(2);
            String lower = unit.toLowerCase(Locale.ROOT);
            int steps = lower.equals(base) ? 0 : units.indexOf(lower) + 1;
            boolean known = lower.equals(base) || (lower.length() == 1 && steps > 0);
            BigInteger value =
                    new BigInteger(matcher.group(1)).multiply(BigInteger.valueOf(step).pow(steps));
            if (known && value.signum() > 0 && value.compareTo(BigInteger.valueOf(max)) <= 0) {
                return value.longValueExact();
            }
        }
        throw refusal(
                "%s: \"%s\" is not a whole number from 1 to %d, %s"
                        .formatted(flag, text, max, form));
    }

    private static ForeignUsageException refusal(String message) {
        return new ForeignUsageException(message, 1);
    }
}
