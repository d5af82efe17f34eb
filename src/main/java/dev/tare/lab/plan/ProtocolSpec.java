package dev.tare.lab.plan;

import dev.tare.base.core.AnswerCheck;
import dev.tare.base.core.Field;
import dev.tare.base.core.FurtherCheck;
import dev.tare.base.core.RequestSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What a workload speaks. All but HTTP/1.1 is for what runs already. */
public sealed interface ProtocolSpec {
    /** RFC 9112. */
    ProtocolSpec HTTP1 = new Http1();

    /** As bundles have it. */
    String key();

    /** As messages have it. */
    String words();

    /** HTTP/1.1. */
    record Http1() implements ProtocolSpec {
        @Override
        public String key() {
            return "http1";
        }

        @Override
        public String words() {
            return "HTTP/1.1";
        }
    }

    /** HTTP/2 (RFC 9113): negotiated over TLS, by prior knowledge without. */
    record Http2() implements ProtocolSpec {
        @Override
        public String key() {
            return "http2";
        }

        @Override
        public String words() {
            return "HTTP/2";
        }
    }

    /**
     * Unary gRPC calls. The request's path names the method, its body is the message as JSON, or an
     * array of messages that are sent in turn.
     *
     * @param proto path of a {@code .proto} file that has the service; empty for none
     * @param importPaths where its imports lie
     * @param protoset path of a descriptor set; empty for none. Without both the server is asked
     */
    record Grpc(String proto, List<String> importPaths, String protoset) implements ProtocolSpec {
        /** The server itself says what the method takes (reflection). */
        public static final Grpc BY_REFLECTION = new Grpc("", List.of(), "");

        /** What plans may call {@code grpc.health.v1.Health/Check}. */
        static final String HEALTH = "health";

        /** A correct answer: OK, by HTTP and by gRPC. */
        static final AnswerCheck OK =
                new AnswerCheck(
                        200,
                        200,
                        AnswerCheck.ANY_LENGTH,
                        "",
                        List.of(new FurtherCheck.GrpcStatus(0)));

        private static final String HEALTH_CHECK = "grpc.health.v1.Health/Check";
        private static final String CONTENT_TYPE = "Content-Type";
        private static final Pattern METHOD =
                Pattern.compile("[A-Za-z_]\\w*(\\.[A-Za-z_]\\w*)*/[A-Za-z_]\\w*");

        public Grpc {
            importPaths = List.copyOf(importPaths);
            if (!proto.isEmpty() && !protoset.isEmpty()) {
                throw new IllegalArgumentException("proto and protoset: name one of them");
            }
            if (proto.isEmpty() && !importPaths.isEmpty()) {
                throw new IllegalArgumentException(
                        "import-paths are of no use without proto; leave them out");
            }
        }

        @Override
        public String key() {
            return "grpc";
        }

        @Override
        public String words() {
            return "gRPC";
        }

        /**
         * A call as a workload has it.
         *
         * @param method {@code package.Service/Method}, or {@link #HEALTH}
         * @param metadata besides the content type
         * @param message JSON; empty: a message without fields
         * @throws IllegalArgumentException in one line that names the fault
         */
        static RequestSpec request(String method, List<Field> metadata, String message) {
            String full = method.equals(HEALTH) ? HEALTH_CHECK : method;
            if (!METHOD.matcher(full).matches()) {
                throw new IllegalArgumentException(
                        "\"%s\" names no gRPC method; write it as package.Service/Method"
                                .formatted(method));
            }
            List<Field> fields = new ArrayList<>();
            fields.add(new Field(CONTENT_TYPE, "application/grpc"));
            for (Field field : metadata) {
                if (isContentType(field)) {
                    throw new IllegalArgumentException(
                            "the content type of gRPC is its own; leave it out");
                }
                fields.add(field);
            }
            return new RequestSpec("POST", "/" + full, fields, message.isEmpty() ? "{}" : message);
        }

        /** {@code package.Service/Method} of such a request. */
        public static String method(RequestSpec request) {
            return request.target().substring(1);
        }

        /** The fields of such a request that are not gRPC's own. */
        public static List<Field> metadata(RequestSpec request) {
            return request.fields().stream().filter(field -> !isContentType(field)).toList();
        }

        private static boolean isContentType(Field field) {
            return field.name().equalsIgnoreCase(CONTENT_TYPE);
        }
    }
}
