package dev.tare.trust;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Gives a process of the run 25 of every 100 ms of CPU, by a control group of its own (version 1 or
 * 2), which is removed with the run.
 */
final class Throttle implements TrustRun.Disturbance {
    private static final Path VERSION_1 = Path.of("/sys/fs/cgroup/cpu");
    private static final Path VERSION_2 = Path.of("/sys/fs/cgroup");
    private static final String PERIOD_US = "100000";
    private static final String QUOTA_US = "25000";

    private final Path parent;
    private final boolean version2;
    private final LongSupplier victim;
    private @Nullable Path group;

    private Throttle(Path parent, boolean version2, LongSupplier victim) {
        this.parent = parent;
        this.version2 = version2;
        this.victim = victim;
    }

    /** A throttle, where this user may make control groups. */
    static Optional<Throttle> of(LongSupplier victim) throws IOException {
        if (Files.isWritable(VERSION_1.resolve("cgroup.procs"))
                && Files.exists(VERSION_1.resolve("cpu.cfs_quota_us"))) {
            return Optional.of(new Throttle(VERSION_1, false, victim));
        }
        Path controls = VERSION_2.resolve("cgroup.subtree_control");
        return Files.isWritable(controls) && Files.readString(controls).contains("cpu")
                ? Optional.of(new Throttle(VERSION_2, true, victim))
                : Optional.empty();
    }

    @Override
    public void begin() throws IOException {
        Path own = parent.resolve("tare-trust-" + ProcessHandle.current().pid());
        Files.createDirectories(own);
        group = own;
        if (version2) {
            Files.writeString(own.resolve("cpu.max"), QUOTA_US + " " + PERIOD_US);
        } else {
            Files.writeString(own.resolve("cpu.cfs_period_us"), PERIOD_US);
            Files.writeString(own.resolve("cpu.cfs_quota_us"), QUOTA_US);
        }
        Files.writeString(own.resolve("cgroup.procs"), String.valueOf(victim.getAsLong()));
    }

    /** The processes go back to the parent, for a group with members cannot be removed. */
    @Override
    public void close() {
        Path own = group;
        if (own == null) {
            return;
        }
        try {
            for (String pid : Files.readAllLines(own.resolve("cgroup.procs"))) {
                moveBack(pid);
            }
            Files.delete(own);
        } catch (IOException e) {
            System.err.println("trust: " + own + " is left: " + e.getMessage());
        }
    }

    private void moveBack(String pid) {
        try {
            Files.writeString(parent.resolve("cgroup.procs"), pid);
        } catch (IOException e) {
            // It has ended meanwhile.
        }
    }
}
