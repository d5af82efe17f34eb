package dev.tare.lab.plan;

import dev.tare.base.core.AnswerCheck;
import dev.tare.base.core.Field;
import dev.tare.base.core.LoadModel.ArrivalLaw;
import dev.tare.base.core.RequestSpec;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A client of an SMP {@code PerformanceTestConfig}, read as a workload.
 *
 * @param node where it stands, for faults
 * @param name of its workload
 * @param generator whom the document would have load it; empty where it does not say
 * @param origins that it loads, {@code http[s]://host:port}, in their order
 * @param tls how TLS is spoken to those that are {@code https}
 * @param targets what is asked of each origin, with the number of times it is named
 * @param fields of every request, cookies and content type among them
 * @param body of every request; empty for none
 * @param connections 1 to {@link WorkloadSpec#MAX_CONNECTIONS}
 * @param arrivals closed where no rate is given
 * @param grpc whether the path names a method that is called, and the body is its message
 */
record SmpClient(
        PlanNode node,
        String name,
        String generator,
        List<String> origins,
        TlsSpec tls,
        Map<String, Integer> targets,
        List<Field> fields,
        String body,
        int connections,
        WorkloadSpec.Arrivals arrivals,
        boolean grpc) {
    private static final String[] KEYS = {
        "internal",
        "load_generator",
        "protocol",
        "connections",
        "rps",
        "headers",
        "cookies",
        "body",
        "content_type",
        "endpoint_urls",
        "ssl_certificate",
        "additional_options"
    };
    private static final int MAX_URLS = 1_000;
    private static final long MAX_RATE_PER_SEC = 10_000_000;
    private static final String CONTENT_TYPE = "Content-Type";
    private static final String COOKIE = "Cookie";

    /** What a bundle, and so what is told of it, has in a secret's place. */
    private static final String REDACTED = "(redacted)";

    SmpClient {
        origins = List.copyOf(origins);
        fields = List.copyOf(fields);
    }

    /**
     * Reads one.
     *
     * @throws PlanException also where it asks for what a plan cannot do
     */
    static SmpClient read(PlanNode document, String name) throws PlanException {
        PlanNode node = document.withProtoNames(KEYS);
        node.allow(KEYS);
        boolean grpc = grpc(node);
        requirePossible(node);
        Map<String, Map<String, Integer>> targets = targetsByOrigin(node);
        return new SmpClient(
                node,
                name,
                node.hasText("load_generator") ? node.text("load_generator") : "",
                List.copyOf(targets.keySet()),
                tls(node, targets.keySet()),
                sameTargets(node, targets),
                fields(node),
                node.hasText("body") ? node.text("body") : "",
                connections(node),
                arrivals(node),
                grpc);
    }

    /** Whether the protocol is gRPC, and not HTTP, as where it is silent. */
    private static boolean grpc(PlanNode node) throws PlanException {
        String protocol =
                node.hasText("protocol") ? node.text("protocol").toUpperCase(Locale.ROOT) : "0";
        return switch (protocol) {
            case "0", "PROTOCOL_INVALID", "1", "PROTOCOL_HTTP" -> false;
            case "4", "PROTOCOL_GRPC" -> true;
            case "2", "PROTOCOL_TCP", "3", "PROTOCOL_UDP" ->
                    throw node.fault(
                            "protocol %s is neither HTTP nor gRPC, which a plan has; write"
                                            .formatted(node.text("protocol"))
                                    + " protocol: 1 or 4");
            default ->
                    throw node.fault(
                            "protocol \"%s\" is not known; known are PROTOCOL_HTTP (1),"
                                            .formatted(node.text("protocol"))
                                    + " PROTOCOL_TCP (2), PROTOCOL_UDP (3), PROTOCOL_GRPC (4)");
        };
    }

    private static void requirePossible(PlanNode node) throws PlanException {
        if (node.has("internal") && node.value("internal", PlanReader::yesOrNo)) {
            throw node.fault(
                    "internal: true asks for a client inside the cluster; start Tare there and"
                            + " write internal: false");
        }
        if (node.hasText("additional_options")) {
            throw node.fault(
                    "additional_options are words for another generator, which is not run; leave"
                            + " them out");
        }
    }

    /** The specification does not say what ssl_certificate is: here it is whom to trust. */
    private static TlsSpec tls(PlanNode node, Collection<String> origins) throws PlanException {
        if (!node.hasText("ssl_certificate")) {
            return TlsSpec.STANDARD;
        }
        if (origins.stream().noneMatch(SmpClient::isEncrypted)) {
            throw node.fault(
                    "ssl_certificate is of no effect without an https:// address; leave it out");
        }
        String authorities = RunningReader.pemOrFile(node, "ssl_certificate");
        return node.build(() -> new TlsSpec(authorities, "", false, "", ""));
    }

    static boolean isEncrypted(String origin) {
        return origin.startsWith("https:");
    }

    private static int connections(PlanNode node) throws PlanException {
        int connections =
                node.hasText("connections")
                        ? (int)
                                (long)
                                        node.value(
                                                "connections",
                                                t -> whole(t, WorkloadSpec.MAX_CONNECTIONS))
                        : 0;
        return connections == 0 ? BuiltInPlan.CONNECTIONS : connections;
    }

    private static WorkloadSpec.Arrivals arrivals(PlanNode node) throws PlanException {
        long ratePerSec =
                node.hasText("rps") ? node.value("rps", t -> whole(t, MAX_RATE_PER_SEC)) : 0;
        return ratePerSec == 0
                ? new WorkloadSpec.Arrivals.Closed()
                : new WorkloadSpec.Arrivals.Rate(ratePerSec, ArrivalLaw.CONSTANT);
    }

    private static long whole(String text, long maximum) {
        if (!text.matches("[0-9]{1,18}") || Long.parseLong(text) > maximum) {
            throw new IllegalArgumentException(
                    "\"%s\" is not a whole number from 0 to %d".formatted(text, maximum));
        }
        return Long.parseLong(text);
    }

    private static Map<String, Map<String, Integer>> targetsByOrigin(PlanNode node)
            throws PlanException {
        List<PlanNode> urls = node.items("endpoint_urls");
        if (urls.isEmpty() || urls.size() > MAX_URLS) {
            throw node.child("endpoint_urls")
                    .fault(
                            "has %d addresses; 1 to %d are possible"
                                    .formatted(urls.size(), MAX_URLS));
        }
        Map<String, Map<String, Integer>> targets = new LinkedHashMap<>();
        for (PlanNode item : urls) {
            String text = item.text();
            URI url = item.build(() -> HttpUrl.parse(text));
            String origin =
                    (HttpUrl.isEncrypted(url) ? "https://" : "http://")
                            + url.getHost().toLowerCase(Locale.ROOT)
                            + ":"
                            + HttpUrl.port(url);
            targets.computeIfAbsent(origin, o -> new LinkedHashMap<>())
                    .merge(HttpUrl.target(url), 1, Integer::sum);
        }
        return targets;
    }

    /** What all origins are asked for: other requests would be other work. */
    private static Map<String, Integer> sameTargets(
            PlanNode node, Map<String, Map<String, Integer>> targets) throws PlanException {
        Map.Entry<String, Map<String, Integer>> first = targets.entrySet().iterator().next();
        for (Map.Entry<String, Map<String, Integer>> other : targets.entrySet()) {
            if (!other.getValue().equals(first.getValue())) {
                throw node.child("endpoint_urls")
                        .fault(
                                "%s and %s are asked for different paths; name the same paths of"
                                                .formatted(first.getKey(), other.getKey())
                                        + " each, or give each its own client in a file of its"
                                        + " own");
            }
        }
        return first.getValue();
    }

    private static List<Field> fields(PlanNode node) throws PlanException {
        List<Field> fields = new ArrayList<>(PlanReader.fields(node));
        if (node.hasText("content_type")) {
            String type = node.text("content_type");
            add(fields, node, "content_type", node.build(() -> new Field(CONTENT_TYPE, type)));
        }
        if (node.has("cookies")) {
            PlanNode cookies = node.child("cookies");
            List<String> pairs = new ArrayList<>();
            for (String name : cookies.names()) {
                pairs.add(cookie(cookies, name));
            }
            if (!pairs.isEmpty()) {
                add(fields, node, "cookies", new Field(COOKIE, String.join("; ", pairs)));
            }
        }
        for (Field field : fields) {
            if (field.value().contains(REDACTED)) {
                throw node.fault(
                        "%s is %s, a secret that a bundle does not keep; write it in again"
                                .formatted(field.name(), REDACTED));
            }
        }
        return fields;
    }

    private static void add(List<Field> fields, PlanNode node, String key, Field field)
            throws PlanException {
        for (Field other : fields) {
            if (other.name().equalsIgnoreCase(field.name())) {
                throw node.fault(
                        "has %s and the header %s; leave one of them out"
                                .formatted(key, other.name()));
            }
        }
        fields.add(field);
    }

    /**
     * One pair of the header field, in the order in which they are written.
     *
     * <p>Source: RFC 6265, section 4.1.1: what a name and a value may hold; section 4.2.1: the form
     * of the field.
     */
    private static String cookie(PlanNode cookies, String name) throws PlanException {
        String value = cookies.text(name);
        String bare =
                value.length() > 1 && value.startsWith("\"") && value.endsWith("\"")
                        ? value.substring(1, value.length() - 1)
                        : value;
        if (!bare.chars().allMatch(SmpClient::isCookieOctet)) {
            throw cookies.fault(
                    "the value of \"%s\" holds a space, a comma, a semicolon or another character"
                                    .formatted(name)
                            + " that a cookie cannot have; encode it");
        }
        // A name is a token, as a header field's is.
        return cookies.build(() -> new Field(name, value)).name() + "=" + value;
    }

    private static boolean isCookieOctet(int c) {
        return c > ' ' && c < 0x7f && c != '"' && c != ',' && c != ';' && c != '\\';
    }

    /**
     * As a workload of a plan.
     *
     * @param specimens that get it besides bare; empty for all
     */
    WorkloadSpec workload(List<String> specimens) throws PlanException {
        if (grpc) {
            return calls(specimens);
        }
        String method = body.isEmpty() ? "GET" : "POST";
        List<EndpointSpec> endpoints = new ArrayList<>();
        for (Map.Entry<String, Integer> target : targets.entrySet()) {
            String path = target.getKey();
            endpoints.add(
                    node.build(() ->
                            new EndpointSpec(
                                    method + " " + path,
                                    target.getValue(),
                                    method,
                                    path,
                                    fields,
                                    body,
                                    java.util.Optional.empty())));
        }
        String first = targets.keySet().iterator().next();
        return node.build(() ->
                new WorkloadSpec(
                        name,
                        new RequestSpec(method, first, fields, body),
                        AnswerCheck.success(),
                        connections,
                        1,
                        BuiltInPlan.TIMEOUT_NS,
                        arrivals,
                        specimens,
                        0,
                        endpoints.size() == 1 ? List.of() : endpoints,
                        ProtocolSpec.HTTP1));
    }

    private WorkloadSpec calls(List<String> specimens) throws PlanException {
        if (targets.size() > 1) {
            throw node.fault(
                    "calls %d gRPC methods; give each a client of its own"
                            .formatted(targets.size()));
        }
        String path = targets.keySet().iterator().next();
        String method = path.equals("/") ? ProtocolSpec.Grpc.HEALTH : path.substring(1);
        return node.build(() ->
                new WorkloadSpec(
                        name,
                        ProtocolSpec.Grpc.request(method, fields, body),
                        ProtocolSpec.Grpc.OK,
                        connections,
                        1,
                        BuiltInPlan.TIMEOUT_NS,
                        arrivals,
                        specimens,
                        0,
                        List.of(),
                        ProtocolSpec.Grpc.BY_REFLECTION));
    }
}
