package dev.tare.specimen.control.process;

import dev.tare.base.time.NanoClock;
import dev.tare.io.nativeaccess.LinuxProcesses;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Accounts for a process and its descendants.
 *
 * <p>CPU time is read from the processes' own CPU clocks, in nanoseconds, threads included that
 * have ended. The tree is looked up afresh for every sample, before the clocks are read; what takes
 * longer is read after them. A process that is gone keeps what was last seen of it, so that sums
 * never fall; what it may have used since is reported as a loss.
 *
 * <p>Thread-safety: may be used from any thread; samples are taken one after the other.
 */
public final class CpuMeter {
    /** {@code USER_HZ} is 100 on every architecture that Tare runs on. */
    private static final long NS_PER_TICK = 10_000_000L;

    private final LinuxProcesses processes;
    private final ProcFiles proc;
    private final NanoClock clock;
    private final Optional<ProcessTree> tree;
    private final Supplier<OptionalLong> finalCpuNs;

    // All of these are guarded by this.
    private final Map<ProcessId, Account> accounts = new HashMap<>();
    private long closedCpuNs;
    private long closedDelayNs;
    private int endedProcesses;
    private long endedChildrenTicks;
    private boolean delayKnown;

    /** What was last seen of one process. */
    private static final class Account {
        private long cpuNs;
        private long peakResidentBytes;
        private long endedChildrenTicks;
        private Map<Long, Long> runDelaysNs = Map.of();
    }

    private CpuMeter(
            LinuxProcesses processes,
            ProcFiles proc,
            NanoClock clock,
            Optional<ProcessId> root,
            Supplier<OptionalLong> finalCpuNs) {
        this.processes = processes;
        this.proc = proc;
        this.clock = clock;
        this.tree = root.map(id -> new ProcessTree(proc, id));
        this.finalCpuNs = finalCpuNs;
    }

    static CpuMeter of(
            LinuxProcesses processes, ProcFiles proc, NanoClock clock, RunningProcess process) {
        return new CpuMeter(processes, proc, clock, Optional.of(process.id()), process::finalCpuNs);
    }

    /** Of a process that the runner has not started; it may be absent, or another user's. */
    static CpuMeter of(LinuxProcesses processes, ProcFiles proc, NanoClock clock, long pid) {
        return new CpuMeter(processes, proc, clock, proc.identify(pid), OptionalLong::empty);
    }

    /** Of nothing: never visible. */
    static CpuMeter ofNothing(LinuxProcesses processes, ProcFiles proc, NanoClock clock) {
        return new CpuMeter(processes, proc, clock, Optional.empty(), OptionalLong::empty);
    }

    /** Its processes now, the root first; empty where they are not visible. */
    public List<Long> pids() {
        return members().stream().map(ProcessId::pid).toList();
    }

    private List<ProcessId> members() {
        return tree.map(ProcessTree::members).orElse(List.of());
    }

    /** What it has used until now. */
    public synchronized UsageSample sample() {
        List<ProcessId> members = members();
        Set<ProcessId> seen = HashSet.newHashSet(members.size());
        for (ProcessId member : members) {
            OptionalLong cpuNs = processes.cpuNs(member.pid());
            if (cpuNs.isPresent()) {
                seen.add(member);
                accounts.computeIfAbsent(member, _ -> new Account()).cpuNs = cpuNs.getAsLong();
            }
        }
        long takenNs = clock.nowNs();
        seen.forEach(this::readSlowFigures);
        closeAccounts(seen);
        if (accounts.isEmpty() && closedCpuNs == 0 && endedProcesses == 0) {
            return UsageSample.notVisible(takenNs);
        }
        return new UsageSample(
                true,
                takenNs,
                closedCpuNs + accounts.values().stream().mapToLong(a -> a.cpuNs).sum(),
                accounts.values().stream().mapToLong(a -> a.peakResidentBytes).sum(),
                accounts.size(),
                delayKnown ? closedDelayNs + openDelayNs() : -1,
                endedProcesses,
                endedChildrenTicks * NS_PER_TICK);
    }

    private long openDelayNs() {
        return accounts.values().stream()
                .flatMap(account -> account.runDelaysNs.values().stream())
                .mapToLong(Long::longValue)
                .sum();
    }

    private void readSlowFigures(ProcessId process) {
        Account account = accounts.computeIfAbsent(process, _ -> new Account());
        proc.peakResidentBytes(process.pid()).ifPresent(b -> account.peakResidentBytes = b);
        proc.stat(process.pid())
                .ifPresent(stat -> {
                    endedChildrenTicks += stat.endedChildrenTicks() - account.endedChildrenTicks;
                    account.endedChildrenTicks = stat.endedChildrenTicks();
                });
        Map<Long, Long> delaysNs = proc.runDelaysNs(process.pid());
        delayKnown |= !delaysNs.isEmpty();
        account.runDelaysNs.forEach((thread, delayNs) -> {
            if (!delaysNs.containsKey(thread)) {
                closedDelayNs += delayNs;
            }
        });
        account.runDelaysNs = delaysNs;
    }

    /** Moves what was seen of processes that are gone into the sums. */
    private void closeAccounts(Set<ProcessId> seen) {
        Iterator<Map.Entry<ProcessId, Account>> entries = accounts.entrySet().iterator();
        while (entries.hasNext()) {
            Map.Entry<ProcessId, Account> entry = entries.next();
            if (seen.contains(entry.getKey())) {
                continue;
            }
            Account account = entry.getValue();
            closedDelayNs += account.runDelaysNs.values().stream().mapToLong(d -> d).sum();
            boolean isRoot = entry.getKey().equals(tree.map(ProcessTree::root).orElse(null));
            OptionalLong lastNs = isRoot ? finalCpuNs.get() : OptionalLong.empty();
            // The root's clock was read once more when it had ended: nothing of it is lost.
            closedCpuNs += lastNs.orElse(account.cpuNs);
            endedProcesses += lastNs.isPresent() ? 0 : 1;
            entries.remove();
        }
    }
}
