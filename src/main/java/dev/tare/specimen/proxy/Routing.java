package dev.tare.specimen.proxy;

import dev.tare.base.time.NanoClock;
import dev.tare.specimen.proxy.cluster.Cluster;
import dev.tare.specimen.proxy.cluster.SharedCluster;
import dev.tare.specimen.proxy.config.ConfigDifference;
import dev.tare.specimen.proxy.config.ConfigDifference.Change;
import dev.tare.specimen.proxy.config.HostPort;
import dev.tare.specimen.proxy.config.ProxyConfig;
import dev.tare.specimen.proxy.count.ClusterStats;
import dev.tare.specimen.proxy.count.EndpointCounters;
import dev.tare.specimen.proxy.count.EndpointCounters.Count;
import dev.tare.specimen.proxy.count.HandshakeCounters;
import dev.tare.specimen.proxy.count.HandshakeStats;
import dev.tare.specimen.proxy.count.ProxyError;
import dev.tare.specimen.proxy.exchange.RoutingPlan;
import dev.tare.specimen.proxy.log.EventKind;
import dev.tare.specimen.proxy.log.EventLog;
import dev.tare.specimen.proxy.setup.ConfigFile;
import dev.tare.specimen.proxy.setup.ConfigWatch;
import dev.tare.specimen.proxy.setup.FileStamps;
import dev.tare.specimen.proxy.setup.ProxyOptions;
import dev.tare.specimen.proxy.setup.ProxyTls;
import dev.tare.specimen.proxy.upstream.CircuitBreaker;
import dev.tare.specimen.proxy.upstream.CircuitBreaker.Burden;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where minivoy's requests go, now and after each change of its configuration.
 *
 * <p>Thread-safety: any thread.
 */
final class Routing implements AutoCloseable {
    private final EventLog log;
    private RoutingPlan plan; // guarded by this
    private @Nullable ProxyConfig config; // guarded by this

    /** The files that filters read, as they were then. */
    private FileStamps tokenFiles; // guarded by this

    private @Nullable ConfigWatch watch; // guarded by this
    private @Nullable Thread watcher; // guarded by this

    /**
     * The plan at the start.
     *
     * @throws IOException when a host is not known or a file for TLS is not what it should be
     */
    Routing(ProxyOptions options, ProxyTls tls, EventLog log) throws IOException {
        this.log = log;
        config = options.config().orElse(null);
        tokenFiles = FileStamps.of(options.config().map(ProxyConfig::tokenFiles).orElse(List.of()));
        plan =
                options.config().isEmpty()
                        ? RoutingPlan.toOneUpstream(options, tls)
                        : RoutingPlan.of(
                                options.config().get(),
                                Optional.empty(),
                                NanoClock.system().nowNs());
    }

    synchronized RoutingPlan plan() {
        return plan;
    }

    /** What is configured now; empty where there is no configuration. */
    synchronized Optional<ProxyConfig> config() {
        return Optional.ofNullable(config);
    }

    /** Takes up new certificates from now on. */
    synchronized void start() {
        if (plan.byFile()) {
            plan.watch(Optional.empty(), log);
        }
    }

    /** Takes up the configuration whenever its file changes. */
    synchronized void watch(ConfigFile file, List<ProxyThread> threads) {
        ConfigWatch begun =
                new ConfigWatch(
                        file,
                        line -> log.say(EventKind.CONFIG_BROKEN, "the old one stays: " + line),
                        wanted -> change(wanted, threads),
                        this::tokenFiles);
        watch = begun;
        watcher = Thread.ofPlatform().daemon().name("minivoy-configuration").start(begun::watch);
    }

    private synchronized FileStamps tokenFiles() {
        return tokenFiles;
    }

    /** Reads the configuration's file now, if there is one. */
    void reread() {
        ConfigWatch over;
        synchronized (this) {
            over = watch;
        }
        if (over != null) {
            over.reread();
        }
    }

