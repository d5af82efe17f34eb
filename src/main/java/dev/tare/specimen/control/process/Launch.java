package dev.tare.specimen.control.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A process that the runner wants.
 *
 * @param name for messages and for the log file: letters, digits, dots, dashes, underscores
 * @param command its words; a first word without a slash is looked for on the PATH
 * @param environment added to the runner's own
 * @param folder it works in; empty: the runner's
 * @param logFile takes its standard error, and its standard output unless that is piped
 * @param streams what becomes of its standard input and output
 * @param cores the only ones it may run on; empty: all of the runner's
 */
public record Launch(
        String name,
        List<String> command,
        Map<String, String> environment,
        Optional<Path> folder,
        Path logFile,
        Streams streams,
        Set<Integer> cores) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    /** Standard input and output. */
    public enum Streams {
        /** Input is empty, output goes to the log file. */
        TO_LOG,
        /** Both are piped to the runner. */
        PIPED
    }

    public Launch {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        cores = Set.copyOf(cores);
        if (!NAME.matcher(name).matches() || name.startsWith(".")) {
            throw new IllegalArgumentException(
                    "name \""
                            + name
                            + "\" must be 1 to 64 letters, digits, dots, dashes and underscores");
        }
        if (command.isEmpty() || command.getFirst().isEmpty()) {
            throw new IllegalArgumentException("the command of " + name + " must not be empty");
        }
    }

    /** A process in the runner's own folder and environment, output to the log file. */
    public static Launch of(String name, List<String> command, Path logFile) {
        return new Launch(
                name, command, Map.of(), Optional.empty(), logFile, Streams.TO_LOG, Set.of());
    }

    /** The same, working in {@code where}. */
    public Launch in(Path where) {
        return new Launch(name, command, environment, Optional.of(where), logFile, streams, cores);
    }

    /** The same, with standard input and output piped to the runner. */
    public Launch piped() {
        return new Launch(name, command, environment, folder, logFile, Streams.PIPED, cores);
    }

    /** The same, on these cores only; empty: on all of the runner's. */
    public Launch on(Set<Integer> where) {
        return new Launch(name, command, environment, folder, logFile, streams, where);
    }
}
