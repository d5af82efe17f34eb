package dev.tare.lab.verdict.rule;

import dev.tare.base.core.GeneratorHealth;
import dev.tare.base.core.Pauses;
import dev.tare.base.core.Throttling;
import dev.tare.lab.bundle.SliceHealth;
import dev.tare.lab.verdict.estimate.Scenario;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What held up the parties of a scenario, over all of its slices of which that is known.
 *
 * @param slices the known ones, at least one
 * @param windowNs their measured phases, added
 * @param instrument seen from inside
 * @param throttling by party
 */
record SliceHealths(
        List<Scenario.Slice> slices,
        double windowNs,
        GeneratorHealth instrument,
        Map<String, Throttling> throttling) {

    /** Of a scenario; empty where nothing is known, as of bundles from before it was looked at. */
    static Optional<SliceHealths> of(Scenario scenario) {
        List<Scenario.Slice> slices =
                scenario.slices().filter(slice -> slice.counts().health().known()).toList();
        if (slices.isEmpty()) {
            return Optional.empty();
        }
        GeneratorHealth instrument = GeneratorHealth.UNKNOWN;
        Map<String, Throttling> throttling = new HashMap<>();
        for (Scenario.Slice slice : slices) {
            SliceHealth health = slice.counts().health();
            instrument = instrument.plus(health.instrument());
            health.throttling()
                    .forEach((party, more) -> throttling.merge(party, more, Throttling::plus));
        }
        double windowNs = slices.stream().mapToDouble(s -> s.counts().measuredNs()).sum();
        return Optional.of(new SliceHealths(slices, windowNs, instrument, throttling));
    }

    /** How often and how long a party's quota held it back, as pauses that are all alike. */
    Pauses throttled(String party) {
        Throttling sum = throttling.get(party);
        return sum == null ? Pauses.NONE : Pauses.alike(sum.throttledPeriods(), sum.throttledNs());
    }

    /** Share of the time that a party's quota held back one of its cores. */
    double throttledShare(String party) {
        return throttled(party).totalNs() / windowNs;
    }

    /** How far a counter of the parties' networks grew. */
    long counted(String name) {
        return slices.stream().mapToLong(slice -> slice.counts().health().counted(name)).sum();
    }

    /** Share of the time that was stolen from the core that lost most. */
    double stolenShare() {
        Map<Integer, Long> byCore = new HashMap<>();
        for (Scenario.Slice slice : slices) {
            slice.counts()
                    .health()
                    .stolenNs()
                    .forEach((core, ns) -> byCore.merge(core, ns, Long::sum));
        }
        return byCore.values().stream().mapToLong(Long::longValue).max().orElse(0) / windowNs;
    }
}
