package dev.tare.load.engine;

import dev.tare.base.time.Instants;
import dev.tare.base.time.NanoClock;
import dev.tare.io.net.EventLoop;
import dev.tare.load.connection.Pool;
import dev.tare.load.engine.Traffic.Stage;
import dev.tare.load.ledger.Ledger;
import dev.tare.load.ledger.TransportRecorder;
import dev.tare.load.spec.LoadHooks;
import dev.tare.load.spec.LoadSpec;
import org.jspecify.annotations.Nullable;

/**
 * One thread's part of a load: a state machine over an event loop and its clock.
 *
 * <p>It opens its connections, begins with the other loops, lets a {@link RequestSource} send for
 * the lead and the measured phase, and drains. What becomes of the requests is {@link Traffic}'s.
 *
 * <p>Thread-safety: {@link #run} belongs to one thread, and all else is called from within it.
 *
 * <p>Allocation: none in {@link #run} but for opening connections, and where {@link
 * AddressedSource} and {@link Ledger} say so.
 */
final class LoadLoop {
    private final EventLoop eventLoop;
    private final NanoClock clock;
    private final LoadSpec spec;
    private final StartGate gate;
    private final Ledger ledger;
    private final Traffic traffic;
    private final RequestSource source;
    private final LoadHooks.@Nullable ThreadPart hooks;
    private boolean settled;
    private boolean cutShort;
    private long drainEndNs;
    private long endNs;

    LoadLoop(LoadShare share, EventLoop eventLoop, StartGate gate) {
        this.eventLoop = eventLoop;
        this.gate = gate;
        clock = eventLoop.clock();
        spec = share.plan().spec();
        ledger = new Ledger(share.rotation(), spec.intervalNs(), share.onRotated());
        hooks = share.hooks();
        traffic = new Traffic(share, eventLoop, ledger);
        source = traffic.source();
    }

    /** Runs the load to its end. */
    void run() {
        long openingNs = clock.nowNs();
        for (Pool pool : traffic.pools()) {
            pool.open(openingNs);
        }
        while (tick(clock.nowNs())) {
            eventLoop.poll(nextNs());
        }
    }

    /** Does what time has made due; false when the load is over. */
    private boolean tick(long nowNs) {
        if (gate.stopped() && !cutShort && traffic.stage() != Stage.DRAINING) {
            cutShort(nowNs);
        }
        if (traffic.stage() == Stage.OPENING) {
            tickOpening(nowNs);
        }
        if (traffic.stage() == Stage.OPENING) {
            traffic.flushUnsent();
            return true;
        }
        ledger.rotateIfDue(nowNs);
        traffic.expire(nowNs);
        if (traffic.stage() == Stage.RUNNING) {
            tickRunning(nowNs);
        }
        if (traffic.stage() == Stage.DRAINING && (traffic.isIdle() || nowNs >= drainEndNs)) {
            finish(nowNs);
            return false;
        }
        traffic.flushUnsent();
        return true;
    }

    private void cutShort(long nowNs) {
        if (traffic.stage() == Stage.OPENING) {
            begin(Math.min(nowNs, gate.startNs()), nowNs);
        }
        cutShort = true;
        ledger.cutShort(nowNs);
    }

    private void tickOpening(long nowNs) {
        boolean allTried = true;
        for (Pool pool : traffic.pools()) {
            pool.connector().tick(nowNs);
            allTried &= pool.connector().allTried();
        }
        if (!settled && allTried) {
            settled = true;
            gate.settled(nowNs);
        }
        if (nowNs >= gate.startNs()) {
            begin(gate.startNs(), nowNs);
        }
    }

    private void begin(long startNs, long nowNs) {
        traffic.enter(Stage.RUNNING);
        ledger.begin(startNs, spec.leadNs(), spec.measuredNs());
        if (!gate.stopped()) {
            source.begin(nowNs);
        }
    }

    private void tickRunning(long nowNs) {
        if ((!traffic.budgetLeft() && traffic.isIdle()) || (hooks != null && hooks.stopAsked())) {
            ledger.measuredDone(nowNs);
        }
        if (nowNs < ledger.measuredEndNs()) {
            for (Pool pool : traffic.pools()) {
                pool.connector().tick(nowNs);
            }
            source.tick(nowNs);
            return;
        }
        source.end(nowNs);
        for (Pool pool : traffic.pools()) {
            pool.connector().close();
        }
        traffic.enter(Stage.DRAINING);
        drainEndNs = Instants.after(ledger.measuredEndNs(), spec.drainNs());
    }

    private void finish(long nowNs) {
        endNs = nowNs;
        traffic.finish(nowNs);
    }

    private long nextNs() {
        long nextNs = Math.min(ledger.nextRotationNs(), traffic.nextTimeoutNs());
        for (Pool pool : traffic.pools()) {
            nextNs = Math.min(nextNs, pool.connector().nextNs());
        }
        return Math.min(
                nextNs,
                switch (traffic.stage()) {
                    case OPENING -> gate.startNs();
                    case RUNNING -> Math.min(source.nextNs(), ledger.measuredEndNs());
                    case DRAINING -> drainEndNs;
                });
    }

    /** Whether the load was stopped before its planned end. */
    boolean wasCutShort() {
        return cutShort;
    }

    /** When the drain ended. */
    long endNs() {
        return endNs;
    }

    /** What the connections really were; to be read when the loop has ended. */
    TransportRecorder transport() {
        return traffic.transport();
    }

    Ledger ledger() {
        return ledger;
    }
}
