package dev.tare.lab.bundle;

import java.util.List;
import java.util.Map;

/**
 * {@code rounds/NNNN/round.json}: one start of all specimens, with its warm-up.
 *
 * @param index from 0
 * @param startedEpochNs wall-clock time
 * @param specimens as they were started
 * @param warmUps what the warm-up saw, a line a scenario
 * @param offeredRatesPerSec rate of every open-loop workload, by workload name
 */
public record RoundRecord(
        int index,
        long startedEpochNs,
        List<SpecimenRecord> specimens,
        List<WarmUpRecord> warmUps,
        Map<String, Double> offeredRatesPerSec) {

    public RoundRecord {
        specimens = List.copyOf(specimens);
        warmUps = List.copyOf(warmUps);
        offeredRatesPerSec = Map.copyOf(offeredRatesPerSec);
    }

    /**
     * A specimen as it was started in one round.
     *
     * @param name as in the plan
     * @param kind {@code bare}, {@code minivoy}, {@code haproxy}, {@code nginx}, {@code envoy},
     *     {@code link}, {@code command} or {@code url}
     * @param version as the program tells it; empty where it does not
     * @param command the words it was started with; empty where it was running already
     * @param configurationFile within the round's folder; empty for none
     * @param configurationSha256 of that file in hexadecimal; empty for none
     * @param address host:port that was loaded
     * @param pids its processes after the warm-up; empty where they are not visible
     * @param pathProof how it is known that traffic passes through it, in a short sentence
     * @param parts its processes, if it is a specimen of many parts; empty for others
     * @param security what was found of its secured calls, a sentence each
     * @param link what was asked of the link before it and what {@code tc} says of each end, a
     *     sentence each; empty for others
     * @param trust how the load knew who answers, if it spoke TLS to what runs already; empty for
     *     others
     */
    public record SpecimenRecord(
            String name,
            String kind,
            String version,
            List<String> command,
            String configurationFile,
            String configurationSha256,
            String address,
            List<Long> pids,
            String pathProof,
            List<PartRecord> parts,
            List<String> security,
            List<String> link,
            String trust) {
        public SpecimenRecord {
            command = List.copyOf(command);
            pids = List.copyOf(pids);
            parts = List.copyOf(parts);
            security = List.copyOf(security);
            link = List.copyOf(link);
        }

        /** Of what Tare has started. */
        public SpecimenRecord(
                String name,
                String kind,
                String version,
                List<String> command,
                String configurationFile,
                String configurationSha256,
                String address,
                List<Long> pids,
                String pathProof,
                List<PartRecord> parts,
                List<String> security,
                List<String> link) {
            this(
                    name,
                    kind,
                    version,
                    command,
                    configurationFile,
                    configurationSha256,
                    address,
                    pids,
                    pathProof,
                    parts,
                    security,
                    link,
                    "");
        }

        /** One process, or none. */
        public SpecimenRecord(
                String name,
                String kind,
                String version,
                List<String> command,
                String configurationFile,
                String configurationSha256,
                String address,
                List<Long> pids,
                String pathProof) {
            this(
                    name,
                    kind,
                    version,
                    command,
                    configurationFile,
                    configurationSha256,
                    address,
                    pids,
                    pathProof,
                    List.of(),
                    List.of(),
                    List.of());
        }
    }

    /**
     * One process of a specimen of many parts, as it was started.
     *
     * @param name unique within the specimen, such as {@code front-sidecar}
     * @param role what it is there for
     * @param version as the program tells it; empty where it does not
     * @param command the words it was started with
     * @param configurationFile within the round's folder; empty for none
     * @param configurationSha256 of that file in hexadecimal; empty for none
     * @param addresses host:port that it listens on
     * @param pids its processes
     */
    public record PartRecord(
            String name,
            PartUsage.Role role,
            String version,
            List<String> command,
            String configurationFile,
            String configurationSha256,
            List<String> addresses,
            List<Long> pids) {
        public PartRecord {
            command = List.copyOf(command);
            addresses = List.copyOf(addresses);
            pids = List.copyOf(pids);
        }
    }

    /**
     * The warm-up of one scenario.
     *
     * @param specimen name
     * @param workload name
     * @param seconds how long it was warmed up, s
     * @param settledRatePerSec completed requests a second at its end
     * @param settled whether it ended because it had become steady; else its cap cut it short
     * @param passes how many turns it had; 0 in older bundles
     * @param endedBy what the stationarity test saw at the end, in words; empty in older bundles
     */
    public record WarmUpRecord(
            String specimen,
            String workload,
            double seconds,
            double settledRatePerSec,
            boolean settled,
            int passes,
            String endedBy) {}
}
