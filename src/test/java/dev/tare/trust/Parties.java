package dev.tare.trust;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The processes of the run that this process drives, found by their command lines. */
final class Parties {
    private static final long SIGNAL_LIMIT_SECONDS = 5;

    private Parties() {}

    /** The instrument's process. */
    static long instrument() {
        return one("WorkerMain");
    }

    /** The origin's process. */
    static long origin() {
        return one("OriginMain");
    }

    /** The first process of this one's, however deep, whose command line has all these words. */
    static long one(String... words) {
        List<Long> found = all(words);
        if (found.isEmpty()) {
            throw new IllegalStateException("no process has " + String.join(" ", words));
        }
        return found.getFirst();
    }

    /** All of them. */
    static List<Long> all(String... words) {
        return ProcessHandle.current()
                .descendants()
                .map(ProcessHandle::pid)
                .filter(pid -> has(pid, words))
                .sorted()
                .toList();
    }

    private static boolean has(long pid, String... words) {
        String line = words(pid);
        return List.of(words).stream().allMatch(line::contains);
    }

    /** The command line, with spaces between the words; empty where the process is gone. */
    static String words(long pid) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/cmdline")).replace('\0', ' ');
        } catch (IOException | RuntimeException e) {
            return "";
        }
    }

    /** Sends {@code signal}, such as {@code STOP}; nothing where the process is gone. */
    static void signal(long pid, String signal) throws IOException {
        Process kill =
                new ProcessBuilder("kill", "-" + signal, String.valueOf(pid))
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try {
            if (!kill.waitFor(SIGNAL_LIMIT_SECONDS, TimeUnit.SECONDS)) {
                kill.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
