package dev.tare.lab.history;

import java.util.Map;

/**
 * What the index knows of one bundle. Texts are at most {@link #MAX_TEXT} characters.
 *
 * @param path of the bundle's folder below the folder of the history; {@code .} for that itself
 * @param createdEpochNs start of the experiment
 * @param tareVersion of the program
 * @param commit of the program
 * @param kernel of the machine
 * @param javaVersion of the runner
 * @param planName such as {@code built-in}
 * @param planSha256 of the whole plan
 * @param machine what the machine is, in words; equal for equal machines
 * @param blocks whole ones
 * @param plannedBlocks asked for
 * @param versions of the specimens, by name; empty where a program does not tell
 * @param workloads by name
 */
public record BundleEntry(
        String path,
        long createdEpochNs,
        String tareVersion,
        String commit,
        String kernel,
        String javaVersion,
        String planName,
        String planSha256,
        String machine,
        int blocks,
        int plannedBlocks,
        Map<String, String> versions,
        Map<String, WorkloadIdentity> workloads) {
    static final int MAX_TEXT = 300;

    public BundleEntry {
        versions = Map.copyOf(versions);
        workloads = Map.copyOf(workloads);
    }

    static String bounded(String text) {
        return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT);
    }
}
