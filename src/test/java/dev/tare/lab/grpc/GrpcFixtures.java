package dev.tare.lab.grpc;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * The {@code .proto} files of these tests, and what protoc 35.1 made of them: {@code protoc -I.
 * --include_imports --descriptor_set_out=NAME.protoset}.
 */
final class GrpcFixtures {
    private GrpcFixtures() {}

    static Path file(String name) {
        try {
            return Path.of(
                    Objects.requireNonNull(GrpcFixtures.class.getResource("/grpc/" + name))
                            .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A method of {@code tare.test.v1.Echo}, as protoc's descriptors have it. */
    static GrpcMethod echo(String method) {
        try {
            return GrpcMethod.resolve(
                    "tare.test.v1.Echo/" + method,
                    new DescriptorSource.DescriptorSet(file("echo.protoset")));
        } catch (GrpcException e) {
            throw new IllegalStateException(e);
        }
    }

    static DescriptorSource.ProtoFile proto(String name) {
        return new DescriptorSource.ProtoFile(file(name), List.of(file("old.proto").getParent()));
    }
}
