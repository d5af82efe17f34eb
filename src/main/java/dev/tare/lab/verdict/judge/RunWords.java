package dev.tare.lab.verdict.judge;

import dev.tare.lab.bundle.Redaction;
import dev.tare.lab.verdict.Weighing.NextCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The words of a {@code tare run}, to be typed again with others in the place of some: what was
 * weighed stays, its length changes.
 *
 * @param kept without {@code run} and without the words that say how long, where to and from where
 *     on
 */
record RunWords(List<String> kept) {
    private static final Set<String> REPLACED =
            Set.of("--blocks", "--duration", "--out", "--resume");
    private static final String SPECIMENS = "--specimens";
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:=,@%+{}-]+");
    private static final int MAX_WORDS = 40;

    RunWords {
        kept = List.copyOf(kept);
    }

    /**
     * Of a manifest's command line. One that cannot be typed again, for it is too long or held
     * secrets, gives no words.
     */
    static RunWords of(List<String> commandLine) {
        boolean untypable =
                commandLine.size() > MAX_WORDS
                        || commandLine.stream().anyMatch(w -> w.contains(Redaction.REDACTED));
        if (untypable) {
            return new RunWords(List.of());
        }
        List<String> words =
                !commandLine.isEmpty() && commandLine.getFirst().equals("run")
                        ? commandLine.subList(1, commandLine.size())
                        : commandLine;
        return new RunWords(words).without(REPLACED).without("--quick");
    }

    private RunWords without(Set<String> options) {
        List<String> left = new ArrayList<>();
        for (int i = 0; i < kept.size(); i++) {
            String word = kept.get(i);
            int equals = word.indexOf('=');
            if (options.contains(word)) {
                i++;
            } else if (equals < 0 || !options.contains(word.substring(0, equals))) {
                left.add(word);
            }
        }
        return new RunWords(left);
    }

    private RunWords without(String flag) {
        return new RunWords(kept.stream().filter(word -> !word.equals(flag)).toList());
    }

    /**
     * The command for so many blocks.
     *
     * @param durationSec of the whole run, for slices no shorter than they were; 0: not known
     */
    String withBlocks(int blocks, long durationSec) {
        String length = durationSec > 0 ? " --duration " + duration(durationSec) : "";
        return command() + " --blocks " + blocks + length;
    }

    private static String duration(long seconds) {
        long tens = (seconds + 9) / 10 * 10;
        return tens < 300 ? tens + "s" : (seconds + 59) / 60 + "m";
    }

    /** The command that weighs something beside bare. */
    NextCommand withMoreSpecimens() {
        RunWords all = without(Set.of(SPECIMENS));
        if (!all.kept.equals(kept)) {
            return new NextCommand(
                    all.command(),
                    "a cost needs a specimen beside bare, and " + SPECIMENS + " left none");
        }
        return new NextCommand(
                "./tare run",
                "a cost needs a specimen beside bare: add one to the plan, or weigh the proxies of"
                        + " this machine");
    }

    private String command() {
        StringBuilder command = new StringBuilder("./tare run");
        for (String word : kept) {
            command.append(' ');
            command.append(
                    PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'");
        }
        return command.toString();
    }
}
