package dev.tare.lab.verdict.judge;

import static dev.tare.lab.bundle.SyntheticBundle.OPEN;

import dev.tare.base.core.Outcome;
import dev.tare.base.core.Unsent;
import dev.tare.lab.bundle.BundleContent;
import dev.tare.lab.bundle.SyntheticBundle;
import dev.tare.lab.bundle.Usage;
import dev.tare.lab.verdict.Weighing;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class HeadlineTest {
    private static SyntheticBundle two() {
        return new SyntheticBundle(3)
                .specimen("envoy", 31_000, 120_000)
                .specimen("minivoy", 14_500, 60_000)
                .spread(0.03, 0.02);
    }

    private static SyntheticBundle one() {
        return new SyntheticBundle(3).specimen("envoy", 31_000, 120_000).spread(0.03, 0.02);
    }

    @Test
    void everyKindOfSentenceReadsAsInTheGoldenFile() throws Exception {
        Map<String, BundleContent> cases = new LinkedHashMap<>();
        cases.put("two specimens", two().content());
        cases.put("one specimen", one().content());
        cases.put("no block yet", one().blocks(0).plannedBlocks(12).content());
        cases.put("three of twelve blocks", one().blocks(3).plannedBlocks(12).content());
        cases.put("three blocks were all", one().blocks(3).content());
        cases.put("stopped after eight", one().blocks(8).plannedBlocks(12).content());
        cases.put("bare alone", new SyntheticBundle(3).content());
        cases.put("wide intervals", one().spread(0.5, 0.5).blocks(6).content());
        cases.put(
                "no difference of the median",
                new SyntheticBundle(3).specimen("envoy", 31_000, 0).spread(0.03, 0.02).content());
        cases.put("CPU not visible", withoutCpu(one().content()));
        cases.put(
                "saturated",
                Planted.tallies(
                        one().content(),
                        Planted.of("envoy", OPEN),
                        tally -> Planted.withUnsent(tally, 1_000, Unsent.ALL_BUSY)));
        cases.put(
                "wrong answers everywhere",
                Planted.tallies(
                        one().content(),
                        slice -> slice.specimen().equals("envoy"),
                        tally -> Planted.ended(tally, 400, Outcome.WRONG_STATUS)));
        StringBuilder text = new StringBuilder();
        cases.forEach((name, content) -> {
            Weighing weighing = Judge.weigh(content, "tare-results/1");
            text.append("%s: %s\n".formatted(name, weighing.sentence()));
            text.append(
                    "    %s  # %s\n"
                            .formatted(
                                    weighing.nextCommand().command(),
                                    weighing.nextCommand().why()));
            text.append("    valid headline: %s\n".formatted(weighing.anyValidHeadline()));
        });
        Golden.check("verdict-sentences.txt", text.toString());
    }

    private static BundleContent withoutCpu(BundleContent content) {
        return SyntheticBundle.mapSlices(
                content, slice -> SyntheticBundle.withSpecimenUsage(slice, Usage.NOT_VISIBLE));
    }
}
