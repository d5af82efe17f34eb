package dev.tare.load.engine;

import dev.tare.base.histogram.Rotation;
import dev.tare.load.connection.TargetPlan;
import dev.tare.load.ledger.IntervalFrame;
import dev.tare.load.ledger.IntervalMerge;
import dev.tare.load.result.IntervalResult;
import dev.tare.load.result.LoadResult;
import dev.tare.load.spec.Endpoint;
import dev.tare.load.spec.LoadHooks;
import dev.tare.load.spec.LoadSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs one {@link LoadLoop} against a script, on the calling thread. */
final class ScriptedLoad {
    private final LoadSpec spec;
    private final ScriptedEventLoop eventLoop;
    private final StartGate gate;
    private final List<IntervalResult> intervals = new ArrayList<>();
    private List<SocketAddress> addresses = List.of();
    private @Nullable LoadHooks hooks;

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

    /** What the only target's name is resolved to. */
    ScriptedLoad addresses(List<SocketAddress> values) {
        addresses = List.copyOf(values);
        return this;
    }

    /** Code that makes the requests. */
    ScriptedLoad hooks(LoadHooks code) {
        hooks = code;
        return this;
    }

    LoadResult run() {
        return run(0);
    }

    /** Runs one of the load's loops. */
    LoadResult run(int index) {
        Rotation<IntervalFrame> rotation = new Rotation<>(3, this::books);
        IntervalMerge merge = new IntervalMerge(List.of(rotation), books(), this::keep);
        LoadHooks code = hooks;
        try (Arena memory = Arena.ofConfined()) {
            LoadPlan plan = plan(memory);
            AddressPlans found = code == null ? null : new AddressPlans(code, plan);
            LoadHooks.ThreadPart part = code == null ? null : code.threads().get(index);
            LoadShare share =
                    new LoadShare(plan, index, part, found, memory, rotation, merge::advance);
            LoadLoop loop = new LoadLoop(share, eventLoop, gate);
            loop.run();
            return new LoadResult(
                    loop.ledger().startNs(),
                    loop.ledger().measuredStartNs(),
                    loop.ledger().measuredEndNs(),
                    loop.endNs(),
                    eventLoop.backEnd(),
                    loop.wasCutShort(),
                    merge.total().leadView(),
                    merge.total().measuredView(),
                    merge.total().endpointViews(names(found)),
                    loop.transport().facts());
        } catch (IOException unknownHost) {
            throw new UncheckedIOException(unknownHost);
        }
    }

    private IntervalFrame books() {
        return hooks == null ? new IntervalFrame(spec.endpoints().size()) : IntervalFrame.growing();
    }

    private List<String> names(@Nullable AddressPlans found) {
        return found == null
                ? spec.endpoints().stream().map(Endpoint::name).toList()
                : found.names();
    }

    private LoadPlan plan(Arena memory) throws IOException {
        LoadPlan plan = LoadPlan.of(spec, memory);
        if (addresses.isEmpty()) {
            return plan;
        }
        TargetPlan target = plan.targets().getFirst();
        TargetPlan replaced =
                new TargetPlan(target.target(), addresses, target.authority(), target.tls());
        return new LoadPlan(spec, List.of(replaced), plan.endpoints(), plan.checks());
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
