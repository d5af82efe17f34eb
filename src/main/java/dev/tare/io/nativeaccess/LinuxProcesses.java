package dev.tare.io.nativeaccess;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Collection;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Starting, signalling, pinning and timing processes by the C library's own calls: process groups,
 * core masks and CPU clocks, which the JDK does not offer.
 *
 * <p>Thread-safety: may be called from any thread. {@link #awaitEnd} blocks its thread; give it a
 * platform thread of its own.
 */
public final class LinuxProcesses {
    public static final int SIGNAL_KILL = 9;
    public static final int SIGNAL_TERM = 15;
    public static final int SIGNAL_CONT = 18;
    public static final int SIGNAL_STOP = 19;

    /** The largest core number that masks have room for, plus one. */
    public static final int MAX_CORES = 8192;

    private static final int EPERM = 1;
    private static final int ESRCH = 3;
    private static final int EINTR = 4;

    private static final int O_CLOEXEC = 02000000;
    private static final int F_DUPFD_CLOEXEC = 1030;
    private static final int FIRST_FREE_DESCRIPTOR = 3;

    private static final int WAIT_NO_HANG = 1;
    private static final int WAIT_EXITED = 4;
    private static final int WAIT_NO_REAP = 0x01000000;
    private static final int ID_IS_PID = 1;
    private static final long SIGNAL_INFO_BYTES = 128;

    private static final long TIMESPEC_BYTES = 16;
    private static final long NS_PER_S = 1_000_000_000L;

    /** Threads may be born while their siblings are pinned; more looks than this are a runaway. */
    private static final int MAX_PIN_LOOKS = 16;

    private static final Attempt ATTEMPT = attempt();

    private record Attempt(@Nullable LinuxProcesses processes, String reason) {}

    private final SpawnCall spawnCall = new SpawnCall();
    private final MethodHandle pipe2 =
            Libc.capturing("pipe2", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
    private final MethodHandle fcntl =
            Libc.capturing("fcntl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
    private final MethodHandle close =
            Libc.plain("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private final MethodHandle kill =
            Libc.capturing("kill", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    private final MethodHandle waitid =
            Libc.capturing(
                    "waitid",
                    FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private final MethodHandle waitpid =
            Libc.capturing("waitpid", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private final MethodHandle setAffinity =
            Libc.capturing(
                    "sched_setaffinity",
                    FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS));
    private final MethodHandle affinity =
            Libc.capturing(
                    "sched_getaffinity",
                    FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS));
    private final MethodHandle cpuClockOf =
            Libc.plain("clock_getcpuclockid", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS));
    private final MethodHandle readClock =
            Libc.plain("clock_gettime", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS));

    private LinuxProcesses() {}

    /** These calls; empty where they are not to be had, as {@link #whyAbsent} says. */
    public static Optional<LinuxProcesses> find() {
        return Optional.ofNullable(ATTEMPT.processes());
    }

    /** Why {@link #find} is empty, in a sentence; empty where it is not. */
    public static String whyAbsent() {
        return ATTEMPT.reason();
    }

    private static Attempt attempt() {
        if (!Libc.isSupported()) {
            return new Attempt(
                    null,
                    "processes are pinned and accounted for on Linux on x86-64 and AArch64 only;"
                            + " this is "
                            + System.getProperty("os.name")
                            + " on "
                            + System.getProperty("os.arch"));
        }
        if (!new File("/proc/self/fd").isDirectory()) {
            return new Attempt(null, "/proc is not mounted");
        }
        try {
            return new Attempt(new LinuxProcesses(), "");
        } catch (UnsatisfiedLinkError | IllegalCallerException e) {
            return new Attempt(
                    null,
                    e.getMessage()
                            + " (native access: start with --enable-native-access=ALL-UNNAMED)");
        }
    }

    /**
     * Starts a process, with an empty signal mask, every signal at its default, and no descriptor
     * of the caller's but its three streams.
     *
     * @throws IOException when it cannot be started; the message says why
     */
    public Spawned spawn(Spawn request) throws IOException {
        if (request.cores().isEmpty()) {
            return spawnHere(request);
        }
        // A child inherits the mask of the thread that starts it, so that not one of its threads
        // ever runs elsewhere. The thread is given up, so that its mask need not be undone.
        CompletableFuture<Spawned> result = new CompletableFuture<>();
        Thread.ofPlatform()
                .daemon()
                .name("tare-spawn")
                .start(() -> {
                    try {
                        pinThread(0, request.cores());
                        result.complete(spawnHere(request));
                    } catch (IOException | RuntimeException | Error e) {
                        result.completeExceptionally(e);
                    }
                });
        try {
            return result.get();
        } catch (ExecutionException e) {
            Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
            throw new IOException(cause.getMessage(), cause);
        } catch (InterruptedException e) {
            // The process starts all the same: its pid must not be lost.
            Thread.currentThread().interrupt();
            return result.join();
        }
    }

    private Spawned spawnHere(Spawn request) throws IOException {
        try (PipePair input = PipePair.of(this, request.input());
                PipePair output = PipePair.of(this, request.output());
                PipePair error = PipePair.of(this, request.error())) {
            // Opened before the child's ends are closed: opening a pipe without a reader blocks.
            Optional<FileOutputStream> toInput = Optional.empty();
            Optional<FileInputStream> fromOutput = Optional.empty();
            Optional<FileInputStream> fromError = Optional.empty();
            boolean started = false;
            try {
                toInput = writer(input.writeEnd());
                fromOutput = reader(output.readEnd());
                fromError = reader(error.readEnd());
                int[] childEnds = {input.readEnd(), output.writeEnd(), error.writeEnd()};
                int pid = spawnCall.start(request, childEnds);
                started = true;
                return new Spawned(
                        pid,
                        toInput.map(stream -> stream),
                        fromOutput.map(stream -> stream),
                        fromError.map(stream -> stream));
            } finally {
                if (!started) {
                    closeAll(toInput, fromOutput, fromError);
                }
            }
        }
    }

    @SafeVarargs
    private static void closeAll(Optional<? extends AutoCloseable>... streams) {
        for (Optional<? extends AutoCloseable> stream : streams) {
            try {
                if (stream.isPresent()) {
                    stream.get().close();
                }
            } catch (Exception e) {
                // The failed start is what the caller must hear of.
            }
        }
    }

    private static Optional<FileOutputStream> writer(int descriptor) throws IOException {
        return descriptor < 0
                ? Optional.empty()
                : Optional.of(new FileOutputStream("/proc/self/fd/" + descriptor));
    }

    private static Optional<FileInputStream> reader(int descriptor) throws IOException {
        return descriptor < 0
                ? Optional.empty()
                : Optional.of(new FileInputStream("/proc/self/fd/" + descriptor));
    }

    /** Both ends of a pipe, -1 where there is none; closes them. */
    private record PipePair(LinuxProcesses processes, int readEnd, int writeEnd)
            implements AutoCloseable {
        static PipePair of(LinuxProcesses processes, ChildStream stream) throws IOException {
            return stream instanceof ChildStream.Pipe
                    ? processes.newPipe()
                    : new PipePair(processes, -1, -1);
        }

        @Override
        public void close() {
            processes.closeDescriptor(readEnd);
            processes.closeDescriptor(writeEnd);
        }
    }

    private PipePair newPipe() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = Libc.newCallState(arena);
            MemorySegment ends = arena.allocate(JAVA_INT, 2);
            if ((int) pipe2.invokeExact(state, ends, O_CLOEXEC) != 0) {
                throw new IOException("cannot make a pipe: " + sentence(Libc.errno(state)));
            }
            int readEnd = aboveStandard(state, ends.getAtIndex(JAVA_INT, 0));
            int writeEnd = aboveStandard(state, ends.getAtIndex(JAVA_INT, 1));
            return new PipePair(this, readEnd, writeEnd);
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable t) {
            throw new AssertionError(t);
        }
    }

    /** Moves a descriptor that took the place of a closed standard stream out of the way. */
    private int aboveStandard(MemorySegment state, int descriptor) throws Throwable {
        if (descriptor >= FIRST_FREE_DESCRIPTOR) {
            return descriptor;
        }
        int moved =
                (int) fcntl.invokeExact(state, descriptor, F_DUPFD_CLOEXEC, FIRST_FREE_DESCRIPTOR);
        closeDescriptor(descriptor);
        if (moved < 0) {
            throw new IOException("cannot make a pipe: " + sentence(Libc.errno(state)));
        }
        return moved;
    }

    private void closeDescriptor(int descriptor) {
        if (descriptor < 0) {
            return;
        }
        try {
            int ignored = (int) close.invokeExact(descriptor);
        } catch (Throwable t) {
            throw new AssertionError(t);
        }
    }

    /**
     * Sends a signal.
     *
     * @param pid a process, or a group as its negative number
     * @param signal its number; 0 only asks whether there is such a process
     * @return whether it was sent; false: there is no such process, or it is another user's
     */
    public boolean signal(long pid, int signal) {
        if (pid == 0 || pid == -1) {
            throw new IllegalArgumentException(
                    "pid " + pid + " would signal more than one process or group");
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = Libc.newCallState(arena);
            return (int) kill.invokeExact(state, Math.toIntExact(pid), signal) == 0;
        } catch (Throwable t) {
            throw rethrown(t);
        }
    }

    /**
     * Blocks until a child has ended, and leaves it to {@link #reap}: until then its number is not
     * given to another process, and its CPU clock can be read.
     *
     * @throws IOException when it is no child of this process
     */
    public void awaitEnd(long pid) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = Libc.newCallState(arena);
            MemorySegment info = arena.allocate(SIGNAL_INFO_BYTES, Long.BYTES);
            int options = WAIT_EXITED | WAIT_NO_REAP;
            while (true) {
                int result =
                        (int)
                                waitid.invokeExact(
                                        state, ID_IS_PID, Math.toIntExact(pid), info, options);
                if (result == 0) {
                    return;
                }
                if (Libc.errno(state) != EINTR) {
                    throw new IOException(
                            "cannot wait for process " + pid + ": " + sentence(Libc.errno(state)));
                }
            }
        } catch (IOException e) {
            throw e;
        } catch (Throwable t) {
            throw rethrown(t);
        }
    }

    /** Takes the exit status of a child that has ended; empty while it runs. */
    public Optional<ExitStatus> reap(long pid) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = Libc.newCallState(arena);
            MemorySegment status = arena.allocate(JAVA_INT);
            int child = Math.toIntExact(pid);
            int result = (int) waitpid.invokeExact(state, child, status, WAIT_NO_HANG);
            if (result < 0) {
                throw new IOException(
                        "cannot wait for process " + pid + ": " + sentence(Libc.errno(state)));
            }
            return result == 0
                    ? Optional.empty()
                    : Optional.of(ExitStatus.ofWaitStatus(status.get(JAVA_INT, 0)));
        } catch (IOException e) {
            throw e;
        } catch (Throwable t) {
            throw rethrown(t);
        }
    }

    /**
     * CPU time of a process, ns: user and system time of all its threads, those included that have
     * ended, and of no child. Empty: there is no such process, or it may not be looked at.
     */
    public OptionalLong cpuNs(long pid) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment clock = arena.allocate(JAVA_INT);
            if ((int) cpuClockOf.invokeExact(Math.toIntExact(pid), clock) != 0) {
                return OptionalLong.empty();
            }
            MemorySegment time = arena.allocate(TIMESPEC_BYTES, Long.BYTES);
            if ((int) readClock.invokeExact(clock.get(JAVA_INT, 0), time) != 0) {
                return OptionalLong.empty();
            }
            return OptionalLong.of(
                    time.getAtIndex(JAVA_LONG, 0) * NS_PER_S + time.getAtIndex(JAVA_LONG, 1));
        } catch (Throwable t) {
            throw rethrown(t);
        }
    }

    /**
     * The cores that a thread may run on.
     *
     * @param threadId of any process; 0 for the calling thread
     * @throws IOException when there is no such thread
     */
    public Set<Integer> cores(long threadId) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = Libc.newCallState(arena);
            MemorySegment mask = arena.allocate(MAX_CORES / Byte.SIZE, Long.BYTES);
            int thread = Math.toIntExact(threadId);
            if ((int) affinity.invokeExact(state, thread, mask.byteSize(), mask) < 0) {
                throw new IOException(
                        "cannot read the cores of thread "
                                + threadId
                                + ": "
                                + sentence(Libc.errno(state)));
            }
            Set<Integer> cores = new TreeSet<>();
            for (int core = 0; core < MAX_CORES; core++) {
                long word = mask.getAtIndex(JAVA_LONG, core / Long.SIZE);
                if ((word >>> (core % Long.SIZE) & 1) != 0) {
                    cores.add(core);
                }
            }
            return cores;
        } catch (IOException e) {
            throw e;
        } catch (Throwable t) {
            throw rethrown(t);
        }
    }

    /**
     * Binds every thread of a process, and so all that they will start, to {@code cores}.
     *
     * @throws IOException when there is no such process, it is another user's, or none of the cores
     *     may be used
     */
    public void pin(long pid, Collection<Integer> cores) throws IOException {
        Set<String> pinned = new HashSet<>();
        for (int look = 0; look < MAX_PIN_LOOKS; look++) {
            String[] threads = new File("/proc/" + pid + "/task").list();
            if (threads == null) {
                throw new IOException("cannot pin process " + pid + ": " + sentence(ESRCH));
            }
            boolean grown = false;
            for (String thread : threads) {
                if (pinned.add(thread)) {
                    grown = true;
                    pinIfAlive(Long.parseLong(thread), cores);
                }
            }
            if (!grown) {
                return;
            }
        }
    }

    private void pinIfAlive(long threadId, Collection<Integer> cores) throws IOException {
        try {
            pinThread(threadId, cores);
        } catch (IOException e) {
            if (new File("/proc/" + threadId).exists()) {
                throw e;
            }
        }
    }

    /** Binds one thread; 0 for the calling one. */
    private void pinThread(long threadId, Collection<Integer> cores) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = Libc.newCallState(arena);
            MemorySegment mask = arena.allocate(MAX_CORES / Byte.SIZE, Long.BYTES);
            for (int core : cores) {
                if (core < 0 || core >= MAX_CORES) {
                    throw new IllegalArgumentException(
                            "core " + core + " must be 0 to " + (MAX_CORES - 1));
                }
                int index = core / Long.SIZE;
                long word = mask.getAtIndex(JAVA_LONG, index);
                mask.setAtIndex(JAVA_LONG, index, word | 1L << (core % Long.SIZE));
            }
            int thread = Math.toIntExact(threadId);
            if ((int) setAffinity.invokeExact(state, thread, mask.byteSize(), mask) != 0) {
                throw new IOException(
                        "cannot pin thread "
                                + threadId
                                + " to cores "
                                + new TreeSet<>(cores)
                                + ": "
                                + sentence(Libc.errno(state)));
            }
        } catch (IOException e) {
            throw e;
        } catch (Throwable t) {
            throw rethrown(t);
        }
    }

    /** An error number in words. */
    static String sentence(int error) {
        return switch (error) {
            case EPERM -> "not permitted (EPERM)";
            case 2 -> "no such file or folder (ENOENT)";
            case ESRCH -> "no such process (ESRCH)";
            case 7 -> "its words and environment are too long (E2BIG)";
            case 8 -> "not a program that this machine can run (ENOEXEC)";
            case 10 -> "not a child of this process (ECHILD)";
            case 11 -> "too many processes; see ulimit -u (EAGAIN)";
            case 12 -> "out of memory (ENOMEM)";
            case 13 -> "no permission (EACCES)";
            case 20 -> "a part of its path is not a folder (ENOTDIR)";
            case 22 -> "none of it may be used here (EINVAL)";
            case 23, 24 -> "too many open files; see ulimit -n (EMFILE)";
            case 26 -> "the program is being written to (ETXTBSY)";
            default -> "error number " + error;
        };
    }

    /** A downcall throws nothing that is checked. */
    private static RuntimeException rethrown(Throwable t) {
        if (t instanceof Error e) {
            throw e;
        }
        return t instanceof RuntimeException e ? e : new IllegalStateException(t);
    }
}
