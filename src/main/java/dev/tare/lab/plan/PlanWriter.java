package dev.tare.lab.plan;

import dev.tare.base.core.AnswerCheck;
import dev.tare.base.core.Field;
import dev.tare.base.core.QuantityText;
import dev.tare.base.core.RequestSpec;
import dev.tare.specimen.link.LinkShape;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes a plan as JSON that {@link PlanReader} reads back to the same plan. */
public final class PlanWriter {
    private static final JsonMapper JSON = new JsonMapper();

    private PlanWriter() {}

    /** The plan in canonical JSON: the same plan always gives the same text. */
    public static String toJson(Plan plan) {
        ObjectNode root = JSON.createObjectNode();
        root.put("name", plan.name());
        root.put("duration", QuantityText.ofNs(plan.durationNs()));
        if (plan.warmUpNs() != 0) {
            root.put("warm-up", QuantityText.ofNs(plan.warmUpNs()));
        }
        root.put("blocks", plan.blocks());
        root.put("seed", plan.seed());
        if (plan.scale() != 1) {
            root.put("scaled-by", plan.scale());
        }
        if (!plan.published().isEmpty()) {
            root.put("published", plan.published());
        }
        if (!plan.application().equals(ApplicationSpec.NONE)) {
            ObjectNode application = root.putObject("application");
            application.put("name", plan.application().name());
            plan.application().values().forEach(application::put);
        }
        ArrayNode specimens = root.putArray("specimens");
        plan.specimens().forEach(specimen -> write(specimen, specimens.addObject()));
        ArrayNode workloads = root.putArray("workloads");
        plan.workloads().forEach(workload -> write(workload, workloads.addObject()));
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
    }

    private static void write(SpecimenSpec specimen, ObjectNode node) {
        node.put("name", specimen.name());
        switch (specimen) {
            case SpecimenSpec.Bare ignored -> node.put("kind", "bare");
            case SpecimenSpec.Known known -> {
                node.put("kind", known.kind());
                write(known.variant(), node);
            }
            case SpecimenSpec.Link link -> {
                node.put("kind", SpecimenSpec.Link.KIND);
                write(link.shape(), node);
            }
            case SpecimenSpec.Command command -> node.put("command", command.command());
            case SpecimenSpec.Running running -> {
                node.put("url", running.url().toString());
                running.pid().ifPresent(pid -> node.put("pid", pid));
                if (!running.tls().equals(TlsSpec.STANDARD)) {
                    write(running.tls(), node.putObject("tls"));
                }
            }
        }
    }

    private static void write(TlsSpec tls, ObjectNode node) {
        putUnlessEmpty(node, "ca", tls.authorities());
        putUnlessEmpty(node, "server-name", tls.serverName());
        if (tls.insecure()) {
            node.put("insecure", true);
        }
        putUnlessEmpty(node, "cert", tls.certificates());
        putUnlessEmpty(node, "key", tls.key());
    }

    private static void putUnlessEmpty(ObjectNode node, String key, String value) {
        if (!value.isEmpty()) {
            node.put(key, value);
        }
    }

    private static void write(LinkShape shape, ObjectNode node) {
        if (shape.rateBitsPerSec() != LinkShape.UNSHAPED) {
            node.put("rate", shape.rateText());
        }
        if (shape.roundTripNs() != LinkShape.UNSHAPED) {
            node.put("round-trip", QuantityText.ofNs(shape.roundTripNs()));
        }
    }

    private static void write(ProxyVariant variant, ObjectNode node) {
        if (variant.threads() != 1) {
            node.put("threads", variant.threads());
        }
        if (!variant.copy().isEmpty()) {
            node.put("copy", variant.copy());
        }
        if (variant.tls()) {
            node.put("tls", true);
        }
        Placement placement = variant.placement();
        placement.topology().ifPresent(topology -> node.put("topology", topology.key()));
        if (placement.mutualTls()) {
            node.put("mtls", true);
        }
        if (!placement.values().isEmpty()) {
            ObjectNode values = node.putObject("values");
            placement.values().forEach(values::put);
        }
        if (!placement.functions().isEmpty()) {
            ArrayNode functions = node.putArray("functions");
            placement.functions().stream()
                    .sorted()
                    .forEach(function -> functions.add(function.key()));
        }
    }

