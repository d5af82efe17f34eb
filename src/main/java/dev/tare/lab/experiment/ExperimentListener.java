package dev.tare.lab.experiment;

import dev.tare.lab.bundle.BundleContent;
import java.util.List;

/**
 * Is told how an experiment comes along; prints, never decides. Called by the thread that drives
 * the experiment.
 */
public interface ExperimentListener {

    /** Something a reader should know, in one sentence. */
    void note(String sentence);

    /** What is being done now, such as {@code starting nginx}. */
    void stage(String what);

    /** What the last fraction of a second looked like. */
    void live(Live live);

    /** A warm-up pass is over; the rates are provisional. */
    void warmedUp(List<WarmUpRow> rows);

    /** A block is whole and in the bundle. */
    void blockDone(BundleContent soFar);

    /**
     * A look at the load that runs.
     *
     * @param scenario specimen and workload
     * @param warmingUp whether it is a warm-up pass
     * @param ratePerSec completed requests a second in the last interval
     * @param p99Ns of the response times in the last interval; 0 where nothing completed
     * @param failed requests of the last interval that were not correct
     * @param leftNs how long the whole run will take yet, about
     * @param share of the run that is done, 0 to 1
     */
    record Live(
            String scenario,
            boolean warmingUp,
            double ratePerSec,
            long p99Ns,
            long failed,
            long leftNs,
            double share) {}

    /**
     * A first, provisional look at one scenario.
     *
     * @param specimen name
     * @param workload name
     * @param ratePerSec completed requests a second in the last pass, closed loop
     * @param p50Ns median response time in the last pass
     * @param cpuPerRequestNs the specimen's CPU time a request; NaN where it is not visible
     */
    record WarmUpRow(
            String specimen,
            String workload,
            double ratePerSec,
            long p50Ns,
            double cpuPerRequestNs) {}
}
