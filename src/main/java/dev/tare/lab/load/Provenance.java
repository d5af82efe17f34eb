package dev.tare.lab.load;

import dev.tare.lab.bundle.EnvironmentRecord;
import java.util.List;

/**
 * Where a load's result comes from (rule 11).
 *
 * @param tareVersion of the program
 * @param commit of its source, or {@code unknown}
 * @param commandLine the words given, secrets and all: whoever writes it down redacts it
 * @param startedEpochNs when the load was begun, on the wall clock
 * @param environment the machine and the runtime
 */
public record Provenance(
        String tareVersion,
        String commit,
        List<String> commandLine,
        long startedEpochNs,
        EnvironmentRecord environment) {
    public Provenance {
        commandLine = List.copyOf(commandLine);
    }
}
