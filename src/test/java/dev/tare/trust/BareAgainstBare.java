package dev.tare.trust;

import dev.tare.lab.bundle.BundleContent;
import dev.tare.lab.verdict.Figure;
import dev.tare.lab.verdict.FigureKind;
import dev.tare.lab.verdict.judge.Judge;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Bare weighed against bare, again and again: how often is nothing called a difference? One figure
 * is tested, named here and not chosen afterwards: the tare cost of the median response time in an
 * open loop, a headline figure. It is called different where its 95 % interval does not hold zero.
 *
 * <p>Every comparison has six blocks of its own. If one in twenty was called different, there would
 * be more than 17 in 200 with a probability of 1.2 % (binomial); so many are the bound.
 */
final class BareAgainstBare {
    static final FigureKind FIGURE = FigureKind.RESPONSE_TIME_P50;
    private static final String WORKLOAD = "open";
    private static final double LEVEL = 0.95;

    /** How likely more than the bound may be if the level holds. */
    private static final double OF_THE_BOUND = 0.015;

    /** A run's bundle is read after every block, so that many small ones take less than a large. */
    private static final int COMPARISONS_A_RUN = 8;

    private static final double UNDECIDED_ALLOWED = 0.05;

    private final Path folder;
    private final PrintStream out;

    BareAgainstBare(Path folder, PrintStream out) {
        this.folder = folder;
        this.out = out;
    }

    /**
     * What was found.
     *
     * @param comparisons how many
     * @param different how many of them said so
     * @param undecided how many had no interval, for the machine stood still; those prove nothing
     */
    record Count(int comparisons, int different, int undecided) {
        int bound() {
            return BareAgainstBare.bound(comparisons);
        }

        /** Whether the bound holds, of enough that could have broken it. */
        boolean good() {
            return different <= bound() && undecided <= UNDECIDED_ALLOWED * comparisons;
        }
    }

    /** The most that may be called different: more come about in at most 1.5 of 100 cases. */
    static int bound(int comparisons) {
        double each = Math.pow(LEVEL, comparisons);
        double upTo = each;
        int count = 0;
        while (upTo < 1 - OF_THE_BOUND && count < comparisons) {
            each *= (comparisons - count) / (count + 1.0) * (1 - LEVEL) / LEVEL;
            upTo += each;
            count++;
        }
        return count;
    }

    /**
     * Compares.
     *
     * @param comparisons how many times
     * @param slice measured time of every slice, as plans have it, such as {@code 120ms}
     * @param seed of the first run
     */
    Count run(int comparisons, String slice, long seed) throws IOException, InterruptedException {
        int done = 0;
        int different = 0;
        int undecided = 0;
        for (int run = 0; done < comparisons; run++) {
            int now = Math.min(COMPARISONS_A_RUN, comparisons - done);
            BundleContent content =
                    TrustRun.run(
                            plan(now * TrustRun.BLOCKS, slice, seed + run),
                            folder.resolve("bare-%03d".formatted(run)),
                            TrustRun.Disturbance.NONE);
            if (!content.complete()) {
                throw new IOException(
                        "a run ended early: " + content.end().map(end -> end.reason()).orElse(""));
            }
            for (int i = 0; i < now; i++) {
                Optional<Figure.Interval> interval = cost(content, i).flatMap(Figure::interval);
                boolean said = interval.map(held -> !held.contains(0)).orElse(false);
                different += said ? 1 : 0;
                undecided += interval.isEmpty() ? 1 : 0;
                done++;
                out.printf(
                        "%3d of %d  %s%n",
                        done,
                        comparisons,
                        interval.map(held -> words(held, said)).orElse("no interval"));
            }
        }
        return new Count(comparisons, different, undecided);
    }

    private static String words(Figure.Interval interval, boolean different) {
        return "[%+.1f, %+.1f] µs: %s"
                .formatted(
                        interval.low() / 1e3,
                        interval.high() / 1e3,
                        different ? "different" : "no difference");
    }

    private static String plan(int blocks, String slice, long seed) {
        return TrustRun.plan(
                        blocks,
                        "bare, {name: again, kind: bare}",
                        ("{name: %s, path: /byte/100, rate: 2000/s, connections: 8, slice: %s,"
                                        + " check: {status: 200, length: 100}}")
                                .formatted(WORKLOAD, slice))
                + "seed: "
                + seed
                + "\n";
    }

    /** The tested figure of the {@code index}th six blocks. */
    private static Optional<Figure> cost(BundleContent content, int index) {
        List<BundleContent.Block> blocks =
                content.blocks().subList(index * TrustRun.BLOCKS, (index + 1) * TrustRun.BLOCKS);
        return Judge.weigh(
                        new BundleContent(
                                content.manifest(), content.rounds(), blocks, content.end()))
                .scenario("again", WORKLOAD)
                .flatMap(result -> result.tareCost(FIGURE));
    }
}
