package dev.tare.view.cli.load;

import dev.tare.base.core.AnswerCheck;
import dev.tare.base.core.Field;
import dev.tare.base.core.FurtherCheck;
import dev.tare.base.core.RequestBody;
import dev.tare.base.core.RequestSpec;
import dev.tare.lab.grpc.DescriptorSource;
import dev.tare.lab.grpc.GrpcEndpoint;
import dev.tare.lab.grpc.GrpcException;
import dev.tare.lab.grpc.GrpcMessages;
import dev.tare.lab.grpc.GrpcMethod;
import dev.tare.lab.grpc.GrpcProbe;
import dev.tare.load.spec.Endpoint;
import dev.tare.load.spec.Target;
import dev.tare.view.cli.shell.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags of a load of gRPC calls. */
final class GrpcFlags {
    private static final long MAX_FILE_BYTES = 64L * 1024 * 1024;
    private static final int MAX_SHOWN_MESSAGES = 10;

    @Option(
            names = "--grpc",
            paramLabel = "SERVICE/METHOD",
            description =
                    "Call this gRPC method, such as pkg.Service/Method; or \"health\". What it"
                            + " takes is asked of the server (reflection) unless --proto or"
                            + " --protoset says it.")
    private @Nullable String method;

    @Option(
            names = "--proto",
            paramLabel = "FILE",
            description = "A .proto file that has the service.")
    private @Nullable Path proto;

    @Option(
            names = "--import-path",
            paramLabel = "DIR",
            description = "Where its imports lie; may be repeated.")
    private List<Path> importPaths = new ArrayList<>();

    @Option(
            names = "--protoset",
            paramLabel = "FILE",
            description = "A descriptor set (protoc --include_imports --descriptor_set_out).")
    private @Nullable Path protoset;

    @Option(
            names = "--message",
            paramLabel = "JSON",
            description = "The request as JSON; an array is sent in turn (default: {}).")
    private @Nullable String message;

    @Option(names = "--message-file", paramLabel = "FILE", description = "The same from a file.")
    private @Nullable Path messageFile;

    @Option(names = "--show", description = "First print the answer to one call.")
    private boolean show;

    GrpcFlags() {}

    /** Whether calls are to be loaded. */
    boolean wanted() {
        return method != null;
    }

    /**
     * The calls.
     *
     * @param target of the protocol gRPC
     * @param metadata beyond gRPC's own fields
     * @param check that an answer must satisfy besides; of its gRPC statuses the first counts, and
     *     0 where it has none
     * @throws UsageException when the method or the message is not to be had
     */
    Endpoint endpoint(Target target, List<Field> metadata, AnswerCheck check, long timeoutNs)
            throws UsageException, IOException {
        GrpcEndpoint server = server(target);
        try {
            GrpcMethod resolved = resolve(server, timeoutNs);
            GrpcMessages messages = GrpcMessages.parse(resolved, json());
            List<RequestBody> payloads = new ArrayList<>();
            for (int i = 0; i < messages.count(); i++) {
                payloads.add(RequestBody.of(messages.message(i)));
            }
            if (show) {
                System.out.print(
                        GrpcProbe.call(
                                        server,
                                        resolved,
                                        messages.message(0),
                                        metadata,
                                        timeoutNs,
                                        MAX_SHOWN_MESSAGES)
                                .text());
            }
            return new Endpoint(
                    resolved.path(),
                    target,
                    new RequestSpec("POST", resolved.path(), metadata, ""),
                    payloads,
                    withStatus(check),
                    1,
                    Optional.empty());
        } catch (GrpcException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    private static AnswerCheck withStatus(AnswerCheck check) {
        if (check.further().stream().anyMatch(FurtherCheck.GrpcStatus.class::isInstance)) {
            return check;
        }
        List<FurtherCheck> further = new ArrayList<>(check.further());
        further.add(new FurtherCheck.GrpcStatus(0));
        return new AnswerCheck(
                check.statusMin(),
                check.statusMax(),
                check.bodyLength(),
                check.bodyPattern(),
                further);
    }

    private GrpcMethod resolve(GrpcEndpoint server, long timeoutNs)
            throws GrpcException, UsageException {
        if ("health".equals(method)) {
            return GrpcMethod.healthCheck();
        }
        if (proto != null && protoset != null) {
            throw new UsageException("--proto and --protoset: give one of them");
        }
        DescriptorSource source =
                proto != null
                        ? new DescriptorSource.ProtoFile(proto, importPaths)
                        : protoset != null
                                ? new DescriptorSource.DescriptorSet(protoset)
                                : new DescriptorSource.Reflection(server, timeoutNs);
        return GrpcMethod.resolve(String.valueOf(method), source);
    }

    private String json() throws UsageException, IOException {
        if (message != null && messageFile != null) {
            throw new UsageException("--message and --message-file: give one of them");
        }
        if (messageFile == null) {
            return message == null ? "{}" : message;
        }
        if (!Files.isReadable(messageFile) || Files.size(messageFile) > MAX_FILE_BYTES) {
            throw new UsageException(
                    "--message-file: %s cannot be read, or is larger than 64 MiB"
                            .formatted(messageFile));
        }
        return Files.readString(messageFile);
    }

    private static GrpcEndpoint server(Target target) {
        return GrpcEndpoint.of(target.host(), target.port(), target.tls());
    }
}
