package dev.tare.specimen.mesh;

import dev.tare.base.time.NanoClock;
import dev.tare.specimen.control.ListenerCheck;
import dev.tare.specimen.control.MutualTlsCheck;
import dev.tare.specimen.control.identity.WorkloadIdentities;
import dev.tare.specimen.control.probe.HealthCheck;
import dev.tare.specimen.control.probe.HealthProbe;
import dev.tare.specimen.control.probe.RequestCounter;
import dev.tare.specimen.control.process.CommandWords;
import dev.tare.specimen.control.process.Endpoint;
import dev.tare.specimen.control.process.FreePorts;
import dev.tare.specimen.control.process.Launch;
import dev.tare.specimen.control.process.Launcher;
import dev.tare.specimen.control.process.RunningProcess;
import dev.tare.specimen.control.process.StartFailure;
import dev.tare.specimen.control.proxy.Passage;
import dev.tare.specimen.control.proxy.SidecarProxy;
import dev.tare.specimen.link.NamespaceLink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Starts meshes on free ports, waits until they answer, and proves that traffic passes through all
 * of their parts, and that secured calls are.
 *
 * <p>Thread-safety: one mesh at a time.
 */
public final class MeshStarter {
    /** A port may be taken between its choice and its use; more often than this is no accident. */
    private static final int MAX_ATTEMPTS = 3;

    /** More than any chart needs. */
    private static final int PORTS = 128;

    private static final long STOP_GRACE_NS = 1_000_000_000L;

    private final Launcher launcher;
    private final Path folder;
    private final Endpoint origin;
    private final Set<Integer> cores;
    private final List<String> tare;
    private final long limitNs;

    /**
     * A starter for one round.
     *
     * @param folder takes a folder for each part: its configuration, log and other files
     * @param origin of the plan
     * @param cores for all parts; empty: all of the runner's
     * @param tare the words that start {@code tare}
     * @param limitNs how long a part may take until it listens or answers
     */
    public MeshStarter(
            Launcher launcher,
            Path folder,
            Endpoint origin,
            Set<Integer> cores,
            List<String> tare,
            long limitNs) {
        this.launcher = launcher;
        this.folder = folder.toAbsolutePath();
        this.origin = origin;
        this.cores = Set.copyOf(cores);
        this.tare = List.copyOf(tare);
        this.limitNs = limitNs;
    }

    /** What makes identities for workloads, once it is known which. */
    @FunctionalInterface
    public interface IdentityMaker {
        /**
         * Makes them, or returns those that were made before.
         *
         * @throws StartFailure when they cannot be made
         */
        WorkloadIdentities make(List<String> workloads) throws StartFailure, InterruptedException;
    }

