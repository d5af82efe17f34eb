package dev.tare.lab.plan;

import dev.tare.base.core.AnswerCheck;
import dev.tare.base.core.Field;
import dev.tare.base.core.LoadModel.ArrivalLaw;
import dev.tare.base.core.QuantityText;
import dev.tare.base.core.RequestSpec;
import dev.tare.specimen.control.proxy.ProxyFunction;
import dev.tare.specimen.link.LinkShape;
import dev.tare.specimen.mesh.Topology;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a plan from YAML or JSON, as {@code docs/format/plan-v1.md} describes it; or a
 * configuration of SMP, as {@code docs/smp.md} does.
 */
public final class PlanReader {
    private static final Pattern SHARE =
            Pattern.compile("(\\d+(?:\\.\\d+)?) ?% of slowest", Pattern.CASE_INSENSITIVE);
    private static final int MAX_THREADS = WorkloadSpec.MAX_THREADS;

    /** The longest answer that the built-in origin gives. */
    private static final int MAX_ORIGIN_BYTES = 1 << 30;

    private PlanReader() {}

    /**
     * Reads one plan.
     *
     * @param text of the whole document, at most {@link PlanNode#MAX_DOCUMENT_LENGTH} characters
     * @param source its file name, for messages
     * @param defaults what stands where the document is silent
     * @throws PlanException in one line that names the source, the place, the fault and the remedy
     */
    public static Plan read(String text, String source, Plan defaults) throws PlanException {
        PlanNode root = PlanNode.parse(text, source);
        if (SmpPlanReader.recognizes(root)) {
            return SmpPlanReader.read(root, source, defaults);
        }
        root.allow(
                "name",
                "duration",
                "warm-up",
                "blocks",
                "seed",
                "specimens",
                "workloads",
                "published",
                "scaled-by",
                "application");
        List<SpecimenSpec> specimens =
                root.has("specimens")
                        ? specimens(Matrix.expanded(root.items("specimens")))
                        : defaults.specimens();
        List<WorkloadSpec> workloads =
                root.has("workloads")
                        ? workloads(Matrix.expanded(root.items("workloads")))
                        : defaults.workloads();
        long durationNs =
                root.has("duration")
                        ? root.value("duration", QuantityText::durationNs)
                        : defaults.durationNs();
        long warmUpNs = root.has("warm-up") ? root.value("warm-up", Plan::warmUpNs) : 0;
        int blocks =
                root.has("blocks")
                        ? root.value("blocks", t -> QuantityText.count(t, 1, Plan.MAX_BLOCKS))
                        : defaults.blocks();
        long seed = root.has("seed") ? root.value("seed", Long::parseLong) : defaults.seed();
        String name = root.has("name") ? root.text("name") : source;
        String published = root.has("published") ? root.text("published") : "";
        double scale = root.has("scaled-by") ? root.value("scaled-by", Double::parseDouble) : 1;
        ApplicationSpec application =
                root.has("application")
                        ? application(root.child("application"))
                        : ApplicationSpec.NONE;
        return root.build(() ->
                new Plan(
                        name,
                        specimens,
                        workloads,
                        blocks,
                        durationNs,
                        seed,
                        scale,
                        published,
                        application,
                        warmUpNs));
    }

    /** A name, or a map with the name and values for its chart. */
    private static ApplicationSpec application(PlanNode node) throws PlanException {
        if (node.isText()) {
            String name = node.text();
            return node.build(() -> new ApplicationSpec(name, Map.of()));
        }
        Map<String, String> values = new HashMap<>();
        for (String key : node.names()) {
            values.put(key, node.text(key));
        }
        String name = node.text("name");
        values.remove("name");
        return node.build(() -> new ApplicationSpec(name, values));
    }

    private static List<SpecimenSpec> specimens(List<PlanNode> nodes) throws PlanException {
        List<SpecimenSpec> specimens = new ArrayList<>();
        for (PlanNode node : nodes) {
            specimens.add(node.isText() ? byName(node) : specimen(node));
        }
        return specimens;
    }

