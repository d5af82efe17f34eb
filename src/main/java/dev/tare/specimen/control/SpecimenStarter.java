package dev.tare.specimen.control;

import dev.tare.specimen.control.StartedSpecimen.Proof;
import dev.tare.specimen.control.StartedSpecimen.Started;
import dev.tare.specimen.control.identity.RunCertificates;
import dev.tare.specimen.control.probe.HealthCheck;
import dev.tare.specimen.control.probe.HealthProbe;
import dev.tare.specimen.control.probe.RequestCounter;
import dev.tare.specimen.control.probe.RequestCounters;
import dev.tare.specimen.control.process.CommandWords;
import dev.tare.specimen.control.process.CpuMeter;
import dev.tare.specimen.control.process.Endpoint;
import dev.tare.specimen.control.process.FreePorts;
import dev.tare.specimen.control.process.Launch;
import dev.tare.specimen.control.process.Launcher;
import dev.tare.specimen.control.process.ProcessId;
import dev.tare.specimen.control.process.ProcessTree;
import dev.tare.specimen.control.process.RunningProcess;
import dev.tare.specimen.control.process.StartFailure;
import dev.tare.specimen.control.proxy.ForeignProxy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Starts specimens on free ports, waits until they answer, and proves that traffic passes through
 * them.
 *
 * <p>Thread-safety: one specimen at a time.
 */
public final class SpecimenStarter {
    /** A port may be taken between its choice and its use; more often than this is no accident. */
    private static final int MAX_ATTEMPTS = 3;

    private static final long STOP_GRACE_NS = 1_000_000_000L;
    private static final int LOG_LINES = 50;

    private static final Pattern PORT_TAKEN =
            Pattern.compile("(?i)address (is )?already in use|EADDRINUSE|still could not bind");

    private final Launcher launcher;
    private final Path folder;
    private final Endpoint origin;
    private final HealthProbe probe;
    private final Set<Integer> cores;
    private final long healthLimitNs;
    private final Optional<RunCertificates> certificates;

    /**
     * A starter for one round.
     *
     * @param folder takes a folder for each specimen: its configuration, log and other files
     * @param origin the service behind the specimens
     * @param probe what a specimen must answer to
     * @param cores for the specimens; empty: all of the runner's
     * @param healthLimitNs how long a specimen may take to its first correct answer
     */
    public SpecimenStarter(
            Launcher launcher,
            Path folder,
            Endpoint origin,
            HealthProbe probe,
            Set<Integer> cores,
            long healthLimitNs) {
        this(launcher, folder, origin, probe, cores, healthLimitNs, Optional.empty());
    }

    /**
     * The same.
     *
     * @param certificates for specimens that listen with TLS; empty: none of them does
     */
    public SpecimenStarter(
            Launcher launcher,
            Path folder,
            Endpoint origin,
            HealthProbe probe,
            Set<Integer> cores,
            long healthLimitNs,
            Optional<RunCertificates> certificates) {
        this.certificates = certificates;
        this.launcher = launcher;
        this.folder = folder.toAbsolutePath();
        this.origin = origin;
        this.probe = probe;
        this.cores = Set.copyOf(cores);
        this.healthLimitNs = healthLimitNs;
    }

    /** Ports, files and the probe of one attempt to start a process. */
    private record Attempt(Endpoint listen, Endpoint admin, Path folder, HealthProbe probe) {}

    /** A port was taken by another process meanwhile: other ports may work. */
    private static final class PortTaken extends Exception {
        private static final long serialVersionUID = 1;

        private final StartFailure failure;

        PortTaken(StartFailure failure) {
            super(failure);
            this.failure = failure;
        }

        StartFailure failure() {
            return failure;
        }
    }

    /**
     * Starts a specimen and waits until it has answered correctly.
     *
     * @throws StartFailure when it does not start, does not answer as it should, or is not in the
     *     path; the message is one line, and nothing of it is left running
     */
    public StartedSpecimen start(SpecimenDefinition definition)
            throws StartFailure, InterruptedException {
        return switch (definition) {
            case SpecimenDefinition.Bare bare -> startNothing(bare);
            case SpecimenDefinition.Running running -> find(running);
            case SpecimenDefinition.Foreign foreign -> startProcess(foreign);
            case SpecimenDefinition.Command command -> startProcess(command);
        };
    }

    private StartedSpecimen startNothing(SpecimenDefinition.Bare bare)
            throws StartFailure, InterruptedException {
        int sent = health(bare.name(), origin, Optional.empty());
        Proof proof = new Proof("there is nothing in between", Optional.empty(), List.of(), sent);
        return new StartedSpecimen(
                bare, origin, Started.ALREADY, proof, launcher.meterOfNothing(), launcher.proc());
    }

