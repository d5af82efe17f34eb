package dev.tare.lab.grpc;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.FileDescriptor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Descriptors of {@code .proto} files that lie beside a class of ours. */
public final class ProtoResources {
    private ProtoResources() {}

    /**
     * Links a file with those that it imports.
     *
     * @param beside in whose package imports are looked for
     * @param name as it would be imported, such as {@code protos/metadata.proto}
     * @return the file, then what it imports
     * @throws IllegalStateException when what we ship is not whole
     */
    public static FileDescriptor link(Class<?> beside, String name) {
        DescriptorLinker linker =
                new DescriptorLinker(name, "it is to lie beside it", file -> file(beside, file));
        try {
            linker.add(
                    file(beside, name)
                            .orElseThrow(() -> new IllegalStateException(name + " is not there")));
            List<FileDescriptor> files = linker.link();
            return files.stream().filter(f -> f.getName().equals(name)).findFirst().orElseThrow();
        } catch (GrpcException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    private static Optional<FileDescriptorProto> file(Class<?> beside, String name)
            throws GrpcException {
        try (InputStream in = beside.getResourceAsStream(name)) {
            return in == null
                    ? Optional.empty()
                    : Optional.of(
                            ProtoConversion.parse(
                                    name, new String(in.readAllBytes(), StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