    private static SpecimenSpec byName(PlanNode node) throws PlanException {
        String name = node.text();
        if (name.equals(SpecimenSpec.Link.KIND)) {
            return node.build(() ->
                    new SpecimenSpec.Link(
                            name, new LinkShape(LinkShape.UNSHAPED, LinkShape.UNSHAPED)));
        }
        return node.build(() ->
                name.equals("bare")
                        ? new SpecimenSpec.Bare(name)
                        : new SpecimenSpec.Known(name, name));
    }

    private static SpecimenSpec specimen(PlanNode node) throws PlanException {
        node.allow(
                "name",
                "kind",
                "command",
                "url",
                "pid",
                "threads",
                "copy",
                "tls",
                "topology",
                "mtls",
                "functions",
                "values",
                "rate",
                "round-trip");
        String name = node.text("name");
        // What runs already has a tls of its own, which is a map.
        boolean tls = !node.has("url") && node.has("tls") && node.value("tls", PlanReader::yesOrNo);
        ProxyVariant variant = variant(node, tls);
        String kind = node.has("kind") ? node.text("kind") : name;
        boolean started = !node.has("command") && !node.has("url") && !kind.equals("bare");
        boolean link = started && kind.equals(SpecimenSpec.Link.KIND);
        boolean known = started && !link;
        if (!known && !variant.equals(ProxyVariant.STANDARD)) {
            throw node.fault(
                    "threads, copy, tls, topology, mtls and functions are for specimens of kind "
                            + String.join(", ", SpecimenSpec.Known.KINDS)
                            + "; leave them out");
        }
        if (!link && (node.has("rate") || node.has("round-trip"))) {
            throw node.fault("rate and round-trip are for specimens of kind link; leave them out");
        }
        if (link) {
            LinkShape shape = linkShape(node);
            return node.build(() -> new SpecimenSpec.Link(name, shape));
        }
        if (node.has("command") && node.has("url")) {
            throw node.fault("has a command and a url; leave one out");
        }
        if (node.has("command")) {
            String command = node.text("command");
            return node.build(() -> new SpecimenSpec.Command(name, command));
        }
        if (node.has("url")) {
            return RunningReader.read(node, name);
        }
        return node.build(() ->
                known ? new SpecimenSpec.Known(name, kind, variant) : new SpecimenSpec.Bare(name));
    }

    private static LinkShape linkShape(PlanNode node) throws PlanException {
        long rateBitsPerSec =
                node.has("rate")
                        ? node.value("rate", LinkShape::rateBitsPerSec)
                        : LinkShape.UNSHAPED;
        long roundTripNs =
                node.has("round-trip")
                        ? node.value("round-trip", PlanReader::roundTripNs)
                        : LinkShape.UNSHAPED;
        return node.build(() -> new LinkShape(rateBitsPerSec, roundTripNs));
    }

    /** Nothing stands for an unshaped link but silence. */
    private static long roundTripNs(String text) {
        long roundTripNs = QuantityText.durationNs(text);
        if (roundTripNs == LinkShape.UNSHAPED) {
            throw new IllegalArgumentException("a round-trip of nothing is no shape; leave it out");
        }
        return roundTripNs;
    }

    private static ProxyVariant variant(PlanNode node, boolean tls) throws PlanException {
        int threads =
                node.has("threads")
                        ? node.value(
                                "threads", t -> QuantityText.count(t, 1, ProxyVariant.MAX_THREADS))
                        : 1;
        String copy = node.has("copy") ? node.text("copy") : "";
        Placement placement = placement(node);
        return node.build(() -> new ProxyVariant(threads, copy, tls, placement));
    }

    private static Placement placement(PlanNode node) throws PlanException {
        Optional<Topology> topology =
                node.has("topology")
                        ? Optional.of(node.value("topology", PlanReader::topology))
                        : Optional.empty();
        boolean mutualTls = node.has("mtls") && node.value("mtls", PlanReader::yesOrNo);
        Set<ProxyFunction> functions = EnumSet.noneOf(ProxyFunction.class);
        if (node.has("functions")) {
            for (String key : node.texts("functions")) {
                functions.add(node.build(() -> function(key)));
            }
        }
        Map<String, String> values = new HashMap<>();
        if (node.has("values")) {
            PlanNode given = node.child("values");
            for (String key : given.names()) {
                values.put(key, given.text(key));
            }
        }
        return node.build(() -> new Placement(topology, mutualTls, functions, values));
    }

