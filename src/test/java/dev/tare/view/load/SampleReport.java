package dev.tare.view.load;

import dev.tare.lab.load.SampleLoad;
import dev.tare.lab.objective.LoadFigures;
import dev.tare.lab.objective.Thresholds;
import dev.tare.lab.verdict.load.JudgedLoad;
import dev.tare.lab.verdict.load.LoadJudge;
import java.util.List;
import java.util.Set;

/** Reports of loads that were never run. */
final class SampleReport {
    private SampleReport() {}

    static LoadReport of(SampleLoad load, String... thresholds) {
        JudgedLoad judged = LoadJudge.judge(load.build());
        return new LoadReport(
                judged,
                Thresholds.parse(List.of(thresholds)).check(new LoadFigures(judged)),
                Set.of("x-tenant-key"));
    }

    /** An open loop on two endpoints with something of everything in it. */
    static LoadReport eventful() {
        return of(
                new SampleLoad().twoEndpoints().wrongStatus(4).unsent(20).connectsFailed(3),
                "p99<10ms",
                "error_ratio<0.1%",
                "p99.999<1s",
                "errors<=1000");
    }
}
