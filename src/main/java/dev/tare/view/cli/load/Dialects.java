package dev.tare.view.cli.load;

import dev.tare.lab.foreign.ForeignUsageException;
import dev.tare.lab.foreign.WrkTool;
import dev.tare.load.result.TransportFacts;
import dev.tare.view.cli.shell.ExitCode;
import dev.tare.view.cli.shell.FailureException;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/**
 * {@code tare wrk}, {@code tare wrk2} and {@code tare fortio}: commands whose words have another
 * tool's grammar, and whose exit codes are that tool's (docs/dialects.md).
 *
 * <p>They are taken before picocli sees the words: it would read {@code --} and {@code @} in its
 * own way.
 */
public final class Dialects {
    private static final Map<String, String> ABOUT = new LinkedHashMap<>();

    static {
        ABOUT.put("wrk", "A load in wrk's own flags and layout.");
        ABOUT.put("wrk2", "A load in wrk2's own flags and layout.");
        ABOUT.put("fortio", "A load in fortio's own flags, layout and JSON: fortio load …");
    }

    private Dialects() {}

    /** Lists the commands among the others. */
    public static void addTo(CommandLine commandLine) {
        ABOUT.forEach((name, about) -> {
            CommandSpec spec = CommandSpec.create().name(name);
            spec.usageMessage().description(about);
            commandLine.addSubcommand(name, spec);
        });
    }

    /**
     * Runs one of the commands.
     *
     * @return its exit code; empty where the first word is none of theirs
     */
    public static OptionalInt run(String... args) {
        if (args.length == 0 || !ABOUT.containsKey(args[0])) {
            return OptionalInt.empty();
        }
        List<String> words = Arrays.asList(args).subList(1, args.length);
        try {
            return OptionalInt.of(
                    switch (args[0]) {
                        case "wrk" -> WrkCommand.run(WrkTool.WRK, words);
                        case "wrk2" -> WrkCommand.run(WrkTool.WRK2, words);
                        default -> FortioCommand.run(words);
                    });
        } catch (ForeignUsageException e) {
            System.err.println("tare: " + args[0] + ": " + firstLine(e));
            return OptionalInt.of(e.exitCode());
        } catch (IOException | FailureException e) {
            System.err.println("tare: " + args[0] + ": " + firstLine(e));
            return OptionalInt.of(ExitCode.COULD_NOT_RUN);
        }
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse(e.toString());
    }

    /** Says why connections failed, which the other tools' layouts have no line for. */
    static void remark(TransportFacts transport) {
        transport
                .failures()
                .forEach((why, count) -> remark(List.of(count + " connections failed: " + why)));
    }

    /** Says what differs from the tool itself, where no script reads. */
    static void remark(List<String> remarks) {
        remarks.forEach(remark -> System.err.println("tare: " + remark));
    }
}
