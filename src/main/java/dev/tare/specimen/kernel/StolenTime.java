package dev.tare.specimen.kernel;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * Time that the machine beneath a virtual one took from its cores while they had something to run.
 *
 * <p>Source: {@code steal} of {@code proc_stat(5)}; in steps of 10 ms.
 */
public final class StolenTime {
    /** {@code USER_HZ} is 100 on every architecture that Tare runs on. */
    private static final long NS_PER_TICK = 10_000_000;

    /** Of the words of a core's line, its name being the first. */
    private static final int STEAL = 8;

    private static final String CORE = "cpu";

    private StolenTime() {}

    /** By core, ns since the start of the machine; empty where the kernel does not tell. */
    public static Map<Integer, Long> byCoreNs() {
        return byCoreNs(Path.of("/proc"));
    }

    static Map<Integer, Long> byCoreNs(Path proc) {
        return KernelFile.text(proc.resolve("stat")).map(StolenTime::parse).orElse(Map.of());
    }

    static Map<Integer, Long> parse(String lines) {
        Map<Integer, Long> stolen = new TreeMap<>();
        for (String line : lines.lines().toList()) {
            String[] words = line.split(" +", -1);
            if (words.length > STEAL && words[0].startsWith(CORE)) {
                long core = KernelFile.number(words[0].substring(CORE.length()));
                long ticks = KernelFile.number(words[STEAL]);
                if (core >= 0 && core <= Integer.MAX_VALUE && ticks >= 0) {
                    stolen.put((int) core, ticks * NS_PER_TICK);
                }
            }
        }
        return stolen;
    }

    /** What was stolen between two looks, by core; cores of which nothing was are left out. */
    public static Map<Integer, Long> between(Map<Integer, Long> from, Map<Integer, Long> until) {
        Map<Integer, Long> stolen = new TreeMap<>();
        until.forEach((core, ns) -> {
            long sinceNs = ns - from.getOrDefault(core, ns);
            if (sinceNs > 0) {
                stolen.put(core, sinceNs);
            }
        });
        return stolen;
    }
}
