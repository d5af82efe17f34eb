package dev.tare.lab.calibrate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the control groups that this process lies in allow it, version 1 and 2.
 *
 * <p>Of a chain of groups the tightest limit holds; they are read from the process's own group up
 * to the root of what can be seen. Within a container that root is the container's own group.
 *
 * <p>Source: {@code Documentation/admin-guide/cgroup-v1/} and {@code cgroup-v2.rst} of Linux.
 *
 * @param quotaCores how many cores' time may be used; infinity where there is no limit
 * @param throttledPeriods how often the limit has stopped it so far; 0 where none is counted
 * @param throttledNs for how long in all
 * @param memoryBytes that may be used; {@link Long#MAX_VALUE} where there is no limit
 */
record CgroupFacts(double quotaCores, long throttledPeriods, long throttledNs, long memoryBytes) {
    static final CgroupFacts NONE = new CgroupFacts(Double.POSITIVE_INFINITY, 0, 0, Long.MAX_VALUE);

    private static final String UNIFIED = "cgroup2";
    private static final int MAX_DEPTH = 64;
    private static final long NS_PER_US = 1_000;

    /** From here on a limit of version 1 means none. */
    private static final long UNLIMITED_BYTES = 1L << 60;

    /** Where a hierarchy is mounted, and which of its groups is visible there as the root. */
    private record Mount(String type, String options, String groupRoot, String folder) {
        boolean is(String controller) {
            return controller.isEmpty()
                    ? type.equals(UNIFIED)
                    : type.equals("cgroup")
                            && ("," + options + ",").contains("," + controller + ",");
        }
    }

    /** Reads them; {@link #NONE} where there are none. */
    static CgroupFacts of(MachineFiles files) {
        List<Mount> mounts = mounts(files);
        CgroupFacts facts = NONE;
        for (String folder : chain(files, mounts, "")) {
            facts = facts.and(unified(files, folder));
        }
        for (String folder : chain(files, mounts, "cpu")) {
            facts = facts.and(cpuOfVersion1(files, folder));
        }
        for (String folder : chain(files, mounts, "memory")) {
            facts = facts.and(memoryOfVersion1(files, folder));
        }
        return facts;
    }

    private CgroupFacts and(CgroupFacts other) {
        return new CgroupFacts(
                Math.min(quotaCores, other.quotaCores),
                Math.max(throttledPeriods, other.throttledPeriods),
                Math.max(throttledNs, other.throttledNs),
                Math.min(memoryBytes, other.memoryBytes));
    }

    /** Whether there is a limit of CPU time at all. */
    boolean limited() {
        return quotaCores < Double.POSITIVE_INFINITY;
    }

    private static CgroupFacts unified(MachineFiles files, String folder) {
        // "max 100000", or "200000 100000": µs of CPU time in a period of so many.
        OptionalLong quotaUs = files.number(folder + "/cpu.max", 0);
        long periodUs = files.number(folder + "/cpu.max", 1).orElse(0);
        return new CgroupFacts(
                cores(quotaUs.orElse(-1), periodUs),
                files.keyed(folder + "/cpu.stat", "nr_throttled").orElse(0),
                files.keyed(folder + "/cpu.stat", "throttled_usec").orElse(0) * NS_PER_US,
                files.number(folder + "/memory.max", 0).orElse(Long.MAX_VALUE));
    }

    private static CgroupFacts cpuOfVersion1(MachineFiles files, String folder) {
        return new CgroupFacts(
                cores(
                        files.number(folder + "/cpu.cfs_quota_us", 0).orElse(-1),
                        files.number(folder + "/cpu.cfs_period_us", 0).orElse(0)),
                files.keyed(folder + "/cpu.stat", "nr_throttled").orElse(0),
                files.keyed(folder + "/cpu.stat", "throttled_time").orElse(0),
                Long.MAX_VALUE);
    }

    private static CgroupFacts memoryOfVersion1(MachineFiles files, String folder) {
        long bytes = files.number(folder + "/memory.limit_in_bytes", 0).orElse(Long.MAX_VALUE);
        return new CgroupFacts(
                Double.POSITIVE_INFINITY, 0, 0, bytes >= UNLIMITED_BYTES ? Long.MAX_VALUE : bytes);
    }

    private static double cores(long quotaUs, long periodUs) {
        return quotaUs > 0 && periodUs > 0 ? (double) quotaUs / periodUs : Double.POSITIVE_INFINITY;
    }

    /**
     * The folders of the process's group and of those above it, as far as they can be seen.
     *
     * @param controller of version 1; empty: version 2
     */
    private static List<String> chain(MachineFiles files, List<Mount> mounts, String controller) {
        Optional<Mount> mount = mounts.stream().filter(m -> m.is(controller)).findFirst();
        Optional<String> group = group(files, controller);
        if (mount.isEmpty() || group.isEmpty()) {
            return List.of();
        }
        String root = mount.get().groupRoot();
        String own = group.get();
        // In a container the process's group may be told as the host names it.
        String below =
                root.equals("/")
                        ? own
                        : own.equals(root) || own.startsWith(root + "/")
                                ? own.substring(root.length())
                                : "";
        List<String> folders = new ArrayList<>();
        String path = below.equals("/") ? "" : below;
        while (!path.isEmpty() && folders.size() < MAX_DEPTH) {
            folders.add(mount.get().folder() + path);
            path = path.substring(0, path.lastIndexOf('/'));
        }
        folders.add(mount.get().folder());
        return folders;
    }

    /** The process's group; an empty controller is that of version 2. */
    private static Optional<String> group(MachineFiles files, String controller) {
        return files.text("proc/self/cgroup").stream()
                .flatMap(String::lines)
                .map(line -> line.split(":", 3))
                .filter(parts -> parts.length == 3)
                .filter(parts ->
                        controller.isEmpty()
                                ? parts[0].equals("0") && parts[1].isEmpty()
                                : ("," + parts[1] + ",").contains("," + controller + ","))
                .map(parts -> parts[2])
                .filter(path -> path.startsWith("/") && !path.contains(".."))
                .findFirst();
    }

    /** Source: proc_pid_mountinfo(5). */
    private static List<Mount> mounts(MachineFiles files) {
        List<Mount> mounts = new ArrayList<>();
        for (String line : files.text("proc/self/mountinfo").orElse("").lines().toList()) {
            String[] halves = line.split(" - ", 2);
            String[] left = halves[0].split(" ", -1);
            if (halves.length < 2 || left.length < 5) {
                continue;
            }
            String[] right = halves[1].split(" ", -1);
            boolean control = right[0].equals("cgroup") || right[0].equals(UNIFIED);
            if (control && right.length > 2 && left[4].startsWith("/")) {
                mounts.add(new Mount(right[0], right[2], left[3], left[4].substring(1)));
            }
        }
        return mounts;
    }
}
