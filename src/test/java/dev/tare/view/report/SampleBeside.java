package dev.tare.view.report;

import dev.tare.lab.beside.Beside;
import dev.tare.lab.bundle.BundleContent;
import dev.tare.lab.plan.PlanException;
import dev.tare.lab.plan.PublishedReader;
import dev.tare.view.report.content.ReportInput;
import java.util.Optional;

/** The sample's report with figures that somebody has published beside it. */
public final class SampleBeside {
    static final String THEIRS =
            """
            title: Theirs beside ours
            source: "a notebook, 8 September 2021"
            note: Theirs ran on other machines.
            rows:
              - {what: "minivoy, 64 × 16 KiB", specimen: minivoy, workload: 16k-closed,
                 place: "9.7", rate: 19628.1/s, mean: 50.923ms, p50: 49ms, p99: 67.864ms,
                 p99.9: 247.261ms, bytes: 266M/s, calls: 1178710, failed: 0, sockets: 12156,
                 cpu: ">93"}
              - {what: "envoy, open", specimen: envoy, workload: 100b-open, rate: 6k/s,
                 calls: 30, failed: 2}
              - {what: "never run", specimen: squid, workload: 16k-closed, mean: 2s}
            faults:
              - {check: kept-connections, name: 98 calls a socket,
                 published: "590,000 calls took 6,000 sockets."}
              - {check: lost-responses, name: lost responses, published: "6 of 24 were lost."}
              - {check: timer-plateau, name: the plateau,
                 published: "48 ms at any number of connections."}
            """;

    private SampleBeside() {}

    public static ReportInput input() {
        return input(THEIRS);
    }

    public static ReportInput input(String theirs) {
        ReportInput without = SampleWeighing.input();
        BundleContent bundle = without.bundle();
        try {
            return new ReportInput(
                    new BundleContent(
                            bundle.manifest(),
                            bundle.rounds(),
                            bundle.blocks(),
                            bundle.end(),
                            Optional.of(PublishedReader.read(theirs, "theirs.yaml"))),
                    without.weighing(),
                    without.bundlePath());
        } catch (PlanException e) {
            throw new AssertionError(e);
        }
    }

    public static Beside beside() {
        return input().beside().orElseThrow();
    }
}
