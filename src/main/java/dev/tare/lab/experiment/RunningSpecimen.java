package dev.tare.lab.experiment;

import dev.tare.base.core.RequestSpec;
import dev.tare.io.net.tls.TlsClientOptions;
import dev.tare.lab.bundle.PartUsage;
import dev.tare.lab.bundle.RoundRecord.SpecimenRecord;
import dev.tare.lab.plan.WorkloadSpec;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A specimen that runs and was proven to answer, as an experiment sees it. */
interface RunningSpecimen {

    /** As in the plan. */
    String name();

    /** Host or literal address to load. */
    String host();

    /** Port to load. */
    int port();

    /** How to speak to it; empty: without TLS. */
    Optional<TlsClientOptions> tls();

    /** The workload's request as this specimen is to get it. */
    RequestSpec request(WorkloadSpec workload);

    /** What its processes use that are its cost. */
    UsageProbe usage();

    /** Its processes one by one, if it has many parts. */
    default List<Part> parts() {
        return List.of();
    }

    /**
     * One process of a specimen of many parts.
     *
     * @param name unique within the specimen
     * @param role what it is there for
     */
    record Part(String name, PartUsage.Role role, UsageProbe usage) {}

    /** Requests that it says it has served so far; empty where it does not count. */
    OptionalLong requestsSeen();

    /** How often {@link #requestsSeen} counts one request of the load. */
    default long countsARequest() {
        return 1;
    }

    /** Where {@link #requestsSeen} is read. */
    String counterSource();

    /** What became of its processes if one is gone or was replaced, in one sentence. */
    Optional<String> loss();

    /** How it was started, for the bundle. */
    SpecimenRecord started();
}
