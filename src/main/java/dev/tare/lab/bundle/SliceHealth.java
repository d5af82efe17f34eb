package dev.tare.lab.bundle;

import dev.tare.base.core.GeneratorHealth;
import dev.tare.base.core.TcpSummary;
import dev.tare.base.core.Throttling;
import java.util.List;
import java.util.Map;

/**
 * What may have spoiled a slice, or explains it: how the instrument, the machine and its network
 * did.
 *
 * @param known false: nobody looked, and the rest says nothing
 * @param instrument during the measured phase, seen from inside
 * @param throttling during the measured phase, by party ({@link #INSTRUMENT}, {@link #ORIGIN},
 *     {@link #SPECIMEN}): what its control groups kept it from; parties of which nothing is seen
 *     are left out
 * @param stolenNs during the measured phase, by core: time that the machine beneath took; cores of
 *     which nothing was are left out
 * @param clockStepNs by how much the wall clock was set forward during the slice; back: less than 0
 * @param networks of the parties, what each has counted from before the first connection to after
 *     the drain
 * @param connections of the instrument, some of them, at the end of the slice
 */
public record SliceHealth(
        boolean known,
        GeneratorHealth instrument,
        Map<String, Throttling> throttling,
        Map<Integer, Long> stolenNs,
        long clockStepNs,
        List<NetworkCounts> networks,
        TcpSummary connections) {
    public static final String INSTRUMENT = "instrument";
    public static final String ORIGIN = "origin";
    public static final String SPECIMEN = "specimen";

    /** More of any of these are not read. */
    public static final int MAX_ENTRIES = 8192;

    public static final SliceHealth UNKNOWN =
            new SliceHealth(
                    false,
                    GeneratorHealth.UNKNOWN,
                    Map.of(),
                    Map.of(),
                    0,
                    List.of(),
                    TcpSummary.NONE);

    public SliceHealth {
        throttling = Map.copyOf(throttling);
        stolenNs = Map.copyOf(stolenNs);
        networks = List.copyOf(networks);
    }

    /**
     * A network namespace.
     *
     * @param parties whose it is, all that share it
     * @param counts that grew, by the kernel's names; others' connections in it are counted too
     */
    public record NetworkCounts(List<String> parties, Map<String, Long> counts) {
        public NetworkCounts {
            parties = List.copyOf(parties);
            counts = Map.copyOf(counts);
        }
    }

    /** What was stolen from all cores together, ns. */
    public long stolenTotalNs() {
        return stolenNs.values().stream().mapToLong(Long::longValue).sum();
    }

    /** How far a counter grew, over the namespaces of all parties. */
    public long counted(String name) {
        return networks.stream().mapToLong(n -> n.counts().getOrDefault(name, 0L)).sum();
    }
}
