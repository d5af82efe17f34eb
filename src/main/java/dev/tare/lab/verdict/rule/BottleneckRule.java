package dev.tare.lab.verdict.rule;

import static dev.tare.lab.verdict.Verdict.TAINTED;
import static dev.tare.lab.verdict.Verdict.VALID;

import dev.tare.lab.bundle.EnvironmentRecord;
import dev.tare.lab.bundle.SliceRecord;
import dev.tare.lab.bundle.Usage;
import dev.tare.lab.verdict.Reason;
import dev.tare.lab.verdict.ScenarioResult.Bottleneck;
import dev.tare.lab.verdict.Words;
import dev.tare.lab.verdict.estimate.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Rule 3, the limit: who kept the rate from being higher, by who was busy. Where that was the
 * instrument or the origin, a specimen's rate is "at least", and its response times hold the wait
 * for them. Where nobody was busy, {@link IdleLimit} looks for what was waited for.
 */
public final class BottleneckRule implements Rule {
    /** Share of its cores from which a party counts as busy. */
    public static final double BUSY = 0.90;

    private static final String MORE_CORES =
            "More cores for the instrument and the origin, or an open loop.";

    /** When several are busy, so close to the busiest counts as the limit as well. */
    private static final double TIE = 0.02;

    private static final double WHOLE_MACHINE = 0.95;

    /** Nobody was busy: said, and nothing more. */
    private static final Set<Bottleneck> WAITING =
            Set.of(Bottleneck.NETWORK, Bottleneck.TIMER, Bottleneck.UNKNOWN);

    /** Who was the limit, the sentence that says so, and what to do where it is one of ours. */
    public record Attribution(Bottleneck bottleneck, String sentence, String remedy) {
        Attribution(Bottleneck bottleneck, String sentence) {
            this(bottleneck, sentence, MORE_CORES);
        }

        /** Whether it was not the specimen that set the rate, but one of ours. */
        public boolean ours() {
            return bottleneck == Bottleneck.INSTRUMENT || bottleneck == Bottleneck.ORIGIN;
        }
    }

    /** A party, or two that share cores, with what it used of what it had. */
    private record Party(Bottleneck who, String name, double used, double had) {
        double busy() {
            return used / had;
        }

        String words() {
            return "%s busy %s of %s"
                    .formatted(
                            name,
                            Words.percent(busy()),
                            had == 1 ? "a core" : Words.significant(had, 2) + " cores");
        }
    }

    @Override
    public List<Finding> judge(Evidence evidence) {
        Attribution attribution = attribute(evidence);
        if (WAITING.contains(attribution.bottleneck())) {
            return List.of(Finding.remark(3, attribution.sentence()));
        }
        if (!attribution.ours()) {
            return List.of();
        }
        String remedy = attribution.remedy();
        return List.of(
                Finding.figures(
                        Finding.RATES,
                        new Reason(3, VALID, "at least: " + attribution.sentence(), remedy)),
                Finding.costs(
                        Finding.RATES, new Reason(3, TAINTED, attribution.sentence(), remedy)),
                Finding.both(
                        Finding.RESPONSE_TIMES,
                        new Reason(3, TAINTED, attribution.sentence(), remedy)));
    }

    /** Who limited the rate. */
    public static Attribution attribute(Evidence evidence) {
        Scenario scenario = evidence.scenario();
        EnvironmentRecord environment = evidence.content().manifest().environment();
        List<Party> parties = parties(scenario, environment);
        if (scenario.open() && !RateRule.saturated(scenario)) {
            String words = parties.isEmpty() ? "" : "; " + words(parties);
            return new Attribution(
                    Bottleneck.NONE,
                    "kept up with " + Words.rate(scenario.offeredRatePerSec()) + words);
        }
        if (parties.isEmpty()) {
            return new Attribution(Bottleneck.UNKNOWN, "no party's CPU is visible");
        }
        double busiest = parties.stream().mapToDouble(Party::busy).max().orElse(0);
        if (busiest < BUSY) {
            return IdleLimit.of(scenario)
                    .map(limit ->
                            new Attribution(
                                    limit.bottleneck(),
                                    limit.sentence() + "; " + words(parties),
                                    HealthRule.QUOTA))
                    .orElseGet(() -> notKnown(scenario, parties));
        }
        // In a tie it is ours, for then the specimen might have gone faster.
        Party limit =
                parties.stream()
                        .filter(party -> party.busy() >= Math.max(BUSY, busiest - TIE))
                        .min((a, b) -> Boolean.compare(isSpecimen(a), isSpecimen(b)))
                        .orElseThrow();
        return new Attribution(limit.who(), limit.name() + " set the limit: " + words(parties));
    }