    private static Topology topology(String text) {
        return Topology.named(text).orElseThrow(() -> unknown("topology", text, Topology.keys()));
    }

    private static ProxyFunction function(String text) {
        return ProxyFunction.named(text)
                .orElseThrow(() -> unknown("function", text, ProxyFunction.keys()));
    }

    private static IllegalArgumentException unknown(String what, String text, List<String> known) {
        return new IllegalArgumentException(
                "%s \"%s\" is not known; known are %s"
                        .formatted(what, text, String.join(", ", known)));
    }

    static boolean yesOrNo(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default ->
                    throw new IllegalArgumentException(
                            "\"" + text + "\" is neither true nor false");
        };
    }

    private static List<WorkloadSpec> workloads(List<PlanNode> nodes) throws PlanException {
        List<WorkloadSpec> workloads = new ArrayList<>();
        for (PlanNode node : nodes) {
            workloads.add(workload(node));
        }
        return workloads;
    }

    private static WorkloadSpec workload(PlanNode node) throws PlanException {
        node.allow(
                "name",
                "method",
                "path",
                "bytes",
                "headers",
                "body",
                "check",
                "connections",
                "threads",
                "timeout",
                "model",
                "rate",
                "law",
                "specimens",
                "slice",
                "endpoints",
                "http2",
                "grpc");
        ProtocolSpec protocol = ProtocolReader.read(node);
        boolean grpc = protocol instanceof ProtocolSpec.Grpc;
        OptionalLong bytes = bytes(node);
        List<EndpointSpec> endpoints = endpoints(node);
        RequestSpec request = grpc ? ProtocolReader.call(node) : request(node, bytes, endpoints);
        AnswerCheck check =
                bytes.isPresent()
                        ? AnswerCheck.okWithLength(bytes.getAsLong())
                        : node.has("check") ? check(node.child("check")) : defaultCheck(grpc);
        int connections =
                node.has("connections")
                        ? node.value(
                                "connections",
                                t -> QuantityText.count(t, 1, WorkloadSpec.MAX_CONNECTIONS))
                        : BuiltInPlan.CONNECTIONS;
        int threads =
                node.has("threads")
                        ? node.value("threads", t -> QuantityText.count(t, 1, MAX_THREADS))
                        : 1;
        long timeoutNs =
                node.has("timeout")
                        ? node.value("timeout", QuantityText::durationNs)
                        : BuiltInPlan.TIMEOUT_NS;
        WorkloadSpec.Arrivals arrivals = arrivals(node);
        List<String> specimens = node.has("specimens") ? node.texts("specimens") : List.of();
        long sliceNs = node.has("slice") ? node.value("slice", QuantityText::durationNs) : 0;
        String name = node.text("name");
        return node.build(() ->
                new WorkloadSpec(
                        name,
                        request,
                        check,
                        connections,
                        threads,
                        timeoutNs,
                        arrivals,
                        specimens,
                        sliceNs,
                        endpoints,
                        protocol));
    }

    private static AnswerCheck defaultCheck(boolean grpc) {
        return grpc ? ProtocolSpec.Grpc.OK : AnswerCheck.success();
    }

    private static RequestSpec request(
            PlanNode node, OptionalLong bytes, List<EndpointSpec> endpoints) throws PlanException {
        if (!endpoints.isEmpty()) {
            return requestOf(endpoints.getFirst());
        }
        return request(node, bytes.isPresent() ? "/byte/" + bytes.getAsLong() : node.text("path"));
    }

    /** Several requests instead of one; each has a path where a load has a URL. */
    private static List<EndpointSpec> endpoints(PlanNode node) throws PlanException {
        if (!node.has("endpoints")) {
            return List.of();
        }
        for (String key : List.of("path", "bytes", "method", "headers", "body")) {
            if (node.has(key)) {
                throw node.fault(
                        "has endpoints, each with its own path; leave \"" + key + "\" out");
            }
        }
        List<EndpointSpec> endpoints = new ArrayList<>();
        for (PlanNode item : Matrix.expanded(node.items("endpoints"))) {
            endpoints.add(EndpointsReader.onPath(item));
        }
        if (endpoints.isEmpty()) {
            throw node.fault("endpoints is empty; name one or more");
        }
        return endpoints;
    }

    private static RequestSpec requestOf(EndpointSpec endpoint) {
        return new RequestSpec(
                endpoint.method(), endpoint.url(), endpoint.fields(), endpoint.body());
    }

    /** The built-in origin's bytes, which stand for the path and the check. */
    private static OptionalLong bytes(PlanNode node) throws PlanException {
        if (!node.has("bytes")) {
            return OptionalLong.empty();
        }
        if (node.has("path") || node.has("check")) {
            throw node.fault(
                    "has \"bytes\", which stands for the path /byte/N and a check of its length;"
                            + " leave \"path\" and \"check\" out");
        }
        return OptionalLong.of(
                node.value("bytes", text -> QuantityText.count(text, 0, MAX_ORIGIN_BYTES)));
    }

    private static RequestSpec request(PlanNode node, String path) throws PlanException {
        String method = method(node);
        List<Field> fields = fields(node);
        String body = node.has("body") ? node.text("body") : "";
        return node.build(() -> new RequestSpec(method, path, fields, body));
    }

    /** In capitals; {@code GET} where there is none. */
    static String method(PlanNode node) throws PlanException {
        return node.has("method") ? node.text("method").toUpperCase(Locale.ROOT) : "GET";
    }

    /** The map {@code headers}, in its order. */
    static List<Field> fields(PlanNode node) throws PlanException {
        List<Field> fields = new ArrayList<>();
        if (node.has("headers")) {
            PlanNode headers = node.child("headers");
            for (String name : headers.names()) {
                String value = headers.text(name);
                fields.add(headers.build(() -> new Field(name, value)));
            }
        }
        return fields;
    }

    /** What a correct answer is: a map with {@code status}, {@code length}, {@code contains}. */
    static AnswerCheck check(PlanNode node) throws PlanException {
        node.allow("status", "length", "contains");
        String status = node.has("status") ? node.text("status") : "200-299";
        Matcher range = Pattern.compile("(\\d{3})(?:-(\\d{3}))?").matcher(status);
        if (!range.matches()) {
            throw node.fault("status \"" + status + "\" is not of the form 200 or 200-299");
        }
        int low = Integer.parseInt(range.group(1));
        int high = range.group(2) == null ? low : Integer.parseInt(range.group(2));
        long length =
                node.has("length")
                        ? node.value("length", t -> QuantityText.count(t, 0, Integer.MAX_VALUE))
                        : AnswerCheck.ANY_LENGTH;
        String contains = node.has("contains") ? node.text("contains") : "";
        return node.build(() -> new AnswerCheck(low, high, length, contains));
    }

    private static WorkloadSpec.Arrivals arrivals(PlanNode node) throws PlanException {
        String model =
                node.has("model") ? node.text("model") : node.has("rate") ? "open" : "closed";
        if (model.equals("closed")) {
            if (node.has("rate") || node.has("law")) {
                throw node.fault(
                        "a closed loop has no rate and no law; write \"model: open\" or leave them"
                                + " out");
            }
            return new WorkloadSpec.Arrivals.Closed();
        }
        if (!model.equals("open")) {
            throw node.fault("model \"" + model + "\" is neither \"closed\" nor \"open\"");
        }
        if (!node.has("rate")) {
            throw node.fault("an open loop needs a rate, such as 5000/s or \"40% of slowest\"");
        }
        ArrivalLaw law = node.has("law") ? law(node) : ArrivalLaw.CONSTANT;
        String rate = node.text("rate");
        Matcher share = SHARE.matcher(rate.strip());
        if (share.matches()) {
            double ofOne = Double.parseDouble(share.group(1)) / 100;
            return node.build(() -> new WorkloadSpec.Arrivals.ShareOfSlowest(ofOne, law));
        }
        double ratePerSec = node.value("rate", QuantityText::ratePerSec);
        return node.build(() -> new WorkloadSpec.Arrivals.Rate(ratePerSec, law));
    }

    private static ArrivalLaw law(PlanNode node) throws PlanException {
        String law = node.text("law");
        for (ArrivalLaw known : ArrivalLaw.values()) {
            if (known.name().toLowerCase(Locale.ROOT).equals(law)) {
                return known;
            }
        }
        throw node.fault("law \"" + law + "\" is neither \"constant\" nor \"poisson\"");
    }
}
