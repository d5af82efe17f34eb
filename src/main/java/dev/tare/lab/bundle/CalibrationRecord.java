package dev.tare.lab.bundle;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What this machine is as an instrument, as {@code tare doctor} has found it: stored for later runs
 * and bound into their bundles as {@code calibration.json} ({@code docs/format/doctor-v1.md}).
 *
 * @param formatVersion 1
 * @param tareVersion of the program
 * @param commit its source commit, or {@code unknown}
 * @param takenEpochNs wall-clock time of its beginning
 * @param tookNs how long it took
 * @param scope how much was looked at
 * @param machine whose it is
 * @param floor the instrument against a null server; empty where it could not be had
 * @param injections what was injected, and what was seen of it
 * @param checks the lines, in the order in which they are shown, at most {@link #MAX_CHECKS}
 */
public record CalibrationRecord(
        int formatVersion,
        String tareVersion,
        String commit,
        long takenEpochNs,
        long tookNs,
        Scope scope,
        Machine machine,
        Optional<Floor> floor,
        List<Injection> injections,
        List<Check> checks) {
    public static final int FORMAT_VERSION = 1;
    public static final int MAX_CHECKS = 100;
    private static final int MAX_INJECTIONS = 10;

    public CalibrationRecord {
        injections = List.copyOf(injections);
        checks = List.copyOf(checks);
        require(takenEpochNs >= 0 && tookNs >= 0, "a time is less than 0");
        require(injections.size() <= MAX_INJECTIONS, "too many injections");
        require(checks.size() <= MAX_CHECKS, "too many checks");
    }

    /** How much was looked at. */
    public enum Scope {
        /** Everything, 15 to 25 s. */
        FULL,
        /** Everything with shorter loads, about 6 s. */
        QUICK,
        /** The floor alone, at the beginning of a run. */
        FLOOR
    }

    /**
     * Which machine, in which state: a calibration holds for no other.
     *
     * @param key a fingerprint of the machine's identity; the identity itself is not kept
     * @param bootId of the kernel, new at every boot; empty where it is not told
     * @param kernel its release
     * @param cpuModel as the kernel names it
     * @param cores that may be used, such as {@code 0-3}
     * @param javaVersion of the instrument
     * @param ioBackEnd that the instrument takes here
     */
    public record Machine(
            String key,
            String bootId,
            String kernel,
            String cpuModel,
            String cores,
            String javaVersion,
            String ioBackEnd) {}

    /**
     * The instrument against a null server, with nothing in between: the least that it can see.
     *
     * @param offeredRatePerSec constant, low
     * @param slices how many repeats
     * @param sliceNs length of each
     * @param requests in all slices
     * @param mean of the response time
     * @param p50 of the response time
     * @param p90 of the response time
     * @param p99 of the response time
     * @param instrumentCpu CPU time of the instrument a request; empty where it is not visible
     */
    public record Floor(
            double offeredRatePerSec,
            int slices,
            long sliceNs,
            long requests,
            Repeated mean,
            Repeated p50,
            Repeated p90,
            Repeated p99,
            Optional<Repeated> instrumentCpu) {
        public Floor {
            require(offeredRatePerSec > 0 && slices > 0, "a floor of nothing");
            require(sliceNs > 0 && requests >= 0, "a floor of no time");
        }
    }

    /**
     * One statistic over the repeats, ns.
     *
     * @param valueNs the median of the repeats, 0 or more
     * @param spreadNs 1.4826 times the median distance from it, 0 or more: of normally distributed
     *     repeats the standard deviation, and deaf to a few that something hit
     */
    public record Repeated(double valueNs, double spreadNs) {
        public Repeated {
            require(valueNs >= 0 && Double.isFinite(valueNs), "a value is not 0 or more");
            require(spreadNs >= 0 && Double.isFinite(spreadNs), "a spread is not 0 or more");
        }
    }

    /**
     * Something known that was put into the origin, and what the instrument saw of it.
     *
     * @param kind what
     * @param injectedNs its length
     * @param expectedNs what the instrument should have seen
     * @param seenNs what it saw
     * @param toleranceNs how far from that it may be, more than 0
     */
    public record Injection(
            Kind kind, long injectedNs, double expectedNs, double seenNs, double toleranceNs) {
        public Injection {
            require(injectedNs > 0 && expectedNs > 0, "an injection of nothing");
            require(toleranceNs > 0 && Double.isFinite(toleranceNs), "an injection's tolerance");
            require(Double.isFinite(seenNs), "what was seen of an injection");
        }

        /** What was injected. */
        public enum Kind {
            /** All answers held back for a time, once; seen is the 99th percentile. */
            STALL,
            /** Every answer later by a time; seen is the median beyond the floor's. */
            DELAY
        }

        /** Seen minus expected, ns. */
        public double errorNs() {
            return seenNs - expectedNs;
        }

        /** Whether what was seen is what was injected, within the tolerance. */
        public boolean recovered() {
            return Math.abs(errorNs()) <= toleranceNs;
        }
    }

    /**
     * One line: a part of the machine, as an instrument.
     *
     * @param name of the part, a word or two
     * @param grade how good it is
     * @param affects what it is not good for, such as {@code p99.9 below 2 ms}; empty when good
     * @param finding what was found, with its figures, a sentence without a full stop
     * @param remedy what to do about it, a sentence; empty where nothing needs to be done
     * @param figures of the finding, names with their units
     */
    public record Check(
            String name,
            Grade grade,
            String affects,
            String finding,
            String remedy,
            Map<String, Double> figures) {
        public Check {
            figures = Map.copyOf(figures);
        }
    }

    /** How good something is for measuring, from best to worst. */
    public enum Grade {
        GOOD("good"),
        /** Nothing is wrong, it could be better. */
        FAIR("fair"),
        /** Some figures suffer. */
        POOR("poor"),
        /** Some figures are worthless. */
        BAD("bad"),
        /** It cannot be looked at from here. */
        NOT_VISIBLE("unseen");

        private final String word;

        Grade(String word) {
            this.word = word;
        }

        /** As a person reads it. */
        public String word() {
            return word;
        }
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException("a calibration has " + otherwise);
        }
    }
}