    private static Attribution notKnown(Scenario scenario, List<Party> parties) {
        boolean hidden = !scenario.isBare() && !scenario.visible(SliceRecord::specimenUsage);
        return new Attribution(
                Bottleneck.UNKNOWN,
                hidden
                        ? "the limit is not known, for the specimen's CPU is not visible; "
                                + words(parties)
                        : "nobody was busy, so the rate waited for something else, such as a"
                                + " timer; "
                                + words(parties));
    }

    private static boolean isSpecimen(Party party) {
        return party.who() == Bottleneck.SPECIMEN;
    }

    private static String words(List<Party> parties) {
        return String.join(", ", parties.stream().map(Party::words).toList());
    }

    private static List<Party> parties(Scenario scenario, EnvironmentRecord environment) {
        Map<String, String> pinning = environment.pinning();
        String instrumentPin = pinning.getOrDefault("instrument", "");
        String originPin = pinning.getOrDefault("origin", "");
        double instrument = scenario.cores(SliceRecord::instrumentUsage);
        double origin = scenario.cores(SliceRecord::originUsage);
        double specimen = scenario.cores(SliceRecord::specimenUsage);
        List<Party> parties = new ArrayList<>();
        double all = instrument + origin + specimen;
        if (pinning.isEmpty() && all >= WHOLE_MACHINE * environment.cores()) {
            // Nobody has cores of its own and none is free: each takes from the specimen.
            parties.add(
                    new Party(
                            instrument >= origin ? Bottleneck.INSTRUMENT : Bottleneck.ORIGIN,
                            "the whole machine",
                            all,
                            environment.cores()));
            return parties;
        }
        boolean bothVisible =
                scenario.visible(SliceRecord::instrumentUsage)
                        && scenario.visible(SliceRecord::originUsage);
        if (bothVisible && !instrumentPin.isEmpty() && instrumentPin.equals(originPin)) {
            parties.add(
                    new Party(
                            instrument >= origin ? Bottleneck.INSTRUMENT : Bottleneck.ORIGIN,
                            "instrument with origin",
                            instrument + origin,
                            cores(instrumentPin, 1)));
        } else {
            add(
                    parties,
                    scenario,
                    SliceRecord::instrumentUsage,
                    new Party(
                            Bottleneck.INSTRUMENT,
                            "instrument",
                            instrument,
                            Math.min(
                                    scenario.workload().threads(),
                                    cores(instrumentPin, Integer.MAX_VALUE))));
            add(
                    parties,
                    scenario,
                    SliceRecord::originUsage,
                    new Party(Bottleneck.ORIGIN, "origin", origin, cores(originPin, 1)));
        }
        if (!scenario.isBare()) {
            // One that is not pinned may have several workers: as many as it kept busy.
            double had =
                    cores(
                            pinning.getOrDefault("specimen", ""),
                            Math.max(1, (int) Math.ceil(specimen - TIE)));
            add(
                    parties,
                    scenario,
                    SliceRecord::specimenUsage,
                    new Party(Bottleneck.SPECIMEN, "specimen", specimen, had));
        }
        return parties;
    }

    private static void add(
            List<Party> parties,
            Scenario scenario,
            Function<SliceRecord, Usage> usage,
            Party party) {
        if (scenario.visible(usage)) {
            parties.add(party);
        }
    }

    /** How many cores a list such as {@code 0,2-3} names; {@code otherwise} if it names none. */
    static int cores(String list, int otherwise) {
        int count = 0;
        for (String part : list.split(",", -1)) {
            String[] ends = part.strip().split("-", -1);
            try {
                count +=
                        ends.length == 2
                                ? Integer.parseInt(ends[1]) - Integer.parseInt(ends[0]) + 1
                                : Integer.parseInt(ends[0]) >= 0 ? 1 : 0;
            } catch (NumberFormatException e) {
                return otherwise;
            }
        }
        return count > 0 ? count : otherwise;
    }
}
