package dev.tare.io.nativeaccess;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.File;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code posix_spawn} with its attributes and file actions.
 *
 * <p>Danger: a descriptor of the runner that leaks into a child outlives the runner; were it the
 * guard's pipe, the guard would never see its end. Fact: file actions are carried out in order, in
 * the child. Use: the last of them closes every descriptor from 3 on.
 *
 * <p>Source: POSIX.1-2024, {@code posix_spawn}; {@code spawn.h} of glibc.
 */
final class SpawnCall {
    private static final short SET_PROCESS_GROUP = 0x02;
    private static final short SET_SIGNAL_DEFAULTS = 0x04;
    private static final short SET_SIGNAL_MASK = 0x08;

    /** More than glibc's and musl's: 80 and 336 bytes, and 128 for a signal set. */
    private static final long OPAQUE_BYTES = 1024;

    private static final long OPAQUE_ALIGNMENT = 16;

    private static final int READ_ONLY = 0;
    private static final int WRITE_ONLY = 01;
    private static final int CREATE = 0100;
    private static final int APPEND = 02000;
    private static final int FILE_MODE = 0644;

    private final MethodHandle spawn;
    private final MethodHandle initActions;
    private final MethodHandle addDup2;
    private final MethodHandle addOpen;
    private final MethodHandle addClose;
    private final @Nullable MethodHandle addCloseFrom;
    private final @Nullable MethodHandle addChdir;
    private final MethodHandle destroyActions;
    private final MethodHandle initAttributes;
    private final MethodHandle setFlags;
    private final MethodHandle setGroup;
    private final MethodHandle setMask;
    private final MethodHandle setDefaults;
    private final MethodHandle destroyAttributes;
    private final MethodHandle fillSet;
    private final MethodHandle emptySet;

