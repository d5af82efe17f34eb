package dev.tare.lab.grpc;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A {@code .proto} file and the folders in which its imports lie. */
final class ProtoFiles implements DescriptorLinker.Imports {
    /** The largest file. */
    static final int MAX_FILE_BYTES = 4 * 1024 * 1024;

    private final Path file;
    private final List<Path> roots;

    ProtoFiles(DescriptorSource.ProtoFile source) {
        file = source.file().toAbsolutePath().normalize();
        roots =
                source.importPaths().isEmpty()
                        ? List.of(parent(file))
                        : source.importPaths().stream()
                                .map(path -> path.toAbsolutePath().normalize())
                                .toList();
    }

    /** The file itself, under the name by which others import it. */
    FileDescriptorProto main() throws GrpcException {
        for (Path root : roots) {
            if (file.startsWith(root)) {
                return read(root.relativize(file).toString().replace('\\', '/'), file);
            }
        }
        return read(String.valueOf(file.getFileName()), file);
    }

    @Override
    public Optional<FileDescriptorProto> file(String name) throws GrpcException {
        for (Path root : roots) {
            Optional<Path> path = within(root, name);
            if (path.isPresent() && Files.exists(path.get())) {
                return Optional.of(read(name, path.get()));
            }
        }
        return Optional.empty();
    }

    /** No import leaves its folder: neither by an absolute name nor by "..". */
    private static Optional<Path> within(Path root, String name) {
        try {
            Path path = root.resolve(name).normalize();
            return path.startsWith(root) ? Optional.of(path) : Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static FileDescriptorProto read(String name, Path path) throws GrpcException {
        byte[] bytes = DescriptorLoader.read(path, MAX_FILE_BYTES);
        try {
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            return ProtoConversion.parse(name, text);
        } catch (CharacterCodingException e) {
            throw new GrpcException(
                    "%s is no .proto file: it is not UTF-8 text; is it a descriptor set?"
                            .formatted(path),
                    e);
        }
    }

    private static Path parent(Path absolute) {
        Path parent = absolute.getParent();
        return parent == null ? absolute : parent;
    }
}
