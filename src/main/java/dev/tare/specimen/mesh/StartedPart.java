package dev.tare.specimen.mesh;

import dev.tare.specimen.control.process.CpuMeter;
import dev.tare.specimen.control.process.RunningProcess;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * One process of a mesh.
 *
 * @param name unique within the mesh, such as {@code front} or {@code front-sidecar}
 * @param role what it is there for
 * @param beside the workload that it is, or belongs to
 * @param version as the program tells it; empty where it does not
 * @param command its words
 * @param configurationFile made for it
 * @param addresses that it listens on
 * @param process it runs as
 * @param meter accounts for it
 */
public record StartedPart(
        String name,
        Role role,
        String beside,
        String version,
        List<String> command,
        Optional<Path> configurationFile,
        List<String> addresses,
        RunningProcess process,
        CpuMeter meter) {
    /** What a part is there for. */
    public enum Role {
        /** It is measured through; its use is no cost of the specimen's. */
        APPLICATION,
        /** It is what is weighed. */
        PROXY
    }

    public StartedPart {
        command = List.copyOf(command);
        addresses = List.copyOf(addresses);
    }
}
