package dev.tare.io.nativeaccess;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A process to be started.
 *
 * @param command its words; the first is the absolute path of the program
 * @param environment the whole of it
 * @param folder absolute; empty: the caller's
 * @param input standard input
 * @param output standard output
 * @param error standard error
 * @param processGroup the group to join, or {@link #NEW_GROUP}
 * @param cores the only ones it may run on; empty: the caller's
 */
public record Spawn(
        List<String> command,
        Map<String, String> environment,
        Optional<Path> folder,
        ChildStream input,
        ChildStream output,
        ChildStream error,
        long processGroup,
        Set<Integer> cores) {
    /** The process becomes the leader of a group of its own. */
    public static final long NEW_GROUP = 0;

    public Spawn {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        cores = Set.copyOf(cores);
        if (command.isEmpty() || !command.getFirst().startsWith("/")) {
            throw new IllegalArgumentException(
                    "command " + command + " must begin with the absolute path of a program");
        }
        if (folder.isPresent() && !folder.get().isAbsolute()) {
            throw new IllegalArgumentException("folder " + folder.get() + " must be absolute");
        }
        if (input instanceof ChildStream.SameAsOutput
                || output instanceof ChildStream.SameAsOutput) {
            throw new IllegalArgumentException("only standard error can be the same as output");
        }
        if (processGroup < 0) {
            throw new IllegalArgumentException(
                    "process group " + processGroup + " must be 0 or more");
        }
        command.forEach(Spawn::checkNoNul);
        environment.forEach((name, value) -> {
            checkNoNul(name);
            checkNoNul(value);
        });
    }

    private static void checkNoNul(String word) {
        if (word.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(
                    "the word \"" + word.replace('\0', '?') + "\" must not contain a NUL");
        }
    }
}
