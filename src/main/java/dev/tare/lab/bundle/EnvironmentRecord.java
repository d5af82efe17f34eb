package dev.tare.lab.bundle;

import java.util.List;
import java.util.Map;

/**
 * The machine and the runtime (rule 11: provenance).
 *
 * @param osName such as {@code Linux}
 * @param kernel release and version
 * @param architecture such as {@code amd64}
 * @param cpuModel as the kernel names it
 * @param cores processors that may be used
 * @param memoryBytes of the machine
 * @param clockSource of the kernel, such as {@code tsc}
 * @param javaVersion of the runner and its workers
 * @param jvmFlags of the runner
 * @param ioBackEnd that {@code auto} takes here
 * @param pinning which party has which cores, such as {@code specimen=1}
 * @param settings kernel settings that matter, such as {@code net.core.somaxconn}
 * @param notes what a reader should know, such as a proxy that was not found
 */
public record EnvironmentRecord(
        String osName,
        String kernel,
        String architecture,
        String cpuModel,
        int cores,
        long memoryBytes,
        String clockSource,
        String javaVersion,
        List<String> jvmFlags,
        String ioBackEnd,
        Map<String, String> pinning,
        Map<String, String> settings,
        List<String> notes) {
    public EnvironmentRecord {
        jvmFlags = List.copyOf(jvmFlags);
        pinning = Map.copyOf(pinning);
        settings = Map.copyOf(settings);
        notes = List.copyOf(notes);
    }
}
