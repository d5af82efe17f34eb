package dev.tare.specimen;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tare.testing.PeerCondition;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a program of others. */
public final class PeerProcess {
    private static final int LIMIT_S = 60;

    private PeerProcess() {}

    /** Starts it; its standard error goes where its standard output goes. */
    public static Process start(String program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(PeerCondition.find(program).orElseThrow().toString());
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    /**
     * Runs it to its end and returns what it printed.
     *
     * @throws IOException when it fails; the message holds what it printed
     */
    public static String run(String program, String... arguments)
            throws IOException, InterruptedException {
        Process process = start(program, arguments);
        try {
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), UTF_8);
            if (!process.waitFor(LIMIT_S, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException(program + " has failed: " + output);
            }
            return output;
        } finally {
            process.destroyForcibly();
        }
    }
}
