package dev.tare.specimen.proxy;

import dev.tare.base.time.EpochClock;
import dev.tare.base.time.NanoClock;
import dev.tare.specimen.proxy.admin.AdminPage;
import dev.tare.specimen.proxy.admin.AdminPages;
import dev.tare.specimen.proxy.admin.AdminServer;
import dev.tare.specimen.proxy.admin.ProxyMetrics;
import dev.tare.specimen.proxy.config.HostPort;
import dev.tare.specimen.proxy.config.ListenerConfig;
import dev.tare.specimen.proxy.config.ListenerProtocol;
import dev.tare.specimen.proxy.config.ProxyConfig;
import dev.tare.specimen.proxy.copy.CopyEngines;
import dev.tare.specimen.proxy.count.ClusterStats;
import dev.tare.specimen.proxy.count.HandshakeCounters;
import dev.tare.specimen.proxy.count.HandshakeStats;
import dev.tare.specimen.proxy.count.ProxyStats;
import dev.tare.specimen.proxy.log.AccessLog;
import dev.tare.specimen.proxy.log.AccessLogOptions;
import dev.tare.specimen.proxy.log.EventKind;
import dev.tare.specimen.proxy.log.EventLog;
import dev.tare.specimen.proxy.log.LogLevel;
import dev.tare.specimen.proxy.loop.LoopListener;
import dev.tare.specimen.proxy.loop.SharedListener;
import dev.tare.specimen.proxy.setup.ConfigFile;
import dev.tare.specimen.proxy.setup.ConfigOptions;
import dev.tare.specimen.proxy.setup.ProxyOptions;
import dev.tare.specimen.proxy.setup.ProxyTls;
import dev.tare.specimen.proxy.setup.TlsFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A reverse proxy for HTTP/1.1 and HTTP/2: passes what clients ask on to one upstream, or by the
 * routes of a configuration to several.
 *
 * <p>Thread-safety: every method may be called from any thread.
 *
 * <p>Source: RFC 9110, section 7 (intermediaries); RFC 9112 (HTTP/1.1); RFC 9113 (HTTP/2).
 */
public final class Minivoy implements AutoCloseable {
    /** Of the one listener where there is no configuration, as of one without a name in it. */
    private static final String ONLY_LISTENER = "listener-1";

    private final List<ProxyThread> threads = new ArrayList<>();
    private final List<Thread> started = new ArrayList<>();
    private final CountDownLatch ended;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final ProxyTls tls;
    private final Routing routing;
    private final List<SharedListener> listeners = new ArrayList<>();
    private final List<InetSocketAddress> addresses = new ArrayList<>();
    private final InetSocketAddress adminAddress;
    private final ProxyOptions options;
    private final EventLog log;
    private final @Nullable AccessLog access;
    private volatile boolean stopAsked;

    private Minivoy(ProxyOptions options, PrintStream output, PrintStream events)
            throws IOException {
        this.options = options;
        tls = new ProxyTls(options);
        ended = new CountDownLatch(options.threads());
        log = new EventLog(EpochClock.system(), options.logs().level(), events);
        routing = new Routing(options, tls, log);
        addListeners();
        access = openAccessLog(options, output);
        CopyEngines engines =
                new CopyEngines(
                        options.copy(),
                        options.threads(),
                        line -> log.say(EventKind.COPY_FALLS_BACK, line));
        try {
            for (int i = 0; i < options.threads(); i++) {
                ProxyThread thread =
                        new ProxyThread(
                                options,
                                routing.plan(),
                                log,
                                access == null ? null : access.source(),
                                engines,
                                i);
                threads.add(thread);
                for (int k = 0; k < addresses.size(); k++) {
                    if (i == 0 && options.threads() > 1) {
                        thread.requireFree(addresses.get(k), listeners.get(k));
                    }
                    addresses.set(k, thread.listen(addresses.get(k), listeners.get(k)));
                }
            }
            adminAddress = threads.getFirst().listenForAdmin(new AdminServer(adminPages()));
        } catch (IOException e) {
            threads.forEach(ProxyThread::close);
            closeLogs();
            throw e;
        }
    }

