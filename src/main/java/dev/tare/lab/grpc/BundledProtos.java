package dev.tare.lab.grpc;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Files that everybody imports and few have beside their own: {@code google/protobuf/…}, {@code
 * google/api/…}, {@code google/rpc/…} and the like, from the libraries that we ship.
 */
final class BundledProtos {
    private static final Pattern NAME = Pattern.compile("google/[a-z_/]+\\.proto");

    private BundledProtos() {}

    /** A file by the name with which it is imported; empty where we have none. */
    static Optional<FileDescriptorProto> file(String name) throws GrpcException {
        if (!NAME.matcher(name).matches()) {
            return Optional.empty();
        }
        try (InputStream in = FileDescriptorProto.class.getResourceAsStream("/" + name)) {
            if (in == null) {
                return Optional.empty();
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return Optional.of(ProtoConversion.parse(name, text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
