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
     *     {@code command} or {@code url}
     * @param version as the program tells it; empty where it does not
     * @param command the words it was started with; empty where it was running already
     * @param configurationFile within the round's folder; empty for none
     * @param configurationSha256 of that file in hexadecimal; empty for none
     * @param address host:port that was loaded
     * @param pids its processes after the warm-up; empty where they are not visible
     * @param pathProof how it is known that traffic passes through it, in a short sentence
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
            String pathProof) {
        public SpecimenRecord {
            command = List.copyOf(command);
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
     * @param settled whether it had become steady before the cap
     */
    public record WarmUpRecord(
            String specimen,
            String workload,
            double seconds,
            double settledRatePerSec,
            boolean settled) {}
}