    private void addListeners() throws IOException {
        if (options.config().isEmpty()) {
            addresses.add(options.listen());
            listeners.add(new SharedListener(0, ONLY_LISTENER, ListenerProtocol.AUTO, tls));
            return;
        }
        for (ListenerConfig listener : options.config().get().listeners()) {
            InetSocketAddress place = ConfigOptions.address(listener.listen());
            if (place.isUnresolved()) {
                throw new IOException(
                        "listener %s: %s: no such host; give an address of this machine"
                                .formatted(listener.name(), listener.listen().host()));
            }
            addresses.add(place);
            ProxyTls side =
                    ProxyTls.ofListener(listener.tls().map(TlsFiles::server), listener.protocol());
            listeners.add(
                    new SharedListener(
                            listeners.size(), listener.name(), listener.protocol(), side));
        }
    }

    private @Nullable AccessLog openAccessLog(ProxyOptions options, PrintStream output)
            throws IOException {
        Optional<AccessLogOptions> asked = options.logs().access();
        if (asked.isEmpty()) {
            return null;
        }
        return AccessLog.open(asked.get(), output, log, NanoClock.system(), EpochClock.system());
    }

    private Map<String, AdminPage> adminPages() {
        return AdminPages.of(
                this::stats,
                () ->
                        ProxyMetrics.text(
                                stats(),
                                clusters(),
                                routing.plan().filters().all(),
                                log,
                                access,
                                options.threads()),
                this::clusters,
                this::shownConfig,
                () -> !stopAsked,
                log);
    }

    /** What became of what was asked of the upstreams. */
    private List<ClusterStats> clusters() {
        return routing.stats(threads);
    }

    private Record shownConfig() {
        Optional<ProxyConfig> config = routing.config();
        return config.isPresent()
                ? config.get()
                : options.withListen(address()).withAdminListen(adminAddress);
    }

    /**
     * Starts a proxy in threads of its own.
     *
     * @throws IOException when it cannot listen; the message names the address; or when a file for
     *     TLS is not what it should be; the message names that
     */
    public static Minivoy start(ProxyOptions options) throws IOException {
        return start(options, System.out, System.err);
    }

    /**
     * The options of a proxy that a configuration describes; {@link #start} takes them, and {@link
     * #run} with the file.
     *
     * @param level the least that it says
     * @throws IllegalArgumentException when a host is not known
     */
    public static ProxyOptions optionsOf(ProxyConfig config, LogLevel level) {
        return ConfigOptions.of(config, level);
    }

    /**
     * Starts a proxy.
     *
     * @param output standard output, for an access log that goes there
     * @param events where it says what happens
     */
    static Minivoy start(ProxyOptions options, PrintStream output, PrintStream events)
            throws IOException {
        Minivoy proxy = new Minivoy(options, output, events);
        proxy.log.start();
        if (proxy.access != null) {
            proxy.access.start();
        }
        for (ProxyThread thread : proxy.threads) {
            String name = "minivoy-" + proxy.started.size();
            proxy.started.add(Thread.ofPlatform().name(name).unstarted(() -> proxy.run(thread)));
        }
        proxy.listeners.forEach(listener -> listener.tls().watch(proxy.log));
        proxy.routing.start();
        proxy.started.forEach(Thread::start);
        return proxy;
    }

    /**
     * Runs a proxy as a process of its own: says {@code listening on ADDRESS:PORT, admin on
     * ADDRESS:PORT} when it is ready, and returns when it was told to stop, by SIGTERM or by the
     * end of {@code input}, and the requests in flight are done. At SIGHUP it takes up its files
     * anew.
     *
     * @param input standard input; read only if the options ask for that
     * @param output standard output
     * @throws IOException when it cannot listen or read what it needs for TLS; the message names
     *     the address or the file
     * @throws InterruptedException when the calling thread is interrupted
     */
    public static void run(ProxyOptions options, InputStream input, PrintStream output)
            throws IOException, InterruptedException {
        run(options, Optional.empty(), input, output);
    }

    /**
     * The same, taking up its configuration anew whenever the file changes.
     *
     * @param file that the options' configuration was read from; empty for none
     * @throws IOException as above
     * @throws InterruptedException as above
     */
    public static void run(
            ProxyOptions options, Optional<ConfigFile> file, InputStream input, PrintStream output)
            throws IOException, InterruptedException {
        PrintStream events = System.err;
        try (Minivoy proxy = start(options, output, events);
                var _ = HangupSignal.onEach(proxy::takeUpFiles).orElse(null)) {
            file.ifPresent(of -> proxy.routing.watch(of, proxy.threads));
            Runtime.getRuntime().addShutdownHook(new Thread(proxy::close));
            if (options.exitOnStdinEof()) {
                Thread.ofPlatform()
                        .daemon()
                        .name("minivoy-stdin")
                        .start(() -> proxy.stopAtEndOf(input));
            }
            output.println(
                    "listening on "
                            + proxy.addresses.stream()
                                    .map(HostPort::textOf)
                                    .collect(Collectors.joining(" and "))
                            + ", admin on "
                            + HostPort.textOf(proxy.adminAddress));
            output.flush();
            proxy.awaitEnd();
        }
    }

