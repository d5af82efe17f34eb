package dev.tare.lab.plan;

import dev.tare.base.core.AnswerCheck;
import dev.tare.base.core.LoadModel.ArrivalLaw;
import dev.tare.base.core.RequestSpec;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The traffic that every specimen gets, or those that it names.
 *
 * @param name unique within the plan
 * @param request what is sent
 * @param check what a correct answer is
 * @param connections over all threads, 1 to 10,000
 * @param threads of the instrument, 1 to 64
 * @param timeoutNs from a request's intended start
 * @param arrivals who decides when a request starts
 * @param specimens names of those that get it, besides bare, which gets everything; empty: all
 * @param sliceNs measured time of each of its slices; 0: as long as the plan's duration allows
 * @param endpoints requests that are drawn by their weights, with paths for URLs; empty: all are
 *     {@code request}, which is the first of them otherwise
 * @param protocol what is spoken; gRPC has one request
 */
public record WorkloadSpec(
        String name,
        RequestSpec request,
        AnswerCheck check,
        int connections,
        int threads,
        long timeoutNs,
        Arrivals arrivals,
        List<String> specimens,
        long sliceNs,
        List<EndpointSpec> endpoints,
        ProtocolSpec protocol) {
    /** The shortest slice that a workload may ask for. */
    static final long MIN_SLICE_NS = 120_000_000;

    static final int MAX_CONNECTIONS = 10_000;
    static final int MAX_THREADS = 64;
    static final int MAX_ENDPOINTS = 1_000;

    public WorkloadSpec {
        specimens = List.copyOf(specimens);
        endpoints = List.copyOf(endpoints);
        if (endpoints.size() > MAX_ENDPOINTS) {
            throw new IllegalArgumentException(
                    "workload \"%s\" has %d endpoints; at most %d are possible"
                            .formatted(name, endpoints.size(), MAX_ENDPOINTS));
        }
        Set<String> names = new HashSet<>();
        for (EndpointSpec endpoint : endpoints) {
            if (!names.add(endpoint.name())) {
                throw new IllegalArgumentException(
                        "workload \"%s\" has two endpoints named \"%s\"; give each a name"
                                .formatted(name, endpoint.name()));
            }
        }
        if (!name.matches("[A-Za-z0-9._-]{1,40}")) {
            throw new IllegalArgumentException(
                    "workload name \""
                            + name
                            + "\" must be 1 to 40 letters, digits, dots, dashes or underscores");
        }
        if (connections < 1 || connections > MAX_CONNECTIONS) {
            throw new IllegalArgumentException(
                    "workload \"%s\" asks for %d connections; 1 to %d are possible"
                            .formatted(name, connections, MAX_CONNECTIONS));
        }
        if (threads < 1 || threads > Math.min(connections, MAX_THREADS)) {
            throw new IllegalArgumentException(
                    "workload \"%s\" asks for %d threads; 1 to %d are possible"
                            .formatted(name, threads, Math.min(connections, MAX_THREADS)));
        }
        if (protocol instanceof ProtocolSpec.Grpc && !endpoints.isEmpty()) {
            throw new IllegalArgumentException(
                    "workload \"%s\" calls several gRPC methods; give each a workload"
                            .formatted(name));
        }
        if (timeoutNs <= 0) {
            throw new IllegalArgumentException(
                    "workload \"" + name + "\" has a timeout of 0; give it one such as 2s");
        }
        if (sliceNs != 0 && sliceNs < MIN_SLICE_NS) {
            throw new IllegalArgumentException(
                    "workload \"" + name + "\": a slice measures at least 120ms");
        }
    }

    /** By HTTP/1.1 for every specimen, in slices as long as the plan's duration allows. */
    public WorkloadSpec(
            String name,
            RequestSpec request,
            AnswerCheck check,
            int connections,
            int threads,
            long timeoutNs,
            Arrivals arrivals) {
        this(
                name,
                request,
                check,
                connections,
                threads,
                timeoutNs,
                arrivals,
                List.of(),
                0,
                List.of(),
                ProtocolSpec.HTTP1);
    }

    /** The same for these specimens only, besides bare. */
    WorkloadSpec onlyFor(List<String> names) {
        return new WorkloadSpec(
                name,
                request,
                check,
                connections,
                threads,
                timeoutNs,
                arrivals,
                names,
                sliceNs,
                endpoints,
                protocol);
    }

    /** Who decides when a request starts. */
    public sealed interface Arrivals {
        /** The answers do: closed loop. */
        record Closed() implements Arrivals {}

        /** An arrival process with a rate of its own. */
        record Rate(double ratePerSec, ArrivalLaw law) implements Arrivals {
            public Rate {
                if (!(ratePerSec > 0 && ratePerSec <= 1e7)) {
                    throw new IllegalArgumentException(
                            "rate " + ratePerSec + "/s must be more than 0, at most 10000000/s");
                }
            }
        }

        /** An arrival process at a share of the slowest specimen's closed-loop warm-up rate. */
        record ShareOfSlowest(double share, ArrivalLaw law) implements Arrivals {
            public ShareOfSlowest {
                if (!(share > 0 && share < 1)) {
                    throw new IllegalArgumentException(
                            "a share of the slowest specimen's rate must be more than 0 % and less"
                                    + " than 100 %");
                }
            }
        }
    }

    /** Whether starts are set by an arrival process. */
    public boolean open() {
        return switch (arrivals) {
            case Arrivals.Closed ignored -> false;
            case Arrivals.Rate ignored -> true;
            case Arrivals.ShareOfSlowest ignored -> true;
        };
    }
}
