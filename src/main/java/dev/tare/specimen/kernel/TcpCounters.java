package dev.tare.specimen.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a network namespace has counted of its TCP connections: all of them, whoever's they are.
 *
 * <p>Source: {@code /proc/net/snmp} and {@code /proc/net/netstat}; the names are the kernel's, and
 * the kernel's {@code networking/snmp_counter} tells what they mean.
 */
public final class TcpCounters {
    /** Those that are kept; each namespace has about 150. */
    public static final Set<String> KEPT =
            Set.of(
                    "ActiveOpens",
                    "PassiveOpens",
                    "AttemptFails",
                    "EstabResets",
                    "InSegs",
                    "OutSegs",
                    "RetransSegs",
                    "OutRsts",
                    "SyncookiesSent",
                    "PruneCalled",
                    "DelayedACKs",
                    "ListenOverflows",
                    "ListenDrops",
                    "TCPTimeouts",
                    "TCPLossProbes",
                    "TCPLostRetransmit",
                    "TCPFastRetrans",
                    "TCPSlowStartRetrans",
                    "TCPSpuriousRTOs",
                    "TCPSynRetrans",
                    "TCPBacklogDrop",
                    "TCPReqQFullDrop",
                    "TCPReqQFullDoCookies",
                    "TCPAbortOnTimeout",
                    "TCPRcvQDrop",
                    "TCPAutoCorking");

    private static final Set<String> TABLES = Set.of("Tcp:", "TcpExt:");

    private final Path proc;

    /** By {@code proc}: {@code /proc}, or a copy of it. */
    public TcpCounters(Path proc) {
        this.proc = proc;
    }

    /** The kernel's own. */
    public static TcpCounters system() {
        return new TcpCounters(Path.of("/proc"));
    }

    /** Which network namespace a process is in; empty where that may not be looked at. */
    public Optional<String> namespace(long pid) {
        try {
            return Optional.of(Files.readSymbolicLink(proc.resolve(pid + "/ns/net")).toString());
        } catch (IOException | UnsupportedOperationException e) {
            return Optional.empty();
        }
    }

    /** What the namespace of a process has counted until now; empty where it cannot be read. */
    public Map<String, Long> read(long pid) {
        Map<String, Long> counts = new TreeMap<>();
        for (String file : Set.of("snmp", "netstat")) {
            KernelFile.text(proc.resolve(pid + "/net/" + file))
                    .ifPresent(text -> parse(text, counts));
        }
        return counts;
    }

    /** Lines come in pairs: a table's names, and its values. */
    static void parse(String text, Map<String, Long> counts) {
        String[] names = {};
        for (String line : text.lines().toList()) {
            String[] words = line.split(" +", -1);
            if (!TABLES.contains(words[0])) {
                continue;
            }
            if (names.length == 0) {
                names = words;
                continue;
            }
            for (int i = 1; i < Math.min(names.length, words.length); i++) {
                long value = KernelFile.number(words[i]);
                if (KEPT.contains(names[i]) && value >= 0) {
                    counts.put(names[i], value);
                }
            }
            names = new String[0];
        }
    }

    /** What was counted between two looks; what did not grow is left out. */
    public static Map<String, Long> between(Map<String, Long> from, Map<String, Long> until) {
        Map<String, Long> grown = new TreeMap<>();
        until.forEach((name, count) -> {
            Long before = from.get(name);
            if (before != null && count > before) {
                grown.put(name, count - before);
            }
        });
        return grown;
    }
}
