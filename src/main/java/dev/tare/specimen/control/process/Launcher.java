package dev.tare.specimen.control.process;

import dev.tare.base.time.NanoClock;
import dev.tare.io.nativeaccess.ChildStream;
import dev.tare.io.nativeaccess.LinuxProcesses;
import dev.tare.io.nativeaccess.Spawn;
import dev.tare.io.nativeaccess.Spawned;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Starts the processes of one run, under its {@link Guard}; closing it leaves none of them.
 *
 * <p>Thread-safety: may be used from any thread.
 */
public final class Launcher implements AutoCloseable {
    /** How long the processes may take to stop by themselves when the run is closed. */
    private static final long CLOSE_GRACE_NS = 3_000_000_000L;

    private static final long DEFAULT_OPEN_FILES = 1024;

    /** More processes at one time are a runaway. */
    static final int MAX_PROCESSES = 64;

    private final LinuxProcesses processes;
    private final NanoClock clock;
    private final ProcFiles proc = ProcFiles.system();
    private final Guard guard;
    private final List<RunningProcess> started = new ArrayList<>(); // guarded by itself

    private Launcher(LinuxProcesses processes, NanoClock clock, Guard guard) {
        this.processes = processes;
        this.clock = clock;
        this.guard = guard;
    }

    /**
     * Starts the guard.
     *
     * @throws StartFailure where processes cannot be had, as its message says
     */
    public static Launcher open(NanoClock clock) throws StartFailure {
        LinuxProcesses processes =
                LinuxProcesses.find()
                        .orElseThrow(() ->
                                new StartFailure(
                                        "no process can be started here: "
                                                + LinuxProcesses.whyAbsent()));
        String tag =
                ProcessHandle.current().pid()
                        + "-"
                        + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
        try {
            return new Launcher(processes, clock, Guard.start(processes, clock, tag));
        } catch (IOException e) {
            throw new StartFailure("the guard process did not start: " + e.getMessage(), e);
        }
    }

    /**
     * Starts a process.
     *
     * @throws StartFailure when the program is not there or the kernel refuses; the message is one
     *     line
     */
    public RunningProcess start(Launch launch) throws StartFailure {
        synchronized (started) {
            started.removeIf(process -> !process.isAlive());
            if (started.size() >= MAX_PROCESSES) {
                throw new StartFailure(
                        launch.name()
                                + " was not started: the run has "
                                + MAX_PROCESSES
                                + " processes already");
            }
            try {
                RunningProcess process = spawn(launch);
                started.add(process);
                return process;
            } catch (IOException e) {
                throw new StartFailure(launch.name() + " did not start: " + e.getMessage(), e);
            }
        }
    }

    private RunningProcess spawn(Launch launch) throws IOException {
        String word = launch.command().getFirst();
        Path program =
                Programs.find(word)
                        .orElseThrow(() ->
                                new IOException(
                                        "there is no program \""
                                                + word
                                                + "\" (looked for on the PATH and in"
                                                + " /usr/sbin); install it, or give its"
                                                + " path"));
        List<String> command = new ArrayList<>(launch.command());
        command.set(0, program.toString());
        Path logFile = launch.logFile().toAbsolutePath();
        Files.createDirectories(logFile.getParent());
        LogFile log = LogFile.fromNowOn(logFile);
        ChildStream toLog = new ChildStream.ToFile(logFile);
        boolean piped = launch.streams() == Launch.Streams.PIPED;
        Spawned spawned =
                processes.spawn(
                        new Spawn(
                                command,
                                environment(launch),
                                launch.folder().map(Path::toAbsolutePath),
                                piped ? new ChildStream.Pipe() : new ChildStream.Nothing(),
                                piped ? new ChildStream.Pipe() : toLog,
                                piped ? toLog : new ChildStream.SameAsOutput(),
                                guard.processGroup(),
                                launch.cores()));
        // It was not waited for yet: its entry is there even if it has ended.
        ProcessId id = proc.identify(spawned.pid()).orElse(new ProcessId(spawned.pid(), -1));
        RunningProcess process =
                new RunningProcess(
                        processes,
                        proc,
                        clock,
                        launch.name(),
                        id,
                        log,
                        spawned.input(),
                        spawned.output());
        process.watch();
        return process;
    }

    private Map<String, String> environment(Launch launch) {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.putAll(launch.environment());
        environment.put(Guard.TAG_VARIABLE, guard.tag());
        return environment;
    }

    /** The meter of a process that this launcher has started, and of its descendants. */
    public CpuMeter meter(RunningProcess process) {
        return CpuMeter.of(processes, proc, clock, process);
    }

    /** The meter of any process, and of its descendants: its usage is not visible if it is not. */
    public CpuMeter meter(long pid) {
        return CpuMeter.of(processes, proc, clock, pid);
    }

    /** The meter of what nobody can look at. */
    public CpuMeter meterOfNothing() {
        return CpuMeter.ofNothing(processes, proc, clock);
    }

    /**
     * The cores that the runner may use.
     *
     * @throws IOException when the kernel does not tell
     */
    public Set<Integer> allowedCores() throws IOException {
        return processes.cores(0);
    }

    /**
     * Binds a process, such as the runner itself, and all its threads to cores.
     *
     * @throws IOException when the kernel refuses
     */
    public void pin(long pid, Set<Integer> cores) throws IOException {
        processes.pin(pid, cores);
    }

    /** The guard's number, which is also that of the run's process group. */
    public long guardPid() {
        return guard.processGroup();
    }

    /** How many files the kernel grants a process that is started. */
    public long maxOpenFiles() {
        return proc.maxOpenFiles("self").orElse(DEFAULT_OPEN_FILES);
    }

    /** Whether processes are started by root. */
    public boolean asRoot() {
        return proc.asRoot();
    }

    public ProcFiles proc() {
        return proc;
    }

    public NanoClock clock() {
        return clock;
    }

    /** Stops what still runs, all at once, and then the guard. */
    @Override
    public void close() throws IOException {
        List<RunningProcess> left;
        synchronized (started) {
            left = started.reversed().stream().filter(RunningProcess::isAlive).toList();
        }
        try {
            List<Thread> stops = left.stream().map(Launcher::stopOnOwnThread).toList();
            for (Thread stop : stops) {
                stop.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            guard.close();
        }
    }

    private static Thread stopOnOwnThread(RunningProcess process) {
        return Thread.ofPlatform()
                .daemon()
                .name("tare-stop-" + process.name())
                .start(() -> {
                    try {
                        process.stop(CLOSE_GRACE_NS);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
    }
}
