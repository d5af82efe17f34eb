package dev.tare.lab.calibrate;

import dev.tare.io.net.EventLoops;
import dev.tare.lab.bundle.CalibrationRecord.Check;
import dev.tare.lab.verdict.Words;
import dev.tare.specimen.control.process.CorePlan;
import java.util.Locale;
import java.util.OptionalLong;

/** How good the machine and its limits are. Pure functions of what was read. */
final class MachineChecks {
    private static final int ENOUGH_CORES = 4;
    private static final long MANY_FILES = 65_536;
    private static final long SOME_FILES = 4_096;
    private static final long USUAL_PORTS = 28_000;
    private static final long SOME_PORTS = 10_000;
    private static final long GOOD_BACKLOG = 4_096;
    private static final long SOME_BACKLOG = 1_024;
    private static final long MIB = 1 << 20;
    private static final long GOOD_BUFFER_BYTES = 4 * MIB;
    private static final long GOOD_MEMORY_BYTES = 2_000_000_000L;
    private static final long SOME_MEMORY_BYTES = 1_000_000_000L;

    private MachineChecks() {}

    static Check cores(CoreFacts facts, CorePlan plan) {
        int usable = facts.allowed().size();
        Found found =
                Found.of(
                                "cores",
                                "%s; %d of %d usable (%s), %s on %s; %s"
                                        .formatted(
                                                facts.model().isEmpty()
                                                        ? "model not told"
                                                        : facts.model(),
                                                usable,
                                                facts.online(),
                                                TimeChecks.list(facts.allowed()),
                                                Words.plural(
                                                        facts.physicalCores(), "physical core"),
                                                Words.plural(facts.sockets(), "socket"),
                                                placement(plan)))
                        .with("usable", usable)
                        .with("online", facts.online())
                        .with("physical", facts.physicalCores())
                        .with("sockets", facts.sockets());
        if (usable < 2) {
            return found.badFor(
                    "rates and response times under load: the parties take turns",
                    "Use a machine of 4 cores or more.");
        }
        if (usable < ENOUGH_CORES) {
            return found.poorFor(
                    "rates of closed loops, and response times at high rates",
                    "Use a machine of 4 cores or more.");
        }
        return facts.physicalCores() < ENOUGH_CORES
                ? found.fair(
                        "Some parties are threads of one physical core; switch SMT off, or use more"
                                + " cores.")
                : found.good();
    }

    private static String placement(CorePlan plan) {
        if (!plan.pinned()) {
            return "nobody is pinned";
        }
        String instrument = TimeChecks.list(plan.instrument());
        String origin = TimeChecks.list(plan.origin());
        String shared =
                instrument.equals(origin)
                        ? "instrument and origin share core " + origin
                        : "instrument on core %s, origin on %s".formatted(instrument, origin);
        return shared + ", the specimen has " + TimeChecks.list(plan.specimen());
    }

    static Check frequency(CoreFacts facts) {
        String turbo = facts.turbo().map(on -> on ? ", turbo on" : ", turbo off").orElse("");
        if (facts.governors().isEmpty()) {
            return Found.of("frequency", "the governor is not visible" + turbo).notVisible();
        }
        Found found =
                Found.of("frequency", "governor " + String.join(", ", facts.governors()) + turbo);
        boolean performance = facts.governors().stream().allMatch("performance"::equals);
        if (!performance) {
            return found.poorFor(
                    "CPU a request, and response times at low rates: cores change their speed",
                    "cpupower frequency-set -g performance");
        }
        return facts.turbo().orElse(false)
                ? found.fair("Turn turbo off for steady speeds, as far as that is wanted.")
                : found.good();
    }

    static Check kernel(KernelFacts kernel, CoreFacts cores) {
        String release = kernel.release().isEmpty() ? "not Linux" : "Linux " + kernel.release();
        String mitigations =
                cores.mitigations().isEmpty() && cores.leaks().isEmpty()
                        ? "mitigations are not told"
                        : "%s on%s"
                                .formatted(
                                        Words.plural(cores.mitigations().size(), "mitigation"),
                                        cores.leaks().isEmpty()
                                                ? ""
                                                : ", none for " + String.join(", ", cores.leaks()));
        Found found =
                Found.of("kernel", release + "; " + mitigations)
                        .with("mitigations", cores.mitigations().size());
        return olderThan(kernel.release(), 5, 11)
                ? found.fair("Waits end later before Linux 5.11; use a newer one.")
                : found.good();
    }

    /** Whether a release such as {@code 5.10.0-8} is older; false where it cannot be told. */
    static boolean olderThan(String release, int major, int minor) {
        String[] parts = release.split("[^0-9]", 3);
        OptionalLong first = MachineFiles.number(parts[0]);
        OptionalLong second =
                parts.length > 1 ? MachineFiles.number(parts[1]) : OptionalLong.empty();
        if (first.isEmpty() || second.isEmpty()) {
            return false;
        }
        return first.getAsLong() < major
                || (first.getAsLong() == major && second.getAsLong() < minor);
    }

    static Check io(EventLoops.Choice choice) {
        String name = choice.backEnd().name().toLowerCase(Locale.ROOT);
        return choice.fallback()
                .map(why -> Found.of("I/O", name + " is taken, not the best").fair(sentence(why)))
                .orElseGet(() -> Found.of("I/O", name).good());
    }

