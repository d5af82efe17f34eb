package dev.tare.lab.calibrate;

import dev.tare.lab.bundle.CalibrationRecord.Check;
import dev.tare.lab.calibrate.GapProbe.CoreGaps;
import dev.tare.lab.calibrate.WakeProbe.Lateness;
import dev.tare.lab.verdict.Words;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** How good the machine's time is: its clock, its wake-ups, and how much of it others take. */
final class TimeChecks {
    private static final double NS_PER_US = 1e3;

    /** One read of the clock, ns. */
    private static final Found.Steps READ = new Found.Steps(60, 250, 1_000);

    /** How late all but a hundredth of the waits end, ns. */
    private static final Found.Steps WAKE = new Found.Steps(100e3, 500e3, 3e6);

    /** How long all but a thousandth of the instants wait, ns. */
    private static final Found.Steps GAP = new Found.Steps(100e3, 1e6, 5e6);

    /** Share of the time that the hypervisor takes. */
    private static final Found.Steps STEAL = new Found.Steps(0.001, 0.01, 0.05);

    /** What the wall clock may run apart from the monotonic one: slewed, not stepped. */
    private static final double STEADY_PPM = 500;

    private static final double TAIL = 0.001;

    /** Sources that need a trap to the kernel or to the hypervisor. */
    private static final Set<String> SLOW_SOURCES =
            Set.of("hpet", "acpi_pm", "jiffies", "refined-jiffies", "pit");

    private static final String VIRTUAL =
            "Stop what else runs here; a virtual machine needs cores of its own (dedicated, not"
                    + " burstable).";

    private TimeChecks() {}

    /**
     * The clock.
     *
     * @param driftPpm how much faster the wall clock ran than the monotonic one, in millionths
     */
    static Check clock(ClockProbe.Figures figures, KernelFacts kernel, double driftPpm) {
        String source =
                kernel.clockSource().isEmpty() ? "its source is not told" : kernel.clockSource();
        boolean steady = figures.backward() == 0 && Math.abs(driftPpm) <= STEADY_PPM;
        Found found =
                Found.of(
                                "clock",
                                "%s; a read takes %s (%s at worst), in steps of %d ns%s"
                                        .formatted(
                                                source,
                                                Words.time(figures.readNs()),
                                                Words.time(figures.slowReadNs()),
                                                figures.stepNs(),
                                                steady
                                                        ? "; steady"
                                                        : steps(figures.backward(), driftPpm)))
                        .with("read_ns", figures.readNs())
                        .with("slow_read_ns", figures.slowReadNs())
                        .with("step_ns", figures.stepNs())
                        .with("backward_reads", figures.backward())
                        .with("wall_clock_drift_ppm", driftPpm);
        if (figures.backward() > 0) {
            return found.badFor(
                    "everything", "Boot with clocksource=tsc, or take another machine.");
        }
        String remedy =
                SLOW_SOURCES.contains(kernel.clockSource())
                        ? "Its source is slow; choose another of these: "
                                + kernel.clockSources()
                                + " (boot with clocksource=…)."
                        : "Choose another clock source: " + kernel.clockSources() + ".";
        if (!steady) {
            return found.poorFor(
                    "dates and logs", "Let the clock be slewed, not set (chronyd, ntpd -x).");
        }
        return found.graded(figures.readNs(), READ, "response times below 20 µs", remedy);
    }

    private static String steps(int backward, double driftPpm) {
        return backward > 0
                ? "; it went back " + Words.plural(backward, "time")
                : "; the wall clock ran "
                        + Words.count(Math.round(driftPpm))
                        + " ppm apart: it was set";
    }

    static Check wakeUps(WakeProbe.Figures figures, KernelFacts kernel) {
        Lateness loop = figures.loop();
        String slack =
                kernel.timerSlackNs().isPresent()
                        ? "; timer slack of the system "
                                + Words.time((double) kernel.timerSlackNs().getAsLong())
                        : "";
        Found found =
                Found.of(
                                "wake-ups",
                                ("the engine's wait (%s) ends %s late, %s at p99, %s at worst; a"
                                                + " sleep %s, %s at p99%s")
                                        .formatted(
                                                figures.backEnd(),
                                                Words.time(loop.p50()),
                                                Words.time(loop.p99()),
                                                Words.time(loop.longest()),
                                                Words.time(figures.sleep().p50()),
                                                Words.time(figures.sleep().p99()),
                                                slack))
                        .with("loop_late_p50_us", loop.p50() / NS_PER_US)
                        .with("loop_late_p99_us", loop.p99() / NS_PER_US)
                        .with("loop_late_longest_us", loop.longest() / NS_PER_US)
                        .with("sleep_late_p50_us", figures.sleep().p50() / NS_PER_US)
                        .with("sleep_late_p99_us", figures.sleep().p99() / NS_PER_US);
        return found.graded(
                loop.p99(),
                WAKE,
                "response times at p99 and beyond below " + Words.time(loop.p99()),
                VIRTUAL);
    }

