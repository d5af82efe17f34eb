package dev.tare.trust;

import dev.tare.base.time.Sleep;
import dev.tare.lab.bundle.BundleContent;
import dev.tare.lab.bundle.BundleReader;
import dev.tare.lab.bundle.BundleWriter;
import dev.tare.lab.bundle.EndRecord;
import dev.tare.lab.experiment.BundleStart;
import dev.tare.lab.experiment.Experiment;
import dev.tare.lab.experiment.ExperimentListener;
import dev.tare.lab.plan.BuiltInPlan;
import dev.tare.lab.plan.Plan;
import dev.tare.lab.plan.PlanException;
import dev.tare.lab.plan.PlanReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * One run as {@code tare run} makes it: real processes, real sockets, a real bundle. It is stopped
 * after {@value #LIMIT_SECONDS} s.
 */
final class TrustRun {
    static final int BLOCKS = 6;
    private static final long LIMIT_SECONDS = 150;
    private static final long NS_PER_SEC = 1_000_000_000L;

    private TrustRun() {}

    /** What happens to the run; called by the thread that drives it. */
    interface Disturbance extends AutoCloseable {
        /** Nothing. */
        Disturbance NONE = () -> {};

        /** The first block begins. */
        void begin() throws IOException;

        /** A block is in the bundle. */
        default void afterBlock(int blocks) throws IOException {}

        /** The run is over: whatever was stopped goes on. */
        @Override
        default void close() {}
    }

    /** A plan of so many blocks as short as they get. */
    static String plan(int blocks, String specimens, String workloads) {
        return """
        name: faults
        duration: 5s
        blocks: %d
        specimens: [%s]
        workloads: [%s]
        """
                .formatted(blocks, specimens, workloads);
    }

    /**
     * Runs a plan to its end, however that comes.
     *
     * @param bundle the bundle's folder, which is not there yet
     * @return the bundle as it was left; its end says why where it failed
     */
    static BundleContent run(String yaml, Path bundle, Disturbance disturbance)
            throws IOException, InterruptedException {
        Plan plan;
        try {
            plan = PlanReader.read(yaml, "plan.yaml", BuiltInPlan.of(List.of(), true));
        } catch (PlanException e) {
            throw new IllegalArgumentException(e.getMessage() + " in\n" + yaml, e);
        }
        try (BundleWriter writer = create(bundle, plan);
                disturbance) {
            Experiment experiment = new Experiment(plan, writer, new Watcher(disturbance));
            Thread limit =
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    Sleep.forNs(LIMIT_SECONDS * NS_PER_SEC);
                                    experiment.stop();
                                } catch (InterruptedException e) {
                                    Thread.currentThread().interrupt();
                                }
                            });
            EndRecord end = experiment.run();
            limit.interrupt();
            BundleContent left = BundleReader.read(bundle);
            return new BundleContent(
                    left.manifest(), left.rounds(), left.blocks(), Optional.of(end));
        }
    }

    private static BundleWriter create(Path bundle, Plan plan) throws IOException {
        return BundleStart.create(
                Optional.of(bundle), plan, List.of("trust"), "test", "test", List.of());
    }

    /** Tells the disturbance how the run comes along; prints nothing. */
    private static final class Watcher implements ExperimentListener {
        private final Disturbance disturbance;
        private boolean begun;

        Watcher(Disturbance disturbance) {
            this.disturbance = disturbance;
        }

        @Override
        public void note(String sentence) {}

        @Override
        public void stage(String what) {}

        @Override
        public void live(Live live) {
            if (!begun && !live.warmingUp()) {
                begun = true;
                tell(disturbance::begin);
            }
        }

        @Override
        public void warmedUp(List<WarmUpRow> rows) {}

        @Override
        public void blockDone(BundleContent soFar) {
            tell(() -> disturbance.afterBlock(soFar.blocks().size()));
        }

        private static void tell(Telling telling) {
            try {
                telling.tell();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }

    @FunctionalInterface
    private interface Telling {
        void tell() throws IOException;
    }
}
