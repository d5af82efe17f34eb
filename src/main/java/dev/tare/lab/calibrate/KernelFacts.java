package dev.tare.lab.calibrate;

import java.util.OptionalLong;

/**
 * The kernel, its limits and its memory.
 *
 * @param release such as {@code 6.12.5}
 * @param clockSource such as {@code tsc}; empty where it is not told
 * @param clockSources that there are
 * @param timerSlackNs of this process's first thread; empty where it is not told
 * @param openFiles that a process may have; empty where there is no limit
 * @param ports for connections to one address; empty where not told
 * @param timeWaitReuse what {@code tcp_tw_reuse} says: 0 never, 1 always, 2 on loopback
 * @param backlog the longest queue of connections not yet accepted
 * @param receiveBufferBytes the largest of a TCP connection
 * @param sendBufferBytes the largest of a TCP connection
 * @param hugePages {@code always}, {@code madvise} or {@code never}; empty where not told
 * @param memoryBytes of the machine
 * @param availableBytes of them that are to be had
 * @param swappedBytes that lie on a disk
 * @param loadAverage of the last minute; NaN where it is not told
 */
record KernelFacts(
        String release,
        String clockSource,
        String clockSources,
        OptionalLong timerSlackNs,
        OptionalLong openFiles,
        OptionalLong ports,
        OptionalLong timeWaitReuse,
        OptionalLong backlog,
        OptionalLong receiveBufferBytes,
        OptionalLong sendBufferBytes,
        String hugePages,
        OptionalLong memoryBytes,
        OptionalLong availableBytes,
        OptionalLong swappedBytes,
        double loadAverage) {
    private static final String CLOCK = "sys/devices/system/clocksource/clocksource0/";
    private static final String IPV4 = "proc/sys/net/ipv4/";
    private static final long KIB = 1024;

    /** Reads them. */
    static KernelFacts of(MachineFiles files) {
        return new KernelFacts(
                files.text("proc/sys/kernel/osrelease").orElse(""),
                files.text(CLOCK + "current_clocksource").orElse(""),
                files.text(CLOCK + "available_clocksource").orElse(""),
                files.number("proc/self/timerslack_ns", 0),
                openFiles(files),
                ports(files),
                files.number(IPV4 + "tcp_tw_reuse", 0),
                files.number("proc/sys/net/core/somaxconn", 0),
                files.number(IPV4 + "tcp_rmem", 2),
                files.number(IPV4 + "tcp_wmem", 2),
                hugePages(files),
                bytes(files, "MemTotal"),
                bytes(files, "MemAvailable"),
                swapped(files),
                loadAverage(files));
    }

    private static OptionalLong openFiles(MachineFiles files) {
        return files.text("proc/self/limits").stream()
                .flatMap(String::lines)
                .filter(line -> line.startsWith("Max open files"))
                .map(line -> line.substring("Max open files".length()).strip().split("\\s+", -1))
                .map(words -> MachineFiles.number(words[0]))
                .findFirst()
                .orElse(OptionalLong.empty());
    }

    private static OptionalLong ports(MachineFiles files) {
        OptionalLong first = files.number(IPV4 + "ip_local_port_range", 0);
        OptionalLong last = files.number(IPV4 + "ip_local_port_range", 1);
        return first.isPresent() && last.isPresent()
                ? OptionalLong.of(Math.max(0, last.getAsLong() - first.getAsLong() + 1))
                : OptionalLong.empty();
    }

    /** The word in brackets of {@code always [madvise] never}. */
    private static String hugePages(MachineFiles files) {
        String text = files.text("sys/kernel/mm/transparent_hugepage/enabled").orElse("");
        int open = text.indexOf('[');
        int close = text.indexOf(']');
        return open >= 0 && close > open ? text.substring(open + 1, close) : "";
    }

    private static OptionalLong bytes(MachineFiles files, String key) {
        OptionalLong kib = files.keyed("proc/meminfo", key);
        return kib.isPresent() ? OptionalLong.of(kib.getAsLong() * KIB) : kib;
    }

    private static OptionalLong swapped(MachineFiles files) {
        OptionalLong total = bytes(files, "SwapTotal");
        OptionalLong free = bytes(files, "SwapFree");
        return total.isPresent() && free.isPresent()
                ? OptionalLong.of(Math.max(0, total.getAsLong() - free.getAsLong()))
                : OptionalLong.empty();
    }

    private static double loadAverage(MachineFiles files) {
        return files.word("proc/loadavg", 0)
                .filter(word -> word.matches("[0-9]{1,9}(\\.[0-9]{1,9})?"))
                .map(Double::parseDouble)
                .orElse(Double.NaN);
    }
}
