package dev.tare.lab.experiment;

import dev.tare.io.nativeaccess.LinuxProcesses;
import dev.tare.io.net.EventLoops;
import dev.tare.lab.bundle.EnvironmentRecord;
import dev.tare.specimen.control.process.CorePlan;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Looks at the machine and the runtime (rule 11: provenance). */
public final class EnvironmentProbe {
    private static final List<String> SETTINGS =
            List.of(
                    "net.core.somaxconn",
                    "net.ipv4.tcp_max_syn_backlog",
                    "net.ipv4.ip_local_port_range",
                    "net.ipv4.tcp_congestion_control",
                    "net.ipv4.tcp_rmem",
                    "net.ipv4.tcp_wmem",
                    "kernel.sched_rt_runtime_us");
    private static final int MAX_SETTING_LENGTH = 200;

    private EnvironmentProbe() {}

    /**
     * The machine and the runtime.
     *
     * @param specimenThreads of the specimen that has the most
     */
    static EnvironmentRecord look(List<String> notes, int specimenThreads) {
        Optional<CorePlan> cores = cores(specimenThreads);
        List<String> all = new ArrayList<>(notes);
        int granted = cores.map(plan -> plan.specimen().size()).orElse(0);
        if (granted > 0 && granted < specimenThreads) {
            all.add(
                    "specimens have up to %d threads, and %d of the cores to run them on"
                            .formatted(specimenThreads, granted));
        }
        return look(all, cores.map(CorePlan::byParty).orElse(Map.of()));
    }

    /** The machine and the runtime, for a load that is pinned to no core by us. */
    public static EnvironmentRecord unpinned() {
        return look(List.of(), Map.of());
    }

    private static EnvironmentRecord look(List<String> notes, Map<String, String> pinning) {
        EventLoops.Choice io = EventLoops.auto();
        List<String> allNotes = new ArrayList<>(notes);
        io.fallback().ifPresent(allNotes::add);
        return new EnvironmentRecord(
                System.getProperty("os.name", ""),
                text("/proc/sys/kernel/osrelease", System.getProperty("os.version", "")),
                System.getProperty("os.arch", ""),
                cpuModel(),
                Runtime.getRuntime().availableProcessors(),
                memoryBytes(),
                text("/sys/devices/system/clocksource/clocksource0/current_clocksource", ""),
                Runtime.version().toString(),
                ManagementFactory.getRuntimeMXBean().getInputArguments(),
                io.backEnd().name().toLowerCase(Locale.ROOT),
                pinning,
                settings(),
                allNotes);
    }

    private static Optional<CorePlan> cores(int specimenThreads) {
        try {
            Optional<LinuxProcesses> processes = LinuxProcesses.find();
            return processes.isEmpty()
                    ? Optional.empty()
                    : Optional.of(CorePlan.of(processes.get().cores(0), specimenThreads));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static String cpuModel() {
        return firstValue("/proc/cpuinfo", "model name");
    }

    private static long memoryBytes() {
        String kib = firstValue("/proc/meminfo", "MemTotal").replaceAll("\\D", "");
        return kib.isEmpty() ? 0 : Long.parseLong(kib) * 1024;
    }

    private static Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        for (String name : SETTINGS) {
            String value = text("/proc/sys/" + name.replace('.', '/'), "");
            if (!value.isEmpty()) {
                settings.put(name, value);
            }
        }
        String governor =
                text("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", "not visible");
        settings.put("cpu frequency governor", governor);
        return settings;
    }

    private static String firstValue(String file, String key) {
        try {
            return Files.readAllLines(Path.of(file)).stream()
                    .filter(line -> line.startsWith(key))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("");
        } catch (IOException | RuntimeException e) {
            return "";
        }
    }

    private static String text(String file, String otherwise) {
        try {
            String text = Files.readString(Path.of(file)).strip().replaceAll("\\s+", " ");
            return text.length() <= MAX_SETTING_LENGTH ? text : otherwise;
        } catch (IOException | RuntimeException e) {
            return otherwise;
        }
    }
}
