package dev.tare.lab.verdict.rule;

import java.util.List;

/**
 * All rules of trust that a bundle's scenarios are held against, in the order of their findings.
 */
public final class Rules {
    private static final List<Rule> ALL =
            List.of(
                    new PlannedClockRule(),
                    new ConservationRule(),
                    new RateRule(),
                    new SendLagRule(),
                    new HealthRule(),
                    new BottleneckRule(),
                    new FloorRule(),
                    new RecoveryRule(),
                    new SamplesRule(),
                    new TrendRule(),
                    new MemoryGrowthRule(),
                    new WarmUpRule(),
                    new RepeatsRule(),
                    new SameWorkRule(),
                    new OpenedRule(),
                    new PathRule(),
                    new OriginRule(),
                    new OriginCountRule(),
                    new LittlesLawRule(),
                    new TimerRule(),
                    new ProvenanceRule());

    private Rules() {}

    /** What every rule says of one scenario; nothing where all is well. */
    public static List<Finding> judge(Evidence evidence) {
        return ALL.stream().flatMap(rule -> rule.judge(evidence).stream()).toList();
    }
}
