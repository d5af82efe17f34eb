package dev.tare.specimen.control;

import dev.tare.base.time.NanoClock;
import dev.tare.io.nativeaccess.LinuxProcesses;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * Accounts for a process and its descendants.
 *
 * <p>CPU time is read from the processes' own CPU clocks, in nanoseconds, threads included that
 * have ended. The tree is looked up afresh for every sample, before the clocks are read; what takes
 * longer is read after them.
 *
 * <p>Thread-safety: stateless; may be used from any thread.
 */
public final class CpuMeter {
    private final LinuxProcesses processes;
    private final ProcFiles proc;
    private final NanoClock clock;
    private final Optional<ProcessTree> tree;
    private final Supplier<OptionalLong> finalCpuNs;

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

    /** Its processes now, the root first; empty where they are not visible. */
    public List<Long> pids() {
        return members().stream().map(ProcessId::pid).toList();
    }

    private List<ProcessId> members() {
        return tree.map(ProcessTree::members).orElse(List.of());
    }

    /** What it has used until now. */
    public UsageSample sample() {
        List<ProcessId> members = members();
        Map<ProcessId, Long> cpuNs = HashMap.newHashMap(members.size());
        for (ProcessId member : members) {
            processes.cpuNs(member.pid()).ifPresent(ns -> cpuNs.put(member, ns));
        }
        long takenNs = clock.nowNs();
        Map<ProcessId, UsageSample.Member> figures = new HashMap<>();
        cpuNs.forEach((process, ns) -> figures.put(process, member(process, ns)));
        boolean rootAlive = tree.isPresent() && figures.containsKey(tree.get().root());
        if (tree.isPresent() && !rootAlive) {
            // The last reading of its clock, taken when it had ended, stands for all later ones.
            finalCpuNs
                    .get()
                    .ifPresent(ns ->
                            figures.put(
                                    tree.get().root(), new UsageSample.Member(ns, 0, 0, Map.of())));
        }
        return new UsageSample(takenNs, rootAlive, figures);
    }

    private UsageSample.Member member(ProcessId process, long cpuNs) {
        long endedTicks =
                proc.stat(process.pid()).map(ProcFiles.Stat::endedChildrenTicks).orElse(0L);
        return new UsageSample.Member(
                cpuNs,
                proc.peakResidentBytes(process.pid()).orElse(0),
                endedTicks,
                proc.runDelaysNs(process.pid()));
    }

    /** What it has used between two samples of this meter. */
    public ResourceUse between(UsageSample before, UsageSample after) {
        return ResourceUse.between(before, after);
    }
}
