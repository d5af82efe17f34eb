package dev.tare.lab.verdict;

import dev.tare.base.core.Tally;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one workload on one specimen came to, over all blocks.
 *
 * @param specimen name
 * @param workload name
 * @param open whether the load was open-loop
 * @param offeredRatePerSec in an open loop; 0 in a closed one
 * @param blocks how many blocks it rests on
 * @param tally counts of the measured phases of all slices
 * @param figures one of each kind that could be measured
 * @param tareCosts this specimen minus bare, paired within blocks, in the unit of the kind; empty
 *     for bare itself and below six blocks
 * @param saturated it could not keep up with the offered rate
 * @param bottleneck who limited the rate
 * @param bottleneckSentence the same in a sentence with its figures
 * @param remarks of the scenario as a whole
 * @param parts its processes one by one, if the specimen has many
 */
public record ScenarioResult(
        String specimen,
        String workload,
        boolean open,
        double offeredRatePerSec,
        int blocks,
        Tally tally,
        Map<FigureKind, Figure> figures,
        Map<FigureKind, Figure> tareCosts,
        boolean saturated,
        Bottleneck bottleneck,
        String bottleneckSentence,
        List<Reason> remarks,
        List<PartResult> parts) {

    public ScenarioResult {
        parts = List.copyOf(parts);
        figures = Map.copyOf(figures);
        tareCosts = Map.copyOf(tareCosts);
        remarks = List.copyOf(remarks);
    }

    /** The figure of that kind, if it could be measured. */
    public Optional<Figure> figure(FigureKind kind) {
        return Optional.ofNullable(figures.get(kind));
    }

    /** The tare cost of that kind, if there is one. */
    public Optional<Figure> tareCost(FigureKind kind) {
        return Optional.ofNullable(tareCosts.get(kind));
    }

    /** The same with {@code changed} in the place of the tare costs of those kinds. */
    ScenarioResult withTareCosts(Map<FigureKind, Figure> changed) {
        Map<FigureKind, Figure> costs = new HashMap<>(tareCosts);
        costs.putAll(changed);
        return new ScenarioResult(
                specimen,
                workload,
                open,
                offeredRatePerSec,
                blocks,
                tally,
                figures,
                costs,
                saturated,
                bottleneck,
                bottleneckSentence,
                remarks,
                parts);
    }

    /** Who limited the rate. */
    public enum Bottleneck {
        /** Nobody: an open loop that was kept up with. */
        NONE,
        SPECIMEN,
        ORIGIN,
        INSTRUMENT,
        /** Nobody was busy: the way between the parties took the time, or lost segments. */
        NETWORK,
        /** Nobody was busy: most of the time went into waiting for a timer of the network stack. */
        TIMER,
        /** Nobody was busy, and what the rate waited for is not known. */
        UNKNOWN
    }
}
