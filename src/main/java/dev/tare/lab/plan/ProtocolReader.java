package dev.tare.lab.plan;

import dev.tare.base.core.Field;
import dev.tare.base.core.RequestSpec;
import java.util.ArrayList;
import java.util.List;

/** Reads what a workload speaks: {@code http2}, or {@code grpc} with the call. */
final class ProtocolReader {
    private static final String HTTP2 = "http2";
    private static final String GRPC = "grpc";

    private ProtocolReader() {}

    /** HTTP/1.1 where a workload is silent. */
    static ProtocolSpec read(PlanNode node) throws PlanException {
        boolean http2 = node.has(HTTP2) && node.value(HTTP2, PlanReader::yesOrNo);
        if (!node.has(GRPC)) {
            return http2 ? new ProtocolSpec.Http2() : ProtocolSpec.HTTP1;
        }
        for (String key : List.of("path", "bytes", "endpoints", "method", "body", "check", HTTP2)) {
            if (node.has(key)) {
                throw node.fault(
                        "has grpc, which says what is called; a correct answer has grpc-status 0;"
                                + " leave \""
                                + key
                                + "\" out");
            }
        }
        PlanNode call = node.child(GRPC);
        call.allow("method", "message", "proto", "import-paths", "protoset");
        String proto = call.has("proto") ? call.file("proto").toString() : "";
        String protoset = call.has("protoset") ? call.file("protoset").toString() : "";
        List<String> importPaths = new ArrayList<>();
        if (call.has("import-paths")) {
            for (PlanNode item : call.items("import-paths")) {
                importPaths.add(item.file().toString());
            }
        }
        return call.build(() -> new ProtocolSpec.Grpc(proto, importPaths, protoset));
    }

    /** The call of a workload that {@link #read} found to be gRPC. */
    static RequestSpec call(PlanNode node) throws PlanException {
        PlanNode call = node.child(GRPC);
        String method = call.text("method");
        String message = call.has("message") ? call.child("message").json() : "";
        List<Field> metadata = PlanReader.fields(node);
        return call.build(() -> ProtocolSpec.Grpc.request(method, metadata, message));
    }
}
