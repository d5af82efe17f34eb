package dev.tare.load.engine;

import dev.tare.base.core.AnswerCheck;
import dev.tare.base.core.LoadModel;
import dev.tare.base.core.RequestSpec;
import dev.tare.base.time.NanoClock;
import dev.tare.io.net.EventLoops;
import dev.tare.io.net.IoBackEnd;
import dev.tare.io.net.LoopOptions;
import dev.tare.load.spec.ConnectionPolicy;
import dev.tare.load.spec.Endpoint;
import dev.tare.load.spec.LoadSpec;
import dev.tare.load.spec.LoadSpecBuilder;
import dev.tare.load.spec.Target;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** Loads for tests: one thread, closed loop, 100 ms, unless something else is said. */
public final class TestLoad {
    private static final long MS = 1_000_000;

    private String host = "127.0.0.1";
    private int port = 1;
    private RequestSpec request = RequestSpec.get("/");
    private AnswerCheck check = AnswerCheck.success();
    private LoadModel model = new LoadModel.ClosedLoop();
    private ConnectionPolicy policy = ConnectionPolicy.kept(1);
    private List<Endpoint> endpoints = List.of();
    private boolean cookies;
    private long calls;
    private int threads = 1;
    private long startNs;
    private long leadNs;
    private long measuredNs = 100 * MS;
    private long intervalNs = 100 * MS;
    private long timeoutNs = 10_000 * MS;
    private long drainNs = 10_000 * MS;
    private IoBackEnd backEnd = IoBackEnd.NIO;

    public TestLoad host(String value) {
        host = value;
        return this;
    }

    public TestLoad port(int value) {
        port = value;
        return this;
    }

    public TestLoad request(RequestSpec value) {
        request = value;
        return this;
    }

    public TestLoad check(AnswerCheck value) {
        check = value;
        return this;
    }

    public TestLoad constantRate(double ratePerSec) {
        model = new LoadModel.OpenLoop(ratePerSec, LoadModel.ArrivalLaw.CONSTANT, 0);
        return this;
    }

    public TestLoad poissonRate(double ratePerSec, long seed) {
        model = new LoadModel.OpenLoop(ratePerSec, LoadModel.ArrivalLaw.POISSON, seed);
        return this;
    }

    public TestLoad connections(int value) {
        policy = ConnectionPolicy.kept(value);
        return this;
    }

    public TestLoad policy(ConnectionPolicy value) {
        policy = value;
        return this;
    }

    public TestLoad calls(long value) {
        calls = value;
        return this;
    }

    public TestLoad model(LoadModel value) {
        model = value;
        return this;
    }

    public TestLoad threads(int value) {
        threads = value;
        return this;
    }

    public TestLoad startMs(long value) {
        startNs = value * MS;
        return this;
    }

    public TestLoad startNs(long value) {
        startNs = value;
        return this;
    }

    public TestLoad leadMs(long value) {
        leadNs = value * MS;
        return this;
    }

    public TestLoad measuredMs(long value) {
        measuredNs = value * MS;
        return this;
    }

    public TestLoad intervalMs(long value) {
        intervalNs = value * MS;
        return this;
    }

    public TestLoad timeoutMs(long value) {
        timeoutNs = value * MS;
        return this;
    }

    public TestLoad drainMs(long value) {
        drainNs = value * MS;
        return this;
    }

    /** The back ends that this machine has. */
    static List<IoBackEnd> backEnds() {
        return Arrays.stream(IoBackEnd.values()).filter(TestLoad::opens).toList();
    }

    private static boolean opens(IoBackEnd backEnd) {
        try {
            EventLoops.open(new LoopOptions(backEnd, 0), NanoClock.system()).close();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    public TestLoad backEnd(IoBackEnd value) {
        backEnd = value;
        return this;
    }

    /** Several endpoints instead of the one that host, port, request and check make. */
    public TestLoad endpoints(Endpoint... values) {
        endpoints = List.of(values);
        return this;
    }

    public TestLoad cookies() {
        cookies = true;
        return this;
    }

    public LoadSpec build() {
        List<Endpoint> all =
                endpoints.isEmpty()
                        ? List.of(Endpoint.single(Target.http1(host, port), request, check))
                        : endpoints;
        return new LoadSpecBuilder()
                .endpoints(all)
                .cookies(cookies)
                .model(model)
                .policy(policy)
                .threads(threads)
                .startNs(startNs)
                .leadNs(leadNs)
                .measuredNs(measuredNs)
                .calls(calls)
                .intervalNs(intervalNs)
                .timeoutNs(timeoutNs)
                .drainNs(drainNs)
                .backEnd(backEnd)
                .build();
    }
}
