package dev.tare.specimen.control.process;

import dev.tare.base.time.NanoClock;
import dev.tare.base.time.Sleep;
import dev.tare.io.nativeaccess.ExitStatus;
import dev.tare.io.nativeaccess.LinuxProcesses;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A process that the runner has started.
 *
 * <p>Thread-safety: may be used from any thread; each of its streams by one at a time.
 *
 * <p>Danger: a pid is given to another process once its own has been waited for. Fact: until then
 * it is not. Use: it is waited for, and signalled, under one lock.
 */
public final class RunningProcess {
    /** After KILL a process is gone, unless the kernel is stuck in a device. */
    private static final long KILL_LIMIT_NS = 5_000_000_000L;

    private static final long POLL_NS = 2_000_000L;

    private final LinuxProcesses processes;
    private final ProcFiles proc;
    private final NanoClock clock;
    private final String name;
    private final ProcessId id;
    private final LogFile log;
    private final Optional<OutputStream> input;
    private final Optional<InputStream> output;
    private final CompletableFuture<ExitStatus> end = new CompletableFuture<>();
    private final Object lock = new Object();
    private boolean reaped; // guarded by lock
    private volatile OptionalLong finalCpuNs = OptionalLong.empty();

    RunningProcess(
            LinuxProcesses processes,
            ProcFiles proc,
            NanoClock clock,
            String name,
            ProcessId id,
            LogFile log,
            Optional<OutputStream> input,
            Optional<InputStream> output) {
        this.processes = processes;
        this.proc = proc;
        this.clock = clock;
        this.name = name;
        this.id = id;
        this.log = log;
        this.input = input;
        this.output = output;
    }

    /** Begins to wait for its end. */
    void watch() {
        Thread.ofPlatform().daemon().name("tare-wait-" + name).start(this::awaitAndReap);
    }

    private void awaitAndReap() {
        try {
            processes.awaitEnd(id.pid());
            // Its clock goes with its number: it is read now, or never.
            finalCpuNs = processes.cpuNs(id.pid());
            ExitStatus status;
            synchronized (lock) {
                status = processes.reap(id.pid()).orElseThrow();
                reaped = true;
            }
            end.complete(status);
        } catch (IOException | RuntimeException e) {
            synchronized (lock) {
                reaped = true;
            }
            end.completeExceptionally(e);
        }
    }

    /** The name it was launched under. */
    public String name() {
        return name;
    }

    /** Its number. */
    public long pid() {
        return id.pid();
    }

    public ProcessId id() {
        return id;
    }

    /** Where its output goes. */
    public Path logFile() {
        return log.path();
    }

    /** Whether it has not ended yet. */
    public boolean isAlive() {
        return !end.isDone();
    }

    /** How it ended; empty while it runs. */
    public Optional<ExitStatus> exitStatus() {
        return isAlive() || end.isCompletedExceptionally()
                ? Optional.empty()
                : Optional.of(end.join());
    }

    /** Its CPU time from start to end, ns; empty while it runs. */
    OptionalLong finalCpuNs() {
        return finalCpuNs;
    }

    /**
     * Leads to its standard input.
     *
     * @throws IllegalStateException when it was not launched piped
     */
    public OutputStream input() {
        return input.orElseThrow(() -> new IllegalStateException(name + " is not piped"));
    }

    /**
     * Comes from its standard output.
     *
     * @throws IllegalStateException when it was not launched piped
     */
    public InputStream output() {
        return output.orElseThrow(() -> new IllegalStateException(name + " is not piped"));
    }

    /** The last lines of what it has written to its log since it was started, at most so many. */
    public List<String> logTail(int maxLines) {
        return log.tail(maxLines);
    }

    /** Its end and its last words in a line, such as {@code ended with exit code 1; it said: …}. */
    public String epitaph() {
        String how =
                isAlive()
                        ? "still runs"
                        : "ended with " + exitStatus().map(ExitStatus::toString).orElse("?");
        return how + "; " + log.quote();
    }

    /**
     * Sends a signal to this process alone.
     *
     * @return false: it has ended
     */
    public boolean signal(int signal) {
        synchronized (lock) {
            return !reaped && processes.signal(id.pid(), signal);
        }
    }

    /**
     * Waits for its end.
     *
     * @param limitNs how long at most
     * @return whether it has ended
     */
    public boolean awaitEnd(long limitNs) throws InterruptedException {
        try {
            end.get(limitNs, TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            return true;
        }
    }

    /**
     * Stops it and all its descendants: TERM, and KILL for what is left after {@code graceNs}. Does
     * nothing when it has ended.
     *
     * @param graceNs how long it may take to stop by itself
     * @throws InterruptedException when the thread is interrupted; all were sent KILL then
     */
    public void stop(long graceNs) throws InterruptedException {
        List<ProcessId> descendants =
                new ProcessTree(proc, id)
                        .members().stream().filter(member -> !member.equals(id)).toList();
        try {
            signal(LinuxProcesses.SIGNAL_TERM);
            signal(LinuxProcesses.SIGNAL_CONT);
            if (!awaitEnd(graceNs)) {
                signal(LinuxProcesses.SIGNAL_KILL);
                awaitEnd(KILL_LIMIT_NS);
            }
        } catch (InterruptedException e) {
            signal(LinuxProcesses.SIGNAL_KILL);
            throw e;
        } finally {
            killAll(descendants);
            closeStreams();
        }
        awaitGone(descendants);
    }

    private void killAll(List<ProcessId> members) {
        for (ProcessId member : members) {
            if (proc.isAlive(member)) {
                processes.signal(member.pid(), LinuxProcesses.SIGNAL_KILL);
            }
        }
    }

    private void awaitGone(List<ProcessId> members) throws InterruptedException {
        long deadlineNs = clock.nowNs() + KILL_LIMIT_NS;
        while (members.stream().anyMatch(proc::isAlive) && clock.nowNs() - deadlineNs < 0) {
            Sleep.forNs(POLL_NS);
        }
    }

    private void closeStreams() {
        try {
            if (input.isPresent()) {
                input.get().close();
            }
            if (output.isPresent()) {
                output.get().close();
            }
        } catch (IOException e) {
            // The other end is gone: nothing is lost that anybody still wants.
        }
    }
}
