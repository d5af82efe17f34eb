package dev.tare.view.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs {@code tare} as a process of its own, as a user would. */
public final class CommandFixture {
    private static final long LIMIT_SECONDS = 50;

    private CommandFixture() {}

    /**
     * What a command came to.
     *
     * @param exitCode of the process
     * @param out standard output
     * @param err standard error
     */
    public record Result(int exitCode, String out, String err) {}

    public static Process start(Path folder, String... words) throws IOException {
        return start(folder, List.of(), words);
    }

    /** The same by a shell that has limited its open files before. */
    public static Process startWithFiles(Path folder, int soft, int hard, String... words)
            throws IOException {
        String script = "ulimit -Sn %d && ulimit -Hn %d && exec \"$@\"".formatted(soft, hard);
        return start(folder, List.of("sh", "-c", script, "sh"), words);
    }

    /** The same with a state folder of its own. */
    public static Process startWithState(Path folder, Path state, String... words)
            throws IOException {
        return start(folder, List.of("env", "XDG_STATE_HOME=" + state), words);
    }

    /**
     * The same where whoever runs the tests ignores SIGHUP, as {@code nohup} does: children would
     * inherit that, and a JVM then leaves the signal ignored.
     */
    public static Process startHearingHangups(Path folder, String... words) throws IOException {
        return start(folder, List.of("env", "--default-signal=HUP"), words);
    }

    private static Process start(Path folder, List<String> before, String... words)
            throws IOException {
        List<String> command = new ArrayList<>(before);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of(
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.tare.view.cli.Tare"));
        command.addAll(List.of(words));
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(folder.resolve("out.txt").toFile())
                .redirectError(folder.resolve("err.txt").toFile())
                .start();
    }

    public static Result run(Path folder, String... words)
            throws IOException, InterruptedException {
        return result(start(folder, words), folder);
    }

    public static Result result(Process process, Path folder)
            throws IOException, InterruptedException {
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("tare did not end; it said " + text(folder, "err.txt"));
        }
        return new Result(process.exitValue(), text(folder, "out.txt"), text(folder, "err.txt"));
    }

    private static String text(Path folder, String name) throws IOException {
        return Files.readString(folder.resolve(name), StandardCharsets.UTF_8);
    }

    /** Processes whose command line names {@code folder} or a file in it. */
    public static List<String> processesOf(Path folder) {
        try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
            return all.filter(p -> commandLine(p.pid()).contains(folder.toString()))
                    .map(p -> p.pid() + " " + commandLine(p.pid()))
                    .toList();
        }
    }

    /** Processes that {@code runner} has started, however deep, and that are there now. */
    public static List<Long> descendants(long runner) {
        return ProcessHandle.of(runner).stream()
                .flatMap(ProcessHandle::descendants)
                .map(ProcessHandle::pid)
                .toList();
    }

    public static boolean isAlive(long pid) {
        return Files.exists(Path.of("/proc/" + pid)) && !commandLine(pid).isEmpty();
    }

    public static String commandLine(long pid) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/cmdline")).replace('\0', ' ');
        } catch (IOException | RuntimeException e) {
            return "";
        }
    }
}
