package dev.tare.lab.grpc;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.health.v1.HealthProto;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Reads or asks for descriptors. */
final class DescriptorLoader {
    /** The largest descriptor set. */
    static final int MAX_SET_BYTES = 64 * 1024 * 1024;

    private DescriptorLoader() {}

    /**
     * Loads what a source knows.
     *
     * @param service the one that is asked for, where a source tells of one at a time
     */
    static KnownServices load(DescriptorSource source, String service) throws GrpcException {
        return switch (source) {
            case DescriptorSource.DescriptorSet(Path file) -> set(file);
            case DescriptorSource.ProtoFile proto -> proto(proto);
            case DescriptorSource.Reflection(GrpcEndpoint endpoint, long timeoutNs) ->
                    Reflection.ask(endpoint, timeoutNs, service);
            case DescriptorSource.BuiltIn() -> builtIn();
        };
    }

    private static KnownServices builtIn() throws GrpcException {
        DescriptorLinker linker = new DescriptorLinker("ping.proto", "", name -> Optional.empty());
        try (InputStream in = DescriptorLoader.class.getResourceAsStream("ping.proto")) {
            String text =
                    new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            linker.add(ProtoConversion.parse("ping.proto", text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<FileDescriptor> files = new ArrayList<>(linker.link());
        files.add(HealthProto.getDescriptor());
        return new KnownServices("the built-in descriptors", files, List.of());
    }

    private static KnownServices set(Path file) throws GrpcException {
        DescriptorLinker linker =
                new DescriptorLinker(
                        file.toString(),
                        "write the set with protoc --include_imports",
                        name -> Optional.empty());
        for (FileDescriptorProto proto : parseSet(file)) {
            linker.add(proto);
        }
        return new KnownServices(file.toString(), linker.link(), List.of());
    }

    private static List<FileDescriptorProto> parseSet(Path file) throws GrpcException {
        byte[] bytes = read(file, MAX_SET_BYTES);
        String fault;
        try {
            List<FileDescriptorProto> files = FileDescriptorSet.parseFrom(bytes).getFileList();
            if (!files.isEmpty()) {
                return files;
            }
            fault = "no file is in it";
        } catch (InvalidProtocolBufferException e) {
            fault = GrpcException.oneLine(e.getMessage());
        }
        throw new GrpcException(
                "%s is no descriptor set (%s); write one with".formatted(file, fault)
                        + " protoc --include_imports --descriptor_set_out=FILE");
    }

    private static KnownServices proto(DescriptorSource.ProtoFile source) throws GrpcException {
        ProtoFiles files = new ProtoFiles(source);
        DescriptorLinker linker =
                new DescriptorLinker(
                        source.file().toString(),
                        "name the folder that it lies in as an import path",
                        files);
        linker.add(files.main());
        return new KnownServices(source.file().toString(), linker.link(), List.of());
    }

    /** Reads a file, and no more of it than is bearable. */
    static byte[] read(Path file, int maxBytes) throws GrpcException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(maxBytes + 1);
            if (bytes.length > maxBytes) {
                throw new GrpcException("%s is larger than %d bytes".formatted(file, maxBytes));
            }
            return bytes;
        } catch (NoSuchFileException e) {
            throw new GrpcException("%s does not exist".formatted(file), e);
        } catch (IOException e) {
            throw new GrpcException(
                    "%s cannot be read: %s".formatted(file, GrpcException.oneLine(e.getMessage())),
                    e);
        }
    }
}