    SpawnCall() {
        FunctionDescriptor onePointer = FunctionDescriptor.of(JAVA_INT, ADDRESS);
        FunctionDescriptor twoPointers = FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS);
        FunctionDescriptor pointerAndInt = FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT);
        spawn =
                Libc.plain(
                        "posix_spawn",
                        FunctionDescriptor.of(
                                JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS));
        initActions = Libc.plain("posix_spawn_file_actions_init", onePointer);
        addDup2 =
                Libc.plain(
                        "posix_spawn_file_actions_adddup2",
                        FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));
        addOpen =
                Libc.plain(
                        "posix_spawn_file_actions_addopen",
                        FunctionDescriptor.of(
                                JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));
        addClose = Libc.plain("posix_spawn_file_actions_addclose", pointerAndInt);
        addCloseFrom = optional("posix_spawn_file_actions_addclosefrom_np", pointerAndInt);
        addChdir = optional("posix_spawn_file_actions_addchdir_np", twoPointers);
        destroyActions = Libc.plain("posix_spawn_file_actions_destroy", onePointer);
        initAttributes = Libc.plain("posix_spawnattr_init", onePointer);
        setFlags =
                Libc.plain(
                        "posix_spawnattr_setflags",
                        FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_SHORT));
        setGroup = Libc.plain("posix_spawnattr_setpgroup", pointerAndInt);
        setMask = Libc.plain("posix_spawnattr_setsigmask", twoPointers);
        setDefaults = Libc.plain("posix_spawnattr_setsigdefault", twoPointers);
        destroyAttributes = Libc.plain("posix_spawnattr_destroy", onePointer);
        fillSet = Libc.plain("sigfillset", onePointer);
        emptySet = Libc.plain("sigemptyset", onePointer);
    }

    /** What older C libraries lack. */
    private static @Nullable MethodHandle optional(String name, FunctionDescriptor descriptor) {
        try {
            return Libc.plain(name, descriptor);
        } catch (UnsatisfiedLinkError e) {
            return null;
        }
    }

    /**
     * Starts the process.
     *
     * @param childEnds descriptors, 3 or more, for the child's streams 0, 1, 2; -1 where a stream
     *     is no pipe
     * @return its pid
     * @throws IOException when the kernel refuses; the message says why
     */
    int start(Spawn request, int[] childEnds) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment actions = arena.allocate(OPAQUE_BYTES, OPAQUE_ALIGNMENT);
            MemorySegment attributes = arena.allocate(OPAQUE_BYTES, OPAQUE_ALIGNMENT);
            check("prepare", (int) initActions.invokeExact(actions));
            try {
                check("prepare", (int) initAttributes.invokeExact(attributes));
                try {
                    fillAttributes(arena, attributes, request.processGroup());
                    fillActions(arena, actions, request, childEnds);
                    return spawn(arena, actions, attributes, request);
                } finally {
                    int ignored = (int) destroyAttributes.invokeExact(attributes);
                }
            } finally {
                int ignored = (int) destroyActions.invokeExact(actions);
            }
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable t) {
            throw new AssertionError(t);
        }
    }

    private int spawn(Arena arena, MemorySegment actions, MemorySegment attributes, Spawn request)
            throws Throwable {
        MemorySegment pid = arena.allocate(JAVA_INT);
        List<String> environment =
                request.environment().entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .sorted()
                        .toList();
        String program = request.command().getFirst();
        int error =
                (int)
                        spawn.invokeExact(
                                pid,
                                arena.allocateFrom(program),
                                actions,
                                attributes,
                                strings(arena, request.command()),
                                strings(arena, environment));
        check("start " + program, error);
        return pid.get(JAVA_INT, 0);
    }

    private void fillAttributes(Arena arena, MemorySegment attributes, long processGroup)
            throws Throwable {
        MemorySegment signals = arena.allocate(OPAQUE_BYTES, OPAQUE_ALIGNMENT);
        check("prepare", (int) emptySet.invokeExact(signals));
        check("prepare", (int) setMask.invokeExact(attributes, signals));
        check("prepare", (int) fillSet.invokeExact(signals));
        check("prepare", (int) setDefaults.invokeExact(attributes, signals));
        check("prepare", (int) setGroup.invokeExact(attributes, Math.toIntExact(processGroup)));
        short flags = SET_PROCESS_GROUP | SET_SIGNAL_DEFAULTS | SET_SIGNAL_MASK;
        check("prepare", (int) setFlags.invokeExact(attributes, flags));
    }

    private void fillActions(Arena arena, MemorySegment actions, Spawn request, int[] childEnds)
            throws Throwable {
        List<ChildStream> streams = List.of(request.input(), request.output(), request.error());
        for (int target = 0; target < streams.size(); target++) {
            int flags = target == 0 ? READ_ONLY : WRITE_ONLY;
            switch (streams.get(target)) {
                case ChildStream.Nothing _ -> addOpen(arena, actions, target, "/dev/null", flags);
                case ChildStream.ToFile file ->
                        addOpen(
                                arena,
                                actions,
                                target,
                                file.path().toString(),
                                target == 0 ? flags : flags | CREATE | APPEND);
                case ChildStream.Pipe _ ->
                        check(
                                "prepare",
                                (int) addDup2.invokeExact(actions, childEnds[target], target));
                case ChildStream.SameAsOutput _ ->
                        check("prepare", (int) addDup2.invokeExact(actions, 1, target));
            }
        }
        addFolder(arena, actions, request.folder());
        addCloseAll(actions);
    }

    private void addOpen(Arena arena, MemorySegment actions, int target, String path, int flags)
            throws Throwable {
        MemorySegment name = arena.allocateFrom(path);
        check("prepare", (int) addOpen.invokeExact(actions, target, name, flags, FILE_MODE));
    }

    private void addFolder(Arena arena, MemorySegment actions, Optional<Path> folder)
            throws Throwable {
        if (folder.isEmpty()) {
            return;
        }
        if (addChdir == null) {
            throw new IOException(
                    "cannot start a process in "
                            + folder.get()
                            + ": this C library has no posix_spawn_file_actions_addchdir_np"
                            + " (glibc has it from 2.29 on)");
        }
        MemorySegment name = arena.allocateFrom(folder.get().toString());
        check("prepare", (int) addChdir.invokeExact(actions, name));
    }

    private void addCloseAll(MemorySegment actions) throws Throwable {
        if (addCloseFrom != null) {
            check("prepare", (int) addCloseFrom.invokeExact(actions, 3));
            return;
        }
        // Descriptors that are opened after this look are opened close-on-exec by the JDK.
        String[] open = Optional.ofNullable(new File("/proc/self/fd").list()).orElse(new String[0]);
        for (String name : open) {
            int descriptor = Integer.parseInt(name);
            if (descriptor > 2) {
                check("prepare", (int) addClose.invokeExact(actions, descriptor));
            }
        }
    }

    private static MemorySegment strings(Arena arena, List<String> words) {
        MemorySegment array = arena.allocate(ADDRESS, words.size() + 1L);
        for (int i = 0; i < words.size(); i++) {
            array.setAtIndex(ADDRESS, i, arena.allocateFrom(words.get(i)));
        }
        array.setAtIndex(ADDRESS, words.size(), MemorySegment.NULL);
        return array;
    }

    private static void check(String what, int error) throws IOException {
        if (error != 0) {
            throw new IOException("cannot " + what + ": " + LinuxProcesses.sentence(error));
        }
    }
}