    /**
     * Has the threads follow another configuration; says what came of it. Requests in flight end
     * under the old one.
     *
     * @return whether it is in force
     */
    synchronized boolean change(ProxyConfig wanted, List<ProxyThread> threads) {
        ProxyConfig running = config;
        if (running == null) {
            throw new IllegalStateException("minivoy runs without a configuration");
        }
        ConfigDifference difference = ConfigDifference.between(running, wanted);
        if (!difference.canReload()) {
            log.say(
                    EventKind.CONFIG_BROKEN,
                    "the old one stays: "
                            + text(difference.changes().stream().filter(Change::restart).toList()));
            return false;
        }
        FileStamps tokensNow = FileStamps.of(wanted.tokenFiles());
        RoutingPlan next;
        try {
            next = RoutingPlan.of(wanted, Optional.of(plan), NanoClock.system().nowNs());
        } catch (IOException | IllegalArgumentException e) {
            log.say(EventKind.CONFIG_BROKEN, "the old one stays: " + e.getMessage());
            return false;
        }
        threads.forEach(thread -> thread.follow(next));
        next.watch(Optional.of(plan), log);
        plan.close(next.clusters());
        plan = next;
        config = wanted;
        boolean tokensAlike = tokensNow.equals(tokenFiles);
        tokenFiles = tokensNow;
        String nothing = tokensAlike ? "nothing differs" : "the tokens were read anew";
        log.say(
                EventKind.CONFIG_CHANGED,
                difference.isEmpty() ? nothing : text(difference.changes()));
        return true;
    }

    private static String text(List<Change> changes) {
        return changes.stream().map(Change::text).collect(Collectors.joining("; "));
    }

    /** What became of what was asked of the endpoints, over all threads. */
    List<ClusterStats> stats(List<ProxyThread> threads) {
        List<ClusterStats> stats = new ArrayList<>();
        for (SharedCluster shared : plan().clusters()) {
            List<Cluster> parts = partsOf(shared, threads);
            List<ClusterStats.EndpointStats> endpoints = new ArrayList<>();
            for (int i = 0; i < shared.addresses().size(); i++) {
                endpoints.add(statsOf(shared, i, parts));
            }
            stats.add(
                    new ClusterStats(
                            shared.config().name(),
                            shared.guarded() ? breakersOf(shared) : List.of(),
                            endpoints));
        }
        return stats;
    }

    /** A cluster, as each of the threads has it. */
    private static List<Cluster> partsOf(SharedCluster shared, List<ProxyThread> threads) {
        return threads.stream()
                .flatMap(thread -> Stream.of(thread.router().clusters()))
                .filter(cluster -> cluster.shared().is(shared))
                .toList();
    }

    /** What was negotiated with the endpoints, over all threads. */
    List<HandshakeStats> handshakes(List<ProxyThread> threads) {
        List<HandshakeStats> handshakes = new ArrayList<>();
        for (SharedCluster shared : plan().clusters()) {
            Stream<HandshakeCounters> counters =
                    partsOf(shared, threads).stream().map(Cluster::handshakes);
            handshakes.addAll(
                    HandshakeStats.sum(
                            HandshakeStats.Peer.UPSTREAM, shared.config().name(), counters));
        }
        return handshakes;
    }

    private static List<ClusterStats.BreakerStats> breakersOf(SharedCluster shared) {
        CircuitBreaker breaker = shared.state().breaker();
        return Stream.of(Burden.values())
                .map(burden ->
                        new ClusterStats.BreakerStats(
                                burden,
                                breaker.taken(burden),
                                breaker.limit(burden),
                                breaker.refused(burden)))
                .toList();
    }

    private static ClusterStats.EndpointStats statsOf(
            SharedCluster shared, int index, List<Cluster> parts) {
        List<EndpointCounters> counters =
                parts.stream().map(part -> part.endpoints().get(index).counters()).toList();
        Map<ProxyError, Long> failures = new EnumMap<>(ProxyError.class);
        for (ProxyError error : ProxyError.OF_UPSTREAM) {
            long count = counters.stream().mapToLong(of -> of.failures(error)).sum();
            if (count > 0) {
                failures.put(error, count);
            }
        }
        long opened = sum(counters, Count.CONNECTIONS_OPENED);
        return new ClusterStats.EndpointStats(
                HostPort.textOf(shared.addresses().get(index)),
                opened - sum(counters, Count.CONNECTIONS_CLOSED),
                opened,
                sum(counters, Count.REQUESTS),
                sum(counters, Count.RETRIES),
                shared.state().health().isHealthy(index),
                (int) sum(counters, Count.EJECTED),
                sum(counters, Count.EJECTIONS),
                failures);
    }

    private static long sum(List<EndpointCounters> counters, Count count) {
        return counters.stream().mapToLong(of -> of.of(count)).sum();
    }

    @Override
    public synchronized void close() {
        if (watcher != null) {
            watcher.interrupt();
        }
        plan.close(List.of());
    }
}
