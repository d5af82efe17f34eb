package dev.tare.load.engine;

import dev.tare.base.histogram.Rotation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;

/** Runs one {@link LoadLoop} against a script, on the calling thread. */
final class ScriptedLoad {
    private final LoadSpec spec;
    private final ScriptedEventLoop eventLoop;
    private final StartGate gate;
    private final List<IntervalResult> intervals = new ArrayList<>();

    ScriptedLoad(LoadSpec spec, ScriptedOrigin origin) {
        this.spec = spec;
        eventLoop = new ScriptedEventLoop(origin);
        gate = new StartGate(spec.startNs(), List.of(eventLoop));
    }

    /** Stops the load at {@code timeNs}. */
    ScriptedLoad stopAt(long timeNs) {
        eventLoop.at(timeNs, gate::stop);
        return this;
    }

    /** The intervals that arrived, with histograms of their own. */
    List<IntervalResult> intervals() {
        return intervals;
    }

    LoadResult run() {
        Rotation<IntervalFrame> rotation = new Rotation<>(3, () -> new IntervalFrame(1));
        IntervalMerge merge =
                new IntervalMerge(List.of(rotation), new IntervalFrame(1), this::keep);
        try (Arena memory = Arena.ofConfined()) {
            LoadShare share =
                    new LoadShare(LoadPlan.of(spec, memory), 0, memory, rotation, merge::advance);
            LoadLoop loop = new LoadLoop(share, eventLoop, gate);
            loop.run();
            return new LoadResult(
                    loop.ledger().startNs(),
                    loop.ledger().measuredStartNs(),
                    loop.ledger().measuredEndNs(),
                    loop.endNs(),
                    eventLoop.backEnd(),
                    loop.wasCutShort(),
                    merge.total().lead.view(),
                    merge.total().measured.view(),
                    List.of(),
                    TransportFacts.NONE);
        } catch (IOException unknownHost) {
            throw new UncheckedIOException(unknownHost);
        }
    }

    private void keep(IntervalResult interval) {
        intervals.add(
                new IntervalResult(
                        interval.startNs(),
                        interval.endNs(),
                        interval.lead().copy(),
                        interval.measured().copy()));
    }
}