    private static void write(WorkloadSpec workload, ObjectNode node) {
        node.put("name", workload.name());
        if (workload.protocol() instanceof ProtocolSpec.Grpc grpc) {
            write(grpc, workload.request(), node);
        } else if (workload.endpoints().isEmpty()) {
            write(workload.request(), node);
        } else {
            ArrayNode endpoints = node.putArray("endpoints");
            workload.endpoints().forEach(endpoint -> write(endpoint, endpoints.addObject()));
        }
        switch (workload.protocol()) {
            case ProtocolSpec.Http1 _ -> write(workload.check(), node.putObject("check"));
            case ProtocolSpec.Http2 _ -> {
                write(workload.check(), node.putObject("check"));
                node.put("http2", true);
            }
            case ProtocolSpec.Grpc _ -> {
                // Its check is always the same.
            }
        }
        node.put("connections", workload.connections());
        node.put("threads", workload.threads());
        node.put("timeout", QuantityText.ofNs(workload.timeoutNs()));
        if (!workload.specimens().isEmpty()) {
            ArrayNode specimens = node.putArray("specimens");
            workload.specimens().forEach(specimens::add);
        }
        if (workload.sliceNs() != 0) {
            node.put("slice", QuantityText.ofNs(workload.sliceNs()));
        }
        switch (workload.arrivals()) {
            case WorkloadSpec.Arrivals.Closed ignored -> node.put("model", "closed");
            case WorkloadSpec.Arrivals.Rate rate -> {
                node.put("model", "open");
                node.put("rate", "%s/s".formatted(decimal(rate.ratePerSec())));
                node.put("law", rate.law().name().toLowerCase(Locale.ROOT));
            }
            case WorkloadSpec.Arrivals.ShareOfSlowest share -> {
                node.put("model", "open");
                node.put("rate", "%s%% of slowest".formatted(decimal(share.share() * 100)));
                node.put("law", share.law().name().toLowerCase(Locale.ROOT));
            }
        }
    }

    private static void write(ProtocolSpec.Grpc grpc, RequestSpec request, ObjectNode node) {
        ObjectNode call = node.putObject("grpc");
        call.put("method", ProtocolSpec.Grpc.method(request));
        call.put("message", request.body());
        putUnlessEmpty(call, "proto", grpc.proto());
        if (!grpc.importPaths().isEmpty()) {
            ArrayNode importPaths = call.putArray("import-paths");
            grpc.importPaths().forEach(importPaths::add);
        }
        putUnlessEmpty(call, "protoset", grpc.protoset());
        write(ProtocolSpec.Grpc.metadata(request), node);
    }

    private static void write(List<Field> fields, ObjectNode node) {
        if (!fields.isEmpty()) {
            ObjectNode headers = node.putObject("headers");
            fields.forEach(f -> headers.put(f.name(), f.value()));
        }
    }

    private static void write(RequestSpec request, ObjectNode node) {
        node.put("method", request.method());
        node.put("path", request.target());
        write(request.fields(), node);
        if (!request.body().isEmpty()) {
            node.put("body", request.body());
        }
    }

    private static void write(EndpointSpec endpoint, ObjectNode node) {
        node.put("name", endpoint.name());
        node.put("weight", endpoint.weight());
        write(
                new RequestSpec(
                        endpoint.method(), endpoint.url(), endpoint.fields(), endpoint.body()),
                node);
        endpoint.check().ifPresent(check -> write(check, node.putObject("check")));
    }

    private static void write(AnswerCheck check, ObjectNode node) {
        node.put(
                "status",
                check.statusMin() == check.statusMax()
                        ? Integer.toString(check.statusMin())
                        : check.statusMin() + "-" + check.statusMax());
        if (check.bodyLength() != AnswerCheck.ANY_LENGTH) {
            node.put("length", check.bodyLength());
        }
        if (!check.bodyPattern().isEmpty()) {
            node.put("contains", check.bodyPattern());
        }
    }

    private static String decimal(double value) {
        return java.math.BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }
}
