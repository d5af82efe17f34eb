package dev.tare.specimen.kernel;

import dev.tare.base.core.Throttling;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The control groups that a process's CPU time is limited by, of both versions: its own, and those
 * around it as far as they can be seen.
 *
 * <p>Source: the kernel's {@code scheduler/sched-bwc}, {@code admin-guide/cgroup-v2}; {@code
 * cgroups(7)}; {@code proc_pid_mountinfo(5)}.
 */
public final class ControlGroups {
    /** Deeper nesting is not followed. */
    static final int MAX_DEPTH = 32;

    private static final long NS_PER_US = 1_000;
    private static final int MOUNT_ROOT = 3;
    private static final int MOUNT_POINT = 4;
    private static final int FIRST_OPTIONAL = 6;

    private final Path proc;

    /** By {@code proc}: {@code /proc}, or a copy of it whose mount points exist. */
    public ControlGroups(Path proc) {
        this.proc = proc;
    }

    /** The kernel's own. */
    public static ControlGroups system() {
        return new ControlGroups(Path.of("/proc"));
    }

    /**
     * Where a hierarchy is mounted.
     *
     * @param root the group that stands at {@code point}: in a container it is not the topmost
     */
    private record Mount(String root, Path point) {}

    /** What held a process back until now; empty where its groups or their counts are not seen. */
    public Optional<Throttling> throttling(long pid) {
        return KernelFile.text(proc.resolve(pid + "/cgroup"))
                .flatMap(groups -> group(groups).flatMap(this::throttling));
    }

    /**
     * A process's group in the hierarchy that limits CPU time.
     *
     * @param second whether that hierarchy is of version 2
     */
    record Group(boolean second, String path) {}

    /**
     * By the lines of {@code /proc/PID/cgroup}; version 1 goes first where it has the controller.
     */
    static Optional<Group> group(String lines) {
        Optional<Group> found = Optional.empty();
        for (String line : lines.lines().toList()) {
            String[] parts = line.split(":", 3);
            if (parts.length < 3) {
                continue;
            }
            if (List.of(parts[1].split(",", -1)).contains("cpu")) {
                return Optional.of(new Group(false, parts[2]));
            }
            if (parts[0].equals("0") && parts[1].isEmpty()) {
                found = Optional.of(new Group(true, parts[2]));
            }
        }
        return found;
    }

    private Optional<Throttling> throttling(Group group) {
        Optional<Mount> mount =
                KernelFile.text(proc.resolve("self/mountinfo"))
                        .flatMap(text -> mount(text, group.second()));
        if (mount.isEmpty()) {
            return Optional.empty();
        }
        Path top = mount.get().point();
        @Nullable Path folder = top.resolve(below(mount.get().root(), group.path())).normalize();
        Optional<Throttling> sum = Optional.empty();
        for (int depth = 0;
                folder != null && folder.startsWith(top) && depth < MAX_DEPTH;
                depth++) {
            Optional<Throttling> own =
                    KernelFile.text(folder.resolve("cpu.stat")).flatMap(ControlGroups::parse);
            if (own.isPresent()) {
                sum = Optional.of(sum.map(own.get()::plus).orElse(own.get()));
            }
            folder = folder.getParent();
        }
        return sum;
    }

    private static String below(String root, String path) {
        boolean inside = !root.equals("/") && path.startsWith(root);
        String under = inside ? path.substring(root.length()) : path;
        return under.startsWith("/") ? under.substring(1) : under;
    }

    private static Optional<Mount> mount(String mountinfo, boolean second) {
        for (String line : mountinfo.lines().toList()) {
            String[] words = line.split(" ", -1);
            int dash = Arrays.asList(words).indexOf("-");
            if (dash < FIRST_OPTIONAL || dash + 3 >= words.length) {
                continue;
            }
            boolean fits =
                    second
                            ? words[dash + 1].equals("cgroup2")
                            : words[dash + 1].equals("cgroup")
                                    && List.of(words[dash + 3].split(",", -1)).contains("cpu");
            if (fits) {
                return Optional.of(new Mount(words[MOUNT_ROOT], Path.of(words[MOUNT_POINT])));
            }
        }
        return Optional.empty();
    }

    /** By the lines of {@code cpu.stat}; empty where the group counts no periods. */
    static Optional<Throttling> parse(String lines) {
        long periods = -1;
        long throttled = -1;
        long throttledNs = -1;
        for (String line : lines.lines().toList()) {
            String[] words = line.trim().split(" ", -1);
            long count = words.length == 2 ? KernelFile.number(words[1]) : -1;
            switch (words[0]) {
                case "nr_periods" -> periods = count;
                case "nr_throttled" -> throttled = count;
                case "throttled_time" -> throttledNs = count;
                case "throttled_usec" -> throttledNs = count * NS_PER_US;
                default -> {}
            }
        }
        return periods < 0 || throttled < 0 || throttledNs < 0
                ? Optional.empty()
                : Optional.of(new Throttling(periods, throttled, throttledNs));
    }
}
