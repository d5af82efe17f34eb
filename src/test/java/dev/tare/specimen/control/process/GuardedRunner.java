package dev.tare.specimen.control.process;

import dev.tare.base.time.NanoClock;
import dev.tare.base.time.Sleep;
import dev.tare.io.nativeaccess.LinuxProcesses;
import java.nio.file.Path;
import java.util.List;

/** A runner to be killed: starts a few stubborn processes, prints their pids, and waits. */
public final class GuardedRunner {
    private static final long LONG_NS = 300_000_000_000L;

    private GuardedRunner() {}

    /** Takes the folder of the log files, and {@code wait} or {@code exit}. */
    public static void main(String[] arguments) throws Exception {
        Path log = Path.of(arguments[0], "log");
        Launcher launcher = Launcher.open(NanoClock.system());
        RunningProcess plain = launcher.start(Launch.of("plain", List.of("sleep", "300"), log));
        RunningProcess deaf =
                launcher.start(
                        Launch.of(
                                "deaf",
                                List.of("sh", "-c", "trap '' TERM HUP; sleep 300; sleep 300"),
                                log));
        RunningProcess stopped = launcher.start(Launch.of("stopped", List.of("sleep", "300"), log));
        stopped.signal(LinuxProcesses.SIGNAL_STOP);
        // setsid leaves the group: only the word in its environment gives it away.
        RunningProcess runaway =
                launcher.start(
                        Launch.of("runaway", List.of("sh", "-c", "setsid sleep 300 & wait"), log));
        while (launcher.meter(runaway).pids().size() < 2
                || launcher.meter(deaf).pids().size() < 2) {
            Sleep.forNs(10_000_000L);
        }
        for (RunningProcess process : List.of(plain, deaf, stopped, runaway)) {
            launcher.meter(process).pids().forEach(pid -> System.out.println("pid " + pid));
        }
        System.out.println("pid " + launcher.guardPid());
        System.out.println("ready");
        if (arguments[1].equals("wait")) {
            Sleep.forNs(LONG_NS);
        }
        System.exit(0);
    }
}