    /** Where clients connect. */
    public InetSocketAddress address() {
        return addresses.getFirst();
    }

    /** The same for each listener of the configuration. */
    public List<InetSocketAddress> addresses() {
        return List.copyOf(addresses);
    }

    /**
     * Follows another configuration from now on; what it cannot change while it runs it says, and
     * stays as it is.
     *
     * @return whether the configuration is in force
     */
    public boolean reload(ProxyConfig config) {
        return routing.change(config, threads);
    }

    /** Reads the configuration's file and opens the access log anew, if there are such. */
    private void takeUpFiles() {
        log.say(EventKind.HANGUP, "asked to take up its files anew");
        if (access != null) {
            access.reopen();
        }
        routing.reread();
    }

    /** Where {@code /stats} and {@code /ready} are. */
    public InetSocketAddress adminAddress() {
        return adminAddress;
    }

    /** What it has done so far. */
    public ProxyStats stats() {
        return new ProxyStats(
                threads.stream().map(ProxyThread::counters).toList(),
                options.copy().method(),
                threads.stream().map(thread -> thread.loop().copies().counters()).toList(),
                listenerRequests(),
                handshakes());
    }

    private Map<String, Long> listenerRequests() {
        Map<String, Long> requests = new LinkedHashMap<>();
        for (SharedListener listener : listeners) {
            long sum = partsOf(listener).mapToLong(LoopListener::requests).sum();
            requests.put(listener.name(), sum);
        }
        return requests;
    }

    /** A listener, as each of the threads has it. */
    private Stream<LoopListener> partsOf(SharedListener listener) {
        return threads.stream().map(thread -> thread.listeners().get(listener.index()));
    }

    private List<HandshakeStats> handshakes() {
        List<HandshakeStats> handshakes = new ArrayList<>();
        for (SharedListener listener : listeners) {
            Stream<HandshakeCounters> counters = partsOf(listener).map(LoopListener::handshakes);
            handshakes.addAll(
                    HandshakeStats.sum(HandshakeStats.Peer.CLIENT, listener.name(), counters));
        }
        handshakes.addAll(routing.handshakes(threads));
        return handshakes;
    }

    /**
     * Asks it to stop: it accepts no more connections, closes idle ones, finishes what is in flight
     * as long as its options allow, and closes the rest.
     */
    public void stop() {
        if (!stopAsked) {
            stopAsked = true;
            log.say(EventKind.STOPPING, "asked to stop");
        }
        threads.forEach(ProxyThread::stop);
    }

    /**
     * Waits until it has stopped.
     *
     * @throws IllegalStateException when it has failed; the cause says why
     */
    public void awaitEnd() throws InterruptedException {
        ended.await();
        Throwable cause = failure.get();
        if (cause != null) {
            throw new IllegalStateException("minivoy has failed", cause);
        }
    }

    /** Stops it and waits for its threads. */
    @Override
    public void close() {
        stop();
        joinThreads();
        closeLogs();
    }

    private void joinThreads() {
        boolean interrupted = false;
        for (Thread thread : started) {
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void closeLogs() {
        try {
            if (access != null) {
                access.close();
            }
        } catch (IOException e) {
            log.say(EventKind.ACCESS_LOG_BROKEN, "closing it: " + e.getMessage());
        }
        log.close();
    }

    private void run(ProxyThread thread) {
        try (thread) {
            thread.run();
        } catch (RuntimeException | Error e) {
            failure.compareAndSet(null, e);
            log.say(EventKind.FAULT, String.valueOf(e));
            stop();
        } finally {
            ended.countDown();
            if (ended.getCount() == 0) {
                listeners.forEach(listener -> listener.tls().close());
                routing.close();
            }
        }
    }

    private void stopAtEndOf(InputStream input) {
        try {
            while (input.read() >= 0) {
                // What is written there does not matter, only when it ends.
            }
        } catch (IOException e) {
            // Standard input that cannot be read has ended, too.
        } finally {
            stop();
        }
    }
}
