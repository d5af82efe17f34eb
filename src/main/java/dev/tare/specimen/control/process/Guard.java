package dev.tare.specimen.control.process;

import dev.tare.base.time.NanoClock;
import dev.tare.base.time.Sleep;
import dev.tare.io.nativeaccess.ChildStream;
import dev.tare.io.nativeaccess.LinuxProcesses;
import dev.tare.io.nativeaccess.Spawn;
import dev.tare.io.nativeaccess.Spawned;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A small process that ends all others of a run when the runner is gone, however it went.
 *
 * <p>It leads a process group that every process of the run joins, and reads a pipe that only the
 * runner holds: at end-of-file it ends the group, itself last of all. What has left the group is
 * found by a word in its environment that is the run's own.
 *
 * <p>Danger: {@code kill 0} in a shell that leads no group would end the runner's. Fact: a group
 * bears its leader's pid. Use: the script names the group {@code -$$}, which is nobody's then.
 *
 * <p>Thread-safety: {@link #close} may be called once, by any thread.
 */
final class Guard implements AutoCloseable {
    /** The environment variable by which a process of the run is known. */
    static final String TAG_VARIABLE = "TARE_RUN";

    /** How long the guard may take to end the run, its own wait of a second included. */
    private static final long CLOSE_LIMIT_NS = 10_000_000_000L;

    private static final long POLL_NS = 2_000_000L;

    private static final String SCRIPT =
            """
            trap '' HUP INT QUIT TERM
            tagged() {
                for file in $(grep -lsF "$1" /proc/[0-9]*/environ); do
                    pid=${file#/proc/}
                    kill "-$2" "${pid%%/*}" 2>/dev/null
                done
            }
            read -r word
            if [ "$word" != now ]; then
                tagged "$1" TERM
                kill -TERM "-$$"
                kill -CONT "-$$"
                sleep 1
            fi
            tagged "$1" KILL
            kill -KILL "-$$"
            """;

    private final LinuxProcesses processes;
    private final NanoClock clock;
    private final long pid;
    private final OutputStream pipe;
    private final String tag;

    private Guard(
            LinuxProcesses processes, NanoClock clock, long pid, OutputStream pipe, String tag) {
        this.processes = processes;
        this.clock = clock;
        this.pid = pid;
        this.pipe = pipe;
        this.tag = tag;
    }

    /**
     * Starts a guard.
     *
     * @param tag the run's own word: no other run of this machine has it
     */
    static Guard start(LinuxProcesses processes, NanoClock clock, String tag) throws IOException {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("/usr/bin:/bin");
        Spawned spawned =
                processes.spawn(
                        new Spawn(
                                List.of("/bin/sh", "-c", SCRIPT, "tare-guard", entry(tag)),
                                Map.of("PATH", path),
                                Optional.of(Path.of("/")),
                                new ChildStream.Pipe(),
                                new ChildStream.Nothing(),
                                new ChildStream.Nothing(),
                                Spawn.NEW_GROUP,
                                Set.of()));
        return new Guard(processes, clock, spawned.pid(), spawned.input().orElseThrow(), tag);
    }

    private static String entry(String tag) {
        return TAG_VARIABLE + "=" + tag;
    }

    /** The group that every process of the run must join. */
    long processGroup() {
        return pid;
    }

    /** The value of {@link #TAG_VARIABLE} that every process of the run must have. */
    String tag() {
        return tag;
    }

    /** Ends at once whatever is left of the run, and the guard. */
    @Override
    public void close() throws IOException {
        try (pipe) {
            pipe.write("now\n".getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            // The guard is gone already; the group is ended below.
        }
        long deadlineNs = clock.nowNs() + CLOSE_LIMIT_NS;
        try {
            while (processes.reap(pid).isEmpty()) {
                if (clock.nowNs() - deadlineNs > 0) {
                    processes.signal(-pid, LinuxProcesses.SIGNAL_KILL);
                    deadlineNs = clock.nowNs() + CLOSE_LIMIT_NS;
                }
                Sleep.forNs(POLL_NS);
            }
        } catch (InterruptedException e) {
            processes.signal(-pid, LinuxProcesses.SIGNAL_KILL);
            Thread.currentThread().interrupt();
        }
    }
}