    private static String sentence(String text) {
        return text.endsWith(".") ? text : text + ".";
    }

    static Check files(KernelFacts kernel) {
        OptionalLong files = kernel.openFiles();
        if (files.isEmpty()) {
            return Found.of("files", "no limit that shows").good();
        }
        Found found =
                Found.of("files", Words.count(files.getAsLong()) + " a process")
                        .with("open_files", files.getAsLong());
        return atLeast(
                found,
                files.getAsLong(),
                MANY_FILES,
                SOME_FILES,
                "more than %s connections".formatted(Words.count(files.getAsLong() / 2)),
                "ulimit -n 1048576");
    }

    static Check ports(KernelFacts kernel) {
        if (kernel.ports().isEmpty()) {
            return Found.of("ports", "not told").notVisible();
        }
        long ports = kernel.ports().getAsLong();
        String reuse =
                kernel.timeWaitReuse().isEmpty()
                        ? "reuse of TIME_WAIT is not told"
                        : switch ((int) kernel.timeWaitReuse().getAsLong()) {
                            case 0 -> "those in TIME_WAIT are not used again for a minute";
                            case 2 -> "those in TIME_WAIT are used again on loopback";
                            default -> "those in TIME_WAIT are used again";
                        };
        Found found =
                Found.of("ports", "%s to one address; %s".formatted(Words.count(ports), reuse))
                        .with("ports", ports);
        String affects =
                "connections made anew for each request, beyond %s"
                        .formatted(Words.rate(ports / 60.0));
        if (kernel.timeWaitReuse().orElse(1) == 0) {
            return found.poorFor(affects, "sysctl -w net.ipv4.tcp_tw_reuse=1");
        }
        return atLeast(
                found,
                ports,
                USUAL_PORTS,
                SOME_PORTS,
                affects,
                "sysctl -w net.ipv4.ip_local_port_range='10240 65535'");
    }

    static Check backlog(KernelFacts kernel) {
        if (kernel.backlog().isEmpty()) {
            return Found.of("backlog", "not told").notVisible();
        }
        long backlog = kernel.backlog().getAsLong();
        return atLeast(
                Found.of("backlog", Words.count(backlog) + " connections wait to be accepted")
                        .with("somaxconn", backlog),
                backlog,
                GOOD_BACKLOG,
                SOME_BACKLOG,
                "more than %s connections opened at once".formatted(Words.count(backlog)),
                "sysctl -w net.core.somaxconn=4096");
    }

    static Check buffers(KernelFacts kernel) {
        if (kernel.receiveBufferBytes().isEmpty() || kernel.sendBufferBytes().isEmpty()) {
            return Found.of("buffers", "not told").notVisible();
        }
        long receive = kernel.receiveBufferBytes().getAsLong();
        long send = kernel.sendBufferBytes().getAsLong();
        Found found =
                Found.of(
                                "buffers",
                                "TCP up to %s to receive, %s to send"
                                        .formatted(
                                                Words.bytes((double) receive),
                                                Words.bytes((double) send)))
                        .with("receive_bytes", receive)
                        .with("send_bytes", send);
        return Math.min(receive, send) >= GOOD_BUFFER_BYTES
                ? found.good()
                : found.fair(
                        "Large bodies take more turns; sysctl -w net.ipv4.tcp_wmem='4096 16384"
                                + " 4194304', and tcp_rmem likewise.");
    }

    static Check hugePages(KernelFacts kernel) {
        if (kernel.hugePages().isEmpty()) {
            return Found.of("huge pages", "not told").notVisible();
        }
        Found found = Found.of("huge pages", "transparent: " + kernel.hugePages());
        return kernel.hugePages().equals("always")
                ? found.fair(
                        "Memory of specimens reads higher, and pages are merged in mid-run; echo"
                                + " madvise > /sys/kernel/mm/transparent_hugepage/enabled")
                : found.good();
    }

    static Check memory(KernelFacts kernel, CgroupFacts cgroup) {
        if (kernel.availableBytes().isEmpty()) {
            return Found.of("memory", "not told").notVisible();
        }
        long available = Math.min(kernel.availableBytes().getAsLong(), cgroup.memoryBytes());
        long swapped = kernel.swappedBytes().orElse(0);
        Found found =
                Found.of(
                                "memory",
                                "%s of %s to be had%s"
                                        .formatted(
                                                Words.bytes((double) available),
                                                Words.bytes(
                                                        (double) kernel.memoryBytes().orElse(0)),
                                                swapped > 0
                                                        ? ", "
                                                                + Words.bytes((double) swapped)
                                                                + " swapped out"
                                                        : ""))
                        .with("available_bytes", available)
                        .with("swapped_bytes", swapped);
        String remedy = "Stop what else runs here, or use a machine with more memory.";
        if (available >= GOOD_MEMORY_BYTES && swapped > 0) {
            return found.fair("Pages on a disk make pauses: swapoff -a.");
        }
        return atLeast(
                found, available, GOOD_MEMORY_BYTES, SOME_MEMORY_BYTES, "many specimens", remedy);
    }

    private static Check atLeast(
            Found found, long value, long good, long fair, String affects, String remedy) {
        if (value >= good) {
            return found.good();
        }
        return value >= fair ? found.fair(remedy) : found.poorFor(affects, remedy);
    }
}