    private StartedSpecimen find(SpecimenDefinition.Running running)
            throws StartFailure, InterruptedException {
        int sent =
                running.answered() > 0
                        ? running.answered()
                        : health(running.name(), running.at(), Optional.empty());
        Optional<ProcessId> id = Optional.empty();
        String sentence = "not proven: it was running already, and its processes are not known";
        CpuMeter meter = launcher.meterOfNothing();
        if (running.pid().isPresent()) {
            long pid = running.pid().getAsLong();
            meter = launcher.meter(pid);
            id = launcher.proc().identify(pid);
            boolean owner =
                    id.map(p -> new ProcessTree(launcher.proc(), p))
                            .map(tree -> tree.ownsListener(running.at().port()))
                            .orElse(false);
            sentence =
                    owner
                            ? "process " + pid + " listens on port " + running.at().port()
                            : "not proven: process " + pid + " is not seen to listen there";
        }
        Proof proof = new Proof(sentence, Optional.empty(), id.stream().toList(), sent);
        return new StartedSpecimen(
                running, running.at(), Started.ALREADY, proof, meter, launcher.proc());
    }

    private StartedSpecimen startProcess(SpecimenDefinition definition)
            throws StartFailure, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                return startOnce(definition);
            } catch (PortTaken e) {
                if (attempt == MAX_ATTEMPTS) {
                    throw e.failure();
                }
            } catch (IOException e) {
                throw e instanceof StartFailure failure
                        ? failure
                        : new StartFailure(
                                definition.name() + " did not start: " + e.getMessage(), e);
            }
        }
    }

    private StartedSpecimen startOnce(SpecimenDefinition definition)
            throws IOException, PortTaken, InterruptedException {
        List<Integer> ports = FreePorts.find(2);
        Path ownFolder = Files.createDirectories(folder.resolve(definition.name()));
        Attempt attempt =
                new Attempt(
                        Endpoint.loopback(ports.get(0)),
                        Endpoint.loopback(ports.get(1)),
                        ownFolder,
                        probeFor(definition, ownFolder));
        return switch (definition) {
            case SpecimenDefinition.Foreign foreign -> startForeign(foreign, attempt);
            case SpecimenDefinition.Command command -> startCommand(command, attempt);
            case SpecimenDefinition.Bare _, SpecimenDefinition.Running _ ->
                    throw new IllegalArgumentException(definition + " is not a process");
        };
    }

    /** Its probe; a specimen with TLS gets its certificate into its folder before. */
    private HealthProbe probeFor(SpecimenDefinition definition, Path ownFolder) throws IOException {
        if (!definition.tls()) {
            return probe;
        }
        RunCertificates made =
                certificates.orElseThrow(() ->
                        new StartFailure(
                                definition.name()
                                        + " listens with TLS, and the run has no certificates"));
        made.copyInto(ownFolder);
        return probe.over(made);
    }

    private StartedSpecimen startForeign(SpecimenDefinition.Foreign foreign, Attempt attempt)
            throws IOException, PortTaken, InterruptedException {
        ForeignProxy proxy = foreign.proxy();
        String text =
                proxy.configurationFor(
                        new ForeignProxy.Setting(
                                attempt.listen().port(),
                                attempt.admin().port(),
                                origin.resolved(),
                                launcher.maxOpenFiles(),
                                launcher.asRoot(),
                                foreign.workers(),
                                foreign.tls()));
        Path file = attempt.folder().resolve(proxy.configurationFile());
        Files.writeString(file, text);
        List<String> command =
                proxy.command(foreign.program(), attempt.folder(), foreign.workers());
        Launch launch =
                Launch.of(foreign.name(), command, log(foreign, attempt))
                        .in(attempt.folder())
                        .on(cores);
        RequestCounter counter = proxy.counter(launcher.clock(), attempt.admin());
        RunningProcess process = launcher.start(launch);
        Started started =
                new Started(
                        proxy.version(foreign.program()),
                        command,
                        Optional.of(file),
                        Optional.of(process));
        return proven(foreign, attempt, started, process, Optional.of(counter));
    }

    private StartedSpecimen startCommand(SpecimenDefinition.Command definition, Attempt attempt)
            throws StartFailure, PortTaken, InterruptedException {
        Map<String, String> values = new HashMap<>();
        values.put("listen", attempt.listen().toString());
        values.put("port", String.valueOf(attempt.listen().port()));
        values.put("admin", attempt.admin().toString());
        values.put("admin-port", String.valueOf(attempt.admin().port()));
        values.put("origin", origin.toString());
        values.put("origin-url", "http://" + origin);
        if (definition.tls()) {
            Path own = attempt.folder();
            values.put("tls-certificate", own.resolve(RunCertificates.CERTIFICATE).toString());
            values.put("tls-key", own.resolve(RunCertificates.KEY).toString());
        }
        List<String> command;
        try {
            command = CommandWords.fill(definition.words(), values);
        } catch (IllegalArgumentException e) {
            throw new StartFailure(definition.name() + ": " + e.getMessage(), e);
        }
        Optional<RequestCounter> counter =
                definition
                        .statsKey()
                        .map(key -> RequestCounters.json(launcher.clock(), attempt.admin(), key));
        Launch launch = Launch.of(definition.name(), command, log(definition, attempt)).on(cores);
        RunningProcess process = launcher.start(launch);
        Started started =
                new Started(definition.version(), command, Optional.empty(), Optional.of(process));
        return proven(definition, attempt, started, process, counter);
    }

    private static Path log(SpecimenDefinition definition, Attempt attempt) {
        return attempt.folder().resolve(definition.name() + ".log");
    }

    public static boolean saysPortTaken(String line) {
        return PORT_TAKEN.matcher(line).find();
    }

    /** Waits for its first answer and proves that it was its own; stops it if that fails. */
    private StartedSpecimen proven(
            SpecimenDefinition definition,
            Attempt attempt,
            Started started,
            RunningProcess process,
            Optional<RequestCounter> counter)
            throws StartFailure, PortTaken, InterruptedException {
        boolean proven = false;
        try {
            Proof proof = proof(definition.name(), attempt, process, counter);
            proven = true;
            return new StartedSpecimen(
                    definition,
                    attempt.listen(),
                    started,
                    proof,
                    launcher.meter(process),
                    launcher.proc());
        } catch (StartFailure e) {
            boolean taken =
                    process.logTail(LOG_LINES).stream().anyMatch(SpecimenStarter::saysPortTaken);
            StartFailure failure = withAdvice(e, started);
            if (taken) {
                throw new PortTaken(failure);
            }
            throw failure;
        } finally {
            if (!proven) {
                process.stop(STOP_GRACE_NS);
            }
        }
    }

    /** Tells how to start by hand what Tare has made the configuration of. */
    private static StartFailure withAdvice(StartFailure failure, Started started) {
        return started.configurationFile().isEmpty()
                ? failure
                : new StartFailure(
                        failure.getMessage()
                                + "; try it by hand: "
                                + CommandWords.join(started.command()),
                        failure);
    }

    private Proof proof(
            String name, Attempt attempt, RunningProcess process, Optional<RequestCounter> counter)
            throws StartFailure, PortTaken, InterruptedException {
        int sent = health(name, attempt.listen(), attempt.probe(), Optional.of(process));
        ProcessTree tree = new ProcessTree(launcher.proc(), process.id());
        int port = attempt.listen().port();
        boolean visible = tree.canSeeSockets();
        if (visible && !tree.ownsListener(port)) {
            throw new PortTaken(
                    new StartFailure(
                            name
                                    + ": what answers on port "
                                    + port
                                    + " is not its process "
                                    + process.pid()
                                    + ", nor a child of it; do not let it go into the background"));
        }
        String sentence =
                visible
                        ? "its process listens on port " + port
                        : "it answers on port " + port + ", which was free before";
        if (counter.isPresent()) {
            sent += countedRequest(name, attempt, process, counter.get());
            sentence += ", and 1 request raised " + counter.get().source() + " by 1";
        }
        Set<Long> listeners = launcher.proc().listeners(port);
        List<ProcessId> pillars = new ArrayList<>();
        for (ProcessId member : tree.members()) {
            if (launcher.proc().sockets(member.pid()).stream().anyMatch(listeners::contains)) {
                pillars.add(member);
            }
        }
        return new Proof(sentence, counter, pillars, sent);
    }

    /** Sends requests until one is answered, and fails unless its own counter saw each. */
    private int countedRequest(
            String name, Attempt attempt, RunningProcess process, RequestCounter counter)
            throws StartFailure, InterruptedException {
        Endpoint at = attempt.listen();
        OptionalLong before = counter.requests();
        int sent = health(name, at, attempt.probe(), Optional.of(process));
        OptionalLong after = counter.requests();
        if (before.isEmpty() || after.isEmpty()) {
            throw new StartFailure(
                    name + " does not tell " + counter.source() + "; " + process.epitaph());
        }
        long rise = after.getAsLong() - before.getAsLong();
        if (rise != sent) {
            throw new StartFailure(
                    "%s: %d requests to %s raised %s by %d: something else is in the path"
                            .formatted(name, sent, at, counter.source(), rise));
        }
        return sent;
    }

    private int health(String name, Endpoint at, Optional<RunningProcess> process)
            throws StartFailure, InterruptedException {
        return health(name, at, probe, process);
    }

    private int health(String name, Endpoint at, HealthProbe sent, Optional<RunningProcess> process)
            throws StartFailure, InterruptedException {
        return HealthCheck.await(launcher.clock(), name, at, sent, healthLimitNs, process);
    }
}