    /**
     * Starts a mesh and waits until it has answered correctly.
     *
     * @param probe what the load's way must answer to
     * @param identities is asked only where calls are secured
     * @throws StartFailure when a part does not start or answer, or is not what it should be; the
     *     message is one line, and nothing of it is left running
     */
    public StartedMesh start(MeshSpec spec, HealthProbe probe, IdentityMaker identities)
            throws IOException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            List<RunningProcess> started = new ArrayList<>();
            SocketFolder sockets = SocketFolder.make();
            boolean whole = false;
            try {
                StartedMesh mesh = new Attempt(spec, probe, identities, started, sockets).run();
                whole = true;
                return mesh;
            } catch (StartFailure failure) {
                boolean taken = started.stream().anyMatch(ListenerCheck::saysPortTaken);
                if (!taken || attempt == MAX_ATTEMPTS) {
                    throw failure;
                }
            } finally {
                if (!whole) {
                    for (RunningProcess process : started) {
                        process.stop(STOP_GRACE_NS);
                    }
                    sockets.close();
                }
            }
        }
    }

    /** One try to start a mesh, on ports of its own. */
    private final class Attempt {
        private final MeshSpec spec;
        private final HealthProbe probe;
        private final IdentityMaker identityMaker;
        private final List<RunningProcess> started;
        private final List<StartedPart> parts = new ArrayList<>();
        private final List<StartedMesh.Counted> counters = new ArrayList<>();
        private final NanoClock clock = NanoClock.system();
        private final SocketFolder sockets;
        private Optional<NamespaceLink> link = Optional.empty();

        Attempt(
                MeshSpec spec,
                HealthProbe probe,
                IdentityMaker identityMaker,
                List<RunningProcess> started,
                SocketFolder sockets) {
            this.sockets = sockets;
            this.spec = spec;
            this.probe = probe;
            this.identityMaker = identityMaker;
            this.started = started;
        }

        StartedMesh run() throws IOException, InterruptedException {
            Deque<Integer> ports = new ArrayDeque<>(FreePorts.find(PORTS));
            openLink();
            String host = link.map(NamespaceLink::host).orElse(Endpoint.LOOPBACK);
            Layout layout;
            try {
                layout =
                        Layout.of(
                                spec.chart(), spec.layout(), literal(origin), host, ports::remove);
            } catch (IllegalArgumentException e) {
                throw new StartFailure(spec.name() + ": " + e.getMessage(), e);
            }
            Optional<WorkloadIdentities> identities = Optional.empty();
            if (!layout.workloads().isEmpty()) {
                identities = Optional.of(identityMaker.make(layout.workloads()));
            }
            for (Layout.PlacedService service : layout.services()) {
                startService(service);
            }
            for (Layout.Sidecar sidecar : layout.sidecars()) {
                startSidecar(sidecar, identities);
            }
            awaitParts(layout);
            Optional<StartedMesh.LoadTls> loadTls = loadTls(layout, identities);
            HealthProbe wholeProbe = probe;
            if (loadTls.isPresent()) {
                wholeProbe = probe.as(identities.orElseThrow(), loadWorkload(layout));
            }
            String path = proof(layout, wholeProbe);
            List<String> security = security(layout, identities);
            return new StartedMesh(
                    layout.entry(),
                    loadTls,
                    parts,
                    counters,
                    link,
                    new StartedMesh.Proof(path, security, described()),
                    sockets);
        }

        private void openLink() throws StartFailure, InterruptedException {
            if (spec.link().isPresent()) {
                Path log = folder.resolve(spec.name()).resolve("link.log");
                NamespaceLink made =
                        NamespaceLink.open(launcher, spec.name(), log, spec.link().get());
                started.add(made.holder());
                link = Optional.of(made);
            }
        }

        private List<String> described() throws StartFailure, InterruptedException {
            return link.isPresent() ? link.get().described() : List.of();
        }

        private static Endpoint literal(Endpoint endpoint) throws IOException {
            return endpoint.resolved();
        }

        private void startService(Layout.PlacedService placed) throws StartFailure {
            List<String> plain =
                    switch (placed.service().runs()) {
                        case Chart.Runs.Origin _ -> List.of();
                        case Chart.Runs.Tare own -> {
                            List<String> all = new ArrayList<>(tare);
                            all.addAll(filled(own.words(), placed));
                            yield all;
                        }
                        case Chart.Runs.Command command -> filled(command.words(), placed);
                    };
            if (plain.isEmpty()) {
                return;
            }
            List<String> words = link.map(its -> its.inside(plain)).orElse(plain);
            RunningProcess process = launch(placed.service().name(), words, Optional.empty());
            parts.add(
                    new StartedPart(
                            placed.service().name(),
                            StartedPart.Role.APPLICATION,
                            placed.service().name(),
                            "",
                            words,
                            Optional.empty(),
                            List.of(placed.at().toString()),
                            process,
                            launcher.meter(process)));
        }

        private List<String> filled(List<String> words, Layout.PlacedService placed)
                throws StartFailure {
            Map<String, String> values = new HashMap<>(spec.chart().values());
            placed.calls().forEach((name, at) -> values.put(name, at.toString()));
            values.put("listen", placed.at().toString());
            values.put("port", String.valueOf(placed.at().port()));
            values.put("socket", sockets.socket().toString());
            try {
                return CommandWords.fill(words, values);
            } catch (IllegalArgumentException e) {
                throw new StartFailure(
                        "service %s: %s".formatted(placed.service().name(), e.getMessage()), e);
            }
        }

        private RunningProcess launch(String part, List<String> words, Optional<Path> where)
                throws StartFailure {
            String name = spec.name() + "-" + part;
            Path log = folder.resolve(spec.name()).resolve(part + ".log");
            Launch launch = Launch.of(name, words, log).on(cores);
            RunningProcess process =
                    launcher.start(where.isPresent() ? launch.in(where.get()) : launch);
            started.add(process);
            return process;
        }

        private void startSidecar(Layout.Sidecar sidecar, Optional<WorkloadIdentities> identities)
                throws IOException {
            MeshSpec.Sidecar wanted = spec.sidecar().orElseThrow();
            SidecarProxy proxy = wanted.proxy();
            String name = sidecar.beside() + "-sidecar";
            Path own = Files.createDirectories(folder.resolve(spec.name()).resolve(name));
            if (identities.isPresent() && secured(sidecar)) {
                identities.get().copyInto(sidecar.beside(), own);
            }
            Path file = own.resolve(proxy.configurationFile());
            Files.writeString(
                    file,
                    proxy.configurationFor(
                            new SidecarProxy.Setting(
                                    sidecar.adminPort(),
                                    sidecar.passages(),
                                    wanted.workers(),
                                    wanted.functions(),
                                    launcher.maxOpenFiles(),
                                    launcher.asRoot())));
            List<String> words = proxy.command(wanted.program(), own, wanted.workers());
            RunningProcess process = launch(name, words, Optional.of(own));
            parts.add(
                    new StartedPart(
                            name,
                            StartedPart.Role.PROXY,
                            sidecar.beside(),
                            wanted.version(),
                            words,
                            Optional.of(file),
                            sidecar.passages().stream()
                                    .map(p -> Endpoint.loopback(p.port()).toString())
                                    .toList(),
                            process,
                            launcher.meter(process)));
            count(sidecar, proxy);
        }

        private static boolean secured(Layout.Sidecar sidecar) {
            return sidecar.passages().stream()
                    .anyMatch(p ->
                            p.outbound().isPresent()
                                    || !(p.inbound() instanceof Passage.Inbound.Plain));
        }

        private void count(Layout.Sidecar sidecar, SidecarProxy proxy) {
            List<Passage> known = new ArrayList<>();
            long times = 0;
            for (Passage passage : sidecar.passages()) {
                OptionalLong own =
                        sidecar.timesARequest().getOrDefault(passage.name(), OptionalLong.empty());
                if (own.isPresent()) {
                    known.add(passage);
                    times += own.getAsLong();
                }
            }
            Optional<RequestCounter> counter =
                    proxy.counter(
                            clock,
                            Endpoint.loopback(sidecar.adminPort()),
                            known,
                            known.size() == sidecar.passages().size());
            if (counter.isPresent()) {
                counters.add(new StartedMesh.Counted(counter.get(), times));
            }
        }

        private void awaitParts(Layout layout) throws IOException, InterruptedException {
            for (StartedPart part : parts) {
                List<Endpoint> addresses = part.addresses().stream().map(Attempt::parsed).toList();
                ListenerCheck.await(launcher, part.process(), addresses, limitNs);
            }
            for (Layout.PlacedService placed : layout.services()) {
                Optional<StartedPart> part =
                        parts.stream()
                                .filter(p -> p.name().equals(placed.service().name()))
                                .findFirst();
                if (part.isPresent() && !placed.service().ready().isEmpty()) {
                    HealthCheck.await(
                            clock,
                            spec.name() + "-" + placed.service().name(),
                            placed.at(),
                            HealthProbe.get(placed.service().ready()),
                            limitNs,
                            Optional.of(part.get().process()));
                }
            }
        }

        private static Endpoint parsed(String address) {
            int colon = address.lastIndexOf(':');
            return new Endpoint(
                    address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)));
        }

        private Optional<StartedMesh.LoadTls> loadTls(
                Layout layout, Optional<WorkloadIdentities> identities) throws IOException {
            return switch (layout.security()) {
                case Passage.Inbound.Plain _ -> Optional.empty();
                case Passage.Inbound.Tls _ ->
                        Optional.of(
                                new StartedMesh.LoadTls(
                                        identities.orElseThrow().authority(), Optional.empty()));
                case Passage.Inbound.MutualTls _ -> {
                    Path own =
                            Files.createDirectories(
                                    folder.resolve(spec.name()).resolve(Chart.LOAD));
                    identities.orElseThrow().copyInto(Chart.LOAD, own);
                    yield Optional.of(
                            new StartedMesh.LoadTls(
                                    own.resolve(WorkloadIdentities.AUTHORITY),
                                    Optional.of(
                                            new StartedMesh.LoadTls.Identity(
                                                    own.resolve(WorkloadIdentities.CERTIFICATE),
                                                    own.resolve(WorkloadIdentities.KEY)))));
                }
            };
        }

        private static Optional<String> loadWorkload(Layout layout) {
            return layout.security() instanceof Passage.Inbound.MutualTls
                    ? Optional.of(Chart.LOAD)
                    : Optional.empty();
        }

        /** Sends requests the load's way until one is answered, and sees who counts them. */
        private String proof(Layout layout, HealthProbe wholeProbe)
                throws IOException, InterruptedException {
            ask(layout, wholeProbe);
            for (String path : spec.chart().touch()) {
                ask(layout, HealthProbe.get(path).overTheSameAs(wholeProbe));
            }
            OptionalLong before = StartedMesh.sum(counters);
            int sent = ask(layout, wholeProbe);
            OptionalLong after = StartedMesh.sum(counters);
            String listens = "each of its processes listens on its own ports";
            if (link.isPresent()) {
                return listens + ", and " + link.get().proof(layout.entry());
            }
            if (counters.isEmpty()) {
                return listens;
            }
            long times = counters.stream().mapToLong(StartedMesh.Counted::timesARequest).sum();
            if (before.isEmpty() || after.isEmpty()) {
                throw new StartFailure(
                        spec.name() + " does not tell " + counters.getFirst().counter().source());
            }
            long rise = after.getAsLong() - before.getAsLong();
            if (rise != sent * times) {
                throw new StartFailure(
                        "%s: %d requests to %s raised what its sidecars count by %d, not by %d"
                                .formatted(spec.name(), sent, layout.entry(), rise, sent * times));
            }
            return "%s, and 1 request raised what they count by %d".formatted(listens, times);
        }

        private int ask(Layout layout, HealthProbe wholeProbe)
                throws IOException, InterruptedException {
            Optional<RunningProcess> first =
                    parts.isEmpty() ? Optional.empty() : Optional.of(parts.getLast().process());
            return HealthCheck.await(
                    clock, spec.name(), layout.entry(), wholeProbe, limitNs, first);
        }

        /** What calls between sidecars speak, read before doors are tried: those are calls too. */
        private Map<String, String> spoken(Layout layout) {
            Map<String, String> spoken = new HashMap<>();
            for (Layout.Sidecar sidecar : layout.sidecars()) {
                for (Passage passage : sidecar.passages()) {
                    spoken.put(passage.name(), spoken(layout, sidecar, passage));
                }
            }
            return spoken;
        }

        private List<String> security(Layout layout, Optional<WorkloadIdentities> identities)
                throws IOException {
            List<String> sentences = new ArrayList<>();
            Map<String, String> spoken = spoken(layout);
            for (Layout.Sidecar sidecar : layout.sidecars()) {
                for (Passage passage : sidecar.passages()) {
                    if (passage.inbound() instanceof Passage.Inbound.MutualTls) {
                        String door =
                                MutualTlsCheck.of(
                                        clock,
                                        spec.name() + "'s sidecar of " + sidecar.beside(),
                                        identities.orElseThrow(),
                                        passage);
                        sentences.add(door + spoken.getOrDefault(passage.name(), ""));
                    }
                }
            }
            return sentences;
        }

        private String spoken(Layout layout, Layout.Sidecar server, Passage door) {
            return layout.sidecars().stream()
                    .flatMap(sidecar -> sidecar.passages().stream())
                    .filter(p -> p.to().port() == door.port() && p.outbound().isPresent())
                    .findFirst()
                    .flatMap(through ->
                            spec.sidecar()
                                    .orElseThrow()
                                    .proxy()
                                    .negotiated(
                                            clock, Endpoint.loopback(server.adminPort()), through))
                    .map(words -> "; spoken between the sidecars: " + words)
                    .orElse("");
        }
    }
}