    static Check gaps(List<CoreGaps> cores, KernelFacts kernel) {
        if (cores.isEmpty()) {
            return Found.of("gaps", "no core to spin on").notVisible();
        }
        CoreGaps worst = cores.stream().max(Comparator.comparingDouble(c -> c.waitNs(TAIL))).get();
        CoreGaps longest = cores.stream().max(Comparator.comparingLong(CoreGaps::longestNs)).get();
        double lost = cores.stream().mapToDouble(CoreGaps::lostShare).average().orElse(0);
        double waitNs = worst.waitNs(TAIL);
        String load =
                Double.isNaN(kernel.loadAverage())
                        ? ""
                        : String.format(
                                Locale.ROOT, "; load average %.2f before", kernel.loadAverage());
        Found found =
                Found.of(
                                "gaps",
                                ("%s of the time of busy threads was taken by others; one instant"
                                                + " in 1,000 waits %s (core %d), the longest gap was %s (core"
                                                + " %d)%s")
                                        .formatted(
                                                Words.percent(lost),
                                                Words.time(waitNs),
                                                worst.core(),
                                                Words.time((double) longest.longestNs()),
                                                longest.core(),
                                                load))
                        .with("lost_share", lost)
                        .with("wait_p999_us", waitNs / NS_PER_US)
                        .with("longest_us", longest.longestNs() / NS_PER_US);
        for (CoreGaps core : cores) {
            found.with("core_" + core.core() + "_lost_share", core.lostShare());
            found.with("core_" + core.core() + "_wait_p999_us", core.waitNs(TAIL) / NS_PER_US);
            found.with("core_" + core.core() + "_longest_us", core.longestNs() / NS_PER_US);
        }
        return found.graded(waitNs, GAP, "p99.9 below " + Words.time(waitNs), VIRTUAL);
    }

    /**
     * What a hypervisor and control groups took while all else was looked at.
     *
     * @param stealShare of the allowed cores' time, 0 to 1
     */
    static Check steal(double stealShare, CoreFacts cores) {
        String host =
                cores.virtualMachine().isEmpty()
                        ? "no hypervisor shows"
                        : "a guest of " + cores.virtualMachine();
        return Found.of(
                        "steal",
                        "%s; %s of the cores' time went to others"
                                .formatted(host, Words.percent(stealShare)))
                .with("steal_share", stealShare)
                .graded(
                        stealShare,
                        STEAL,
                        "rates, and response times beyond p90",
                        "The host is shared: take cores of your own (dedicated), or another hour.");
    }

    /** The limit of CPU time, and how often it held while all else was looked at. */
    static Check throttling(CgroupFacts before, CgroupFacts after) {
        long periods = Math.max(0, after.throttledPeriods() - before.throttledPeriods());
        long forNs = Math.max(0, after.throttledNs() - before.throttledNs());
        if (!after.limited() && periods == 0) {
            return Found.of("cgroup", "no limit of CPU time").with("throttled_periods", 0).good();
        }
        String limit = after.limited() ? Words.significant(after.quotaCores(), 3) : "not visible,";
        Found found =
                Found.of(
                                "cgroup",
                                "a limit of %s cores; throttled in %s, %s in all"
                                        .formatted(
                                                limit,
                                                Words.plural(periods, "period"),
                                                Words.time((double) forNs)))
                        .with("quota_cores", after.quotaCores())
                        .with("throttled_periods", periods)
                        .with("throttled_ms", forNs / 1e6);
        String remedy = "Raise the limit (docker --cpus, cpu.max), or take it off.";
        return periods == 0 ? found.fair(remedy) : found.badFor("rates and response times", remedy);
    }

    /** Such as {@code 0-3,8}. */
    static String list(Set<Integer> cores) {
        StringBuilder text = new StringBuilder();
        List<Integer> sorted = List.copyOf(new TreeSet<>(cores));
        for (int i = 0; i < sorted.size(); i++) {
            int first = sorted.get(i);
            while (i + 1 < sorted.size() && sorted.get(i + 1) == sorted.get(i) + 1) {
                i++;
            }
            int last = sorted.get(i);
            text.append(text.isEmpty() ? "" : ",").append(first);
            text.append(last == first ? "" : "-" + last);
        }
        return text.toString();
    }
}
