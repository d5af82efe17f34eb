package dev.tare.specimen.mesh;

import dev.tare.specimen.control.probe.RequestCounter;
import dev.tare.specimen.control.process.Endpoint;
import dev.tare.specimen.link.NamespaceLink;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A mesh that runs and has answered.
 *
 * <p>Thread-safety: one caller at a time.
 */
public final class StartedMesh {
    private static final long STOP_GRACE_NS = 3_000_000_000L;

    private final Endpoint entry;
    private final Optional<LoadTls> loadTls;
    private final List<StartedPart> parts;
    private final List<Counted> counters;
    private final Optional<NamespaceLink> link;
    private final Proof proof;
    private final SocketFolder sockets;

    /**
     * How the load must speak TLS.
     *
     * @param authority PEM file of whom to trust
     * @param identity PEM files of certificate and key to show; empty: nobody asks
     */
    public record LoadTls(Path authority, Optional<Identity> identity) {
        /** What the load shows. */
        public record Identity(Path certificate, Path key) {}
    }

    /**
     * What counts requests.
     *
     * @param timesARequest how often it counts one request of the load
     */
    record Counted(RequestCounter counter, long timesARequest) {}

    /**
     * What is known of it.
     *
     * @param path how it is known that traffic passes through all of it, in a sentence
     * @param security what was found of the secured calls, a sentence each
     * @param link what was asked of its link, and what the system says of it, a sentence each
     */
    record Proof(String path, List<String> security, List<String> link) {
        Proof {
            security = List.copyOf(security);
            link = List.copyOf(link);
        }
    }

    StartedMesh(
            Endpoint entry,
            Optional<LoadTls> loadTls,
            List<StartedPart> parts,
            List<Counted> counters,
            Optional<NamespaceLink> link,
            Proof proof,
            SocketFolder sockets) {
        this.sockets = sockets;
        this.entry = entry;
        this.loadTls = loadTls;
        this.parts = List.copyOf(parts);
        this.counters = List.copyOf(counters);
        this.link = link;
        this.proof = proof;
    }

    /** Where to load it. */
    public Endpoint address() {
        return entry;
    }

    /** How to speak to it; empty: without TLS. */
    public Optional<LoadTls> loadTls() {
        return loadTls;
    }

    /** Its processes, sidecars last. */
    public List<StartedPart> parts() {
        return parts;
    }

    /** How it is known that traffic passes through all of it, in a short sentence. */
    public String pathProof() {
        return proof.path();
    }

    /** What was found of the secured calls, a sentence each; none where nothing is secured. */
    public List<String> security() {
        return proof.security();
    }

    /**
     * What was asked of the link before it, and what the system says of it, a sentence each; none
     * where there is no link.
     */
    public List<String> link() {
        return proof.link();
    }

    /** What shapes its link, as the program tells it; empty where there is no link. */
    public String linkVersion() {
        return link.map(NamespaceLink::version).orElse("");
    }

    /** The sum of what its sidecars count; empty where none can count exactly. */
    public OptionalLong requests() {
        return sum(counters);
    }

    static OptionalLong sum(List<Counted> counters) {
        if (counters.isEmpty()) {
            return OptionalLong.empty();
        }
        long sum = 0;
        for (Counted counted : counters) {
            OptionalLong requests = counted.counter().requests();
            if (requests.isEmpty()) {
                return requests;
            }
            sum += requests.getAsLong();
        }
        return OptionalLong.of(sum);
    }

    /** How often {@link #requests} counts one request of the load. */
    public long countsARequest() {
        return counters.stream().mapToLong(Counted::timesARequest).sum();
    }

    /** Where {@link #requests} comes from; empty where nothing counts. */
    public String counterSource() {
        String sources =
                counters.stream()
                        .map(counted -> counted.counter().source())
                        .distinct()
                        .collect(Collectors.joining(", "));
        return countsARequest() > 1
                ? sources + ", at " + countsARequest() + " places on its way"
                : sources;
    }

    /** What became of it, in a sentence, when one of its processes is gone. */
    public Optional<String> loss() {
        return Stream.concat(
                        parts.stream().map(StartedPart::process),
                        link.stream().map(NamespaceLink::holder))
                .filter(process -> !process.isAlive())
                .findFirst()
                .map(process -> process.name() + " " + process.epitaph());
    }

    /** Removes the folder of its unix sockets; its processes have been stopped. */
    public void removeSockets() throws IOException {
        sockets.close();
    }

    /** Stops all of it; does nothing the second time. */
    public void stop() throws InterruptedException {
        for (StartedPart part : parts) {
            part.process().stop(STOP_GRACE_NS);
        }
        if (link.isPresent()) {
            link.get().close();
        }
    }
}
