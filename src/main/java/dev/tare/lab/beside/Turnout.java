package dev.tare.lab.beside;

import dev.tare.base.core.Tally;
import dev.tare.base.histogram.HistogramLayout;
import dev.tare.lab.bundle.BundleContent;
import dev.tare.lab.bundle.PlanRecord.WorkloadRecord;
import dev.tare.lab.bundle.SliceRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import org.HdrHistogram.Histogram;

/**
 * One scenario, all its slices together.
 *
 * @param specimen name
 * @param workload as planned
 * @param slices at least one
 * @param lead counts of their leads
 * @param measured counts of their measured phases
 * @param responseTime of their measured phases, ns
 */
record Turnout(
        String specimen,
        WorkloadRecord workload,
        List<SliceRecord> slices,
        Tally lead,
        Tally measured,
        Histogram responseTime) {

    Turnout {
        slices = List.copyOf(slices);
    }

    /** Every scenario that has a slice: workload by workload, specimens within. */
    static List<Turnout> all(BundleContent content) {
        List<Turnout> all = new ArrayList<>();
        for (WorkloadRecord workload : content.manifest().plan().workloads()) {
            for (String specimen : content.manifest().plan().specimens()) {
                Turnout turnout = of(content, specimen, workload);
                if (!turnout.slices.isEmpty()) {
                    all.add(turnout);
                }
            }
        }
        return all;
    }

    private static Turnout of(BundleContent content, String specimen, WorkloadRecord workload) {
        List<SliceRecord> slices = new ArrayList<>();
        Tally lead = Tally.EMPTY;
        Tally measured = Tally.EMPTY;
        Histogram responseTime = HistogramLayout.newHistogram();
        responseTime.setAutoResize(true);
        for (BundleContent.Block block : content.blocks()) {
            for (SliceRecord slice : block.blockRecord().slices()) {
                if (slice.specimen().equals(specimen) && slice.workload().equals(workload.name())) {
                    slices.add(slice);
                    lead = lead.plus(slice.lead());
                    measured = measured.plus(slice.measured());
                    block.sliceHistograms().get(slice.index()).responseTime().addTo(responseTime);
                }
            }
        }
        return new Turnout(specimen, workload, slices, lead, measured, responseTime);
    }

    /** Both names, as a person reads them. */
    String label() {
        return specimen + " " + workload.name();
    }

    /** Requests sent while measuring. */
    long calls() {
        return measured.sent();
    }

    /** Requests sent while measuring that got no correct answer. */
    long failed() {
        return measured.failed() + measured.inFlightAtEnd();
    }

    /** Connections that were opened anew while measuring: not those that were only late. */
    long opened() {
        return slices.stream().mapToLong(slice -> slice.reopened(workload.connections())).sum();
    }

    /** Connections over all slices: each begins with its own. */
    long sockets() {
        return (long) slices.size() * workload.connections() + opened();
    }

    /** Cores that the specimen used in the slice that used the fewest; empty: not visible. */
    OptionalDouble coresLow() {
        return cores().min();
    }

    /** Cores that the specimen used in the slice that used the most; empty: not visible. */
    OptionalDouble coresHigh() {
        return cores().max();
    }

    private DoubleStream cores() {
        return slices.stream()
                .map(SliceRecord::specimenUsage)
                .filter(usage -> usage.visible() && usage.windowNs() > 0)
                .mapToDouble(usage -> usage.cores());
    }
}
