package dev.tare.lab.bundle;

import java.util.List;

/**
 * {@code bundle.json}: what was asked for, and of whom. Written once, before the first round.
 *
 * @param formatVersion 1
 * @param tareVersion version of the program
 * @param commit its source commit, or {@code unknown}
 * @param createdEpochNs wall-clock time of the start
 * @param commandLine the words after {@code tare}, secrets redacted
 * @param seed of every random choice of the experiment
 * @param planSha256 of the plan in canonical JSON, in hexadecimal
 * @param plan what is weighed how
 * @param environment the machine
 */
public record Manifest(
        int formatVersion,
        String tareVersion,
        String commit,
        long createdEpochNs,
        List<String> commandLine,
        long seed,
        String planSha256,
        PlanRecord plan,
        EnvironmentRecord environment) {
    public static final int FORMAT_VERSION = 1;

    public Manifest {
        commandLine = List.copyOf(commandLine);
    }
}
