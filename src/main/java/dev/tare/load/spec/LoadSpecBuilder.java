package dev.tare.load.spec;

import dev.tare.base.core.LoadModel;
import dev.tare.io.net.IoBackEnd;
import java.util.ArrayList;
import java.util.List;

/**
 * Collects what a {@link LoadSpec} is made of. Unless something else is said: closed loop, one
 * connection, one thread, no lead, 10 s measured in intervals of 1 s, a timeout of 2 s, and a drain
 * as long as the timeout.
 *
 * <p>Ranges are those of {@link LoadSpec}, and are checked by {@link #build}.
 */
public final class LoadSpecBuilder {
    private static final long NS_PER_SECOND = 1_000_000_000;

    private final List<Endpoint> endpoints = new ArrayList<>();
    private LoadModel model = new LoadModel.ClosedLoop();
    private ConnectionPolicy policy = ConnectionPolicy.kept(1);
    private boolean cookies;
    private int threads = 1;
    private long startNs;
    private long leadNs;
    private long measuredNs = 10 * NS_PER_SECOND;
    private long calls;
    private long intervalNs = NS_PER_SECOND;
    private long timeoutNs = 2 * NS_PER_SECOND;
    private long drainNs = -1;
    private IoBackEnd backEnd = IoBackEnd.AUTO;
    private long spinNs;

    /** Adds an endpoint. */
    public LoadSpecBuilder endpoint(Endpoint added) {
        endpoints.add(added);
        return this;
    }

    public LoadSpecBuilder endpoints(List<Endpoint> added) {
        endpoints.addAll(added);
        return this;
    }

    public LoadSpecBuilder model(LoadModel value) {
        model = value;
        return this;
    }

    public LoadSpecBuilder policy(ConnectionPolicy value) {
        policy = value;
        return this;
    }

    /** Connections that are opened before the load and kept. */
    public LoadSpecBuilder connections(int count) {
        policy = ConnectionPolicy.kept(count);
        return this;
    }

    public LoadSpecBuilder cookies(boolean value) {
        cookies = value;
        return this;
    }

    public LoadSpecBuilder threads(int value) {
        threads = value;
        return this;
    }

    public LoadSpecBuilder startNs(long value) {
        startNs = value;
        return this;
    }

    public LoadSpecBuilder leadNs(long value) {
        leadNs = value;
        return this;
    }

    public LoadSpecBuilder measuredNs(long value) {
        measuredNs = value;
        return this;
    }

    public LoadSpecBuilder calls(long value) {
        calls = value;
        return this;
    }

    public LoadSpecBuilder intervalNs(long value) {
        intervalNs = value;
        return this;
    }

    public LoadSpecBuilder timeoutNs(long value) {
        timeoutNs = value;
        return this;
    }

    public LoadSpecBuilder drainNs(long value) {
        drainNs = value;
        return this;
    }

    public LoadSpecBuilder backEnd(IoBackEnd value) {
        backEnd = value;
        return this;
    }

    public LoadSpecBuilder spinNs(long value) {
        spinNs = value;
        return this;
    }

    /**
     * The load.
     *
     * @throws IllegalArgumentException when something is out of its range; the message names it
     */
    public LoadSpec build() {
        return new LoadSpec(
                endpoints,
                model,
                policy,
                cookies,
                threads,
                startNs,
                leadNs,
                measuredNs,
                calls,
                intervalNs,
                timeoutNs,
                drainNs < 0 ? timeoutNs : drainNs,
                backEnd,
                spinNs);
    }
}
