package dev.tare.lab.load;

import dev.tare.base.time.NanoClock;
import dev.tare.io.nativeaccess.LinuxOwnCpu;
import dev.tare.lab.bundle.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * What this process, which is the instrument of a load of its own, uses of CPU: sampled at the
 * edges of intervals, brought to the measured phase afterwards, when its edges are known.
 *
 * <p>Thread-safety: belongs to the thread that runs the load.
 */
public final class OwnCpu {
    /** Samples kept; with more of them every second one is dropped. */
    static final int MAX_SAMPLES = 4_096;

    /** From this share of the window on, samples that lie within it are enough. */
    private static final double ENOUGH_OF_WINDOW = 0.5;

    private final NanoClock clock;
    private final List<Sample> samples = new ArrayList<>();

    /** What was used until an instant. */
    record Sample(long takenNs, long cpuNs) {}

    /** Nothing is sampled yet. */
    public OwnCpu(NanoClock clock) {
        this.clock = clock;
    }

    /** Takes a sample: before the load, and whenever an interval has ended. */
    public void sample() {
        OptionalLong cpuNs = LinuxOwnCpu.cpuNs();
        if (cpuNs.isEmpty()) {
            return;
        }
        if (samples.size() == MAX_SAMPLES) {
            List<Sample> every = new ArrayList<>();
            for (int i = 0; i < samples.size(); i += 2) {
                every.add(samples.get(i));
            }
            samples.clear();
            samples.addAll(every);
        }
        samples.add(new Sample(clock.nowNs(), cpuNs.getAsLong()));
    }

    /**
     * CPU of the window from {@code startNs} to {@code endNs} on the clock, in proportion to the
     * samples that cover it best; not visible without two samples, and on other systems than Linux.
     */
    public Usage within(long startNs, long endNs) {
        return within(samples, startNs, endNs);
    }

    /** How many samples are kept. */
    int samples() {
        return samples.size();
    }

    static Usage within(List<Sample> samples, long startNs, long endNs) {
        List<Sample> inside =
                samples.stream()
                        .filter(s -> s.takenNs() >= startNs && s.takenNs() <= endNs)
                        .toList();
        boolean enough =
                inside.size() >= 2
                        && inside.getLast().takenNs() - inside.getFirst().takenNs()
                                >= ENOUGH_OF_WINDOW * (endNs - startNs);
        List<Sample> used = enough ? inside : samples;
        if (used.size() < 2 || endNs <= startNs) {
            return Usage.NOT_VISIBLE;
        }
        Sample from = used.getFirst();
        Sample until = used.getLast();
        if (until.takenNs() <= from.takenNs()) {
            return Usage.NOT_VISIBLE;
        }
        double cores = (double) (until.cpuNs() - from.cpuNs()) / (until.takenNs() - from.takenNs());
        long windowNs = endNs - startNs;
        return new Usage(true, Math.max(0, Math.round(cores * windowNs)), windowNs, 0, 1, -1);
    }
}
