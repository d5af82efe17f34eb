package dev.tare.specimen.control.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What a short-lived program says, such as its version. */
public final class ProgramOutput {
    private static final int LIMIT_S = 20;
    private static final int MAX_BYTES = 64 * 1024;

    private ProgramOutput() {}

    /**
     * Runs a command and returns what it writes to standard output and error; empty when it cannot
     * be run or takes longer than 20 s.
     */
    public static String of(List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectInput(
                                    ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
                            .start();
            // Ends a program that says nothing and stays, so that reading from it ends too.
            process.onExit()
                    .orTimeout(LIMIT_S, TimeUnit.SECONDS)
                    .exceptionally(_ -> {
                        process.destroyForcibly();
                        return process;
                    });
            try (InputStream output = process.getInputStream()) {
                byte[] bytes = output.readNBytes(MAX_BYTES);
                return new String(bytes, StandardCharsets.UTF_8);
            } finally {
                process.destroy();
            }
        } catch (IOException e) {
            return "";
        }
    }
}
