package dev.tare.lab.grpc;

import java.nio.file.Path;
import java.util.List;

/** Where the descriptors of a method come from. */
public sealed interface DescriptorSource {

    /**
     * A file that {@code protoc --include_imports --descriptor_set_out} wrote.
     *
     * @param file readable, to {@link DescriptorLoader#MAX_SET_BYTES}
     */
    record DescriptorSet(Path file) implements DescriptorSource {}

    /**
     * A {@code .proto} file, proto2 or proto3.
     *
     * @param file readable, to {@link ProtoFiles#MAX_FILE_BYTES}
     * @param importPaths folders in which imports are looked for, in order; where there are none,
     *     the folder of the file
     */
    record ProtoFile(Path file, List<Path> importPaths) implements DescriptorSource {
        public ProtoFile {
            importPaths = List.copyOf(importPaths);
        }
    }

    /**
     * The server itself tells, by reflection v1 or, where it has not that, v1alpha.
     *
     * @param timeoutNs for all questions together, more than 0
     */
    record Reflection(GrpcEndpoint endpoint, long timeoutNs) implements DescriptorSource {
        public Reflection {
            if (timeoutNs <= 0) {
                throw new IllegalArgumentException(
                        "time for reflection %d ns must be more than 0".formatted(timeoutNs));
            }
        }
    }

    /** What is known without asking: {@code grpc.health.v1.Health}, {@code fgrpc.PingServer}. */
    record BuiltIn() implements DescriptorSource {}
}
