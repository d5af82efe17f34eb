package dev.tare.lab.cost;

import java.util.Optional;

/**
 * What one proxy, or all of a specimen's together, take.
 *
 * @param name of the part; of the specimen for all together
 * @param vcpu cores for 1,000 requests of the load a second
 * @param memoryBytes the most that it held resident
 * @param memoryBytesPer1000 the same divided by the rate at which it was held, per 1,000 requests a
 *     second
 */
public record ProxyCost(
        String name,
        Optional<CostFigure> vcpu,
        Optional<CostFigure> memoryBytes,
        Optional<CostFigure> memoryBytesPer1000) {}
