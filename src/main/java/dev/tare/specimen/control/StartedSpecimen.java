package dev.tare.specimen.control;

import dev.tare.specimen.control.probe.RequestCounter;
import dev.tare.specimen.control.process.CpuMeter;
import dev.tare.specimen.control.process.Endpoint;
import dev.tare.specimen.control.process.ProcFiles;
import dev.tare.specimen.control.process.ProcessId;
import dev.tare.specimen.control.process.RunningProcess;
import dev.tare.specimen.control.process.UsageSample;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A specimen that runs and has answered.
 *
 * <p>Thread-safety: one caller at a time, but for {@link #usage}.
 */
public final class StartedSpecimen {
    /** How long it may take to stop by itself. */
    private static final long STOP_GRACE_NS = 3_000_000_000L;

    private final SpecimenDefinition definition;
    private final Endpoint address;
    private final Started started;
    private final Proof proof;
    private final CpuMeter meter;
    private final ProcFiles proc;

    /**
     * How it was started.
     *
     * @param version as it tells it; empty where it does not
     * @param command its words; empty where it ran already
     * @param configurationFile made for it
     * @param process of the runner's; empty where it is not
     */
    record Started(
            String version,
            List<String> command,
            Optional<Path> configurationFile,
            Optional<RunningProcess> process) {
        static final Started ALREADY =
                new Started("", List.of(), Optional.empty(), Optional.empty());
    }

    /**
     * What is known of its part.
     *
     * @param sentence how it is known that traffic passes through it
     * @param counter of its own
     * @param pillars processes that must be there to the end
     * @param requestsSent by the runner until it was proven, on their own connections
     */
    record Proof(
            String sentence,
            Optional<RequestCounter> counter,
            List<ProcessId> pillars,
            int requestsSent) {
        Proof {
            pillars = List.copyOf(pillars);
        }
    }

    StartedSpecimen(
            SpecimenDefinition definition,
            Endpoint address,
            Started started,
            Proof proof,
            CpuMeter meter,
            ProcFiles proc) {
        this.definition = definition;
        this.address = address;
        this.started = started;
        this.proof = proof;
        this.meter = meter;
        this.proc = proc;
    }

    /** As defined. */
    public String name() {
        return definition.name();
    }

    /** As defined. */
    public String kind() {
        return definition.kind();
    }

    /** Where to load it. */
    public Endpoint address() {
        return address;
    }

    /** As the program tells it; empty where it does not. */
    public String version() {
        return started.version();
    }

    /** The words it was started with; empty where it ran already. */
    public List<String> command() {
        return started.command();
    }

    /** The configuration that was made for it. */
    public Optional<Path> configurationFile() {
        return started.configurationFile();
    }

    /** Its processes now, the first of them first; empty where they are not visible. */
    public List<Long> pids() {
        return meter.pids();
    }

    /** How it is known that traffic passes through it, in a short sentence. */
    public String pathProof() {
        return proof.sentence();
    }

    /** Its own count of requests, those of the start included. */
    public OptionalLong requests() {
        return proof.counter().map(RequestCounter::requests).orElse(OptionalLong.empty());
    }

    /** Where {@link #requests} comes from; empty where it has no counter. */
    public String counterSource() {
        return proof.counter().map(RequestCounter::source).orElse("");
    }

    /**
     * Requests that were sent to it until it was proven to work; none of them belongs to a load.
     */
    public int requestsOfTheStart() {
        return proof.requestsSent();
    }

    /** Accounts for its processes; of nothing where they are not visible. */
    public CpuMeter meter() {
        return meter;
    }

    /** What its processes have used until now. */
    public UsageSample usage() {
        return meter.sample();
    }

    /** What became of it, in a sentence, when one of the processes that make it up is gone. */
    public Optional<String> loss() {
        if (started.process().isPresent() && !started.process().get().isAlive()) {
            return Optional.of(name() + " " + started.process().get().epitaph());
        }
        return proof.pillars().stream()
                .filter(pillar -> !proc.isAlive(pillar))
                .findFirst()
                .map(pillar ->
                        "process "
                                + pillar.pid()
                                + " of "
                                + name()
                                + " has ended"
                                + started.process()
                                        .map(p -> "; " + name() + " " + p.epitaph())
                                        .orElse(""));
    }

    /** Stops it, unless it ran already; does nothing the second time. */
    public void stop() throws InterruptedException {
        if (started.process().isPresent()) {
            started.process().get().stop(STOP_GRACE_NS);
        }
    }
}
