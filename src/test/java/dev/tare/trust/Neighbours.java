package dev.tare.trust;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Processes that compute without end on the cores where the instrument is. */
final class Neighbours implements TrustRun.Disturbance {
    private static final int A_CORE = 3;

    private final List<Process> processes = new ArrayList<>();

    @Override
    public void begin() throws IOException {
        long instrument = Parties.instrument();
        String cores =
                Files.readAllLines(Path.of("/proc/" + instrument + "/status")).stream()
                        .filter(line ->
                                line.toLowerCase(Locale.ROOT).startsWith("cpus_allowed_list:"))
                        .map(line -> line.substring(line.indexOf(':') + 1).strip())
                        .findFirst()
                        .orElseThrow();
        int count = A_CORE * Runtime.getRuntime().availableProcessors();
        for (int i = 0; i < count; i++) {
            processes.add(
                    new ProcessBuilder(
                                    "taskset",
                                    "-c",
                                    cores,
                                    "timeout",
                                    "100",
                                    "sh",
                                    "-c",
                                    "while :; do :; done")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start());
        }
    }

    @Override
    public void close() {
        for (Process process : processes) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
