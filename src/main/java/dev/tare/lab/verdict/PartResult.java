package dev.tare.lab.verdict;

import dev.tare.lab.bundle.PartUsage;
import java.util.Map;
import java.util.Optional;

/**
 * What one process of a specimen of many parts used, over all blocks.
 *
 * @param name unique within the specimen, such as {@code front-sidecar}
 * @param role what it is there for
 * @param figures CPU a request of the load, CPU mean and max, peak memory, where they are visible
 * @param cumulatedCpuNs of all measured phases together
 * @param medianOfMaxCores the median over blocks of the most cores that it used in a slice
 */
public record PartResult(
        String name,
        PartUsage.Role role,
        Map<FigureKind, Figure> figures,
        long cumulatedCpuNs,
        double medianOfMaxCores) {
    /** The name under which all proxies of a specimen stand together, where there are several. */
    public static final String ALL_PROXIES = "all proxies";

    public PartResult {
        figures = Map.copyOf(figures);
    }

    /** The figure of that kind, if it could be measured. */
    public Optional<Figure> figure(FigureKind kind) {
        return Optional.ofNullable(figures.get(kind));
    }
}
