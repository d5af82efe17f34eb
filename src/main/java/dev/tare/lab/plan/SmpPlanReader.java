package dev.tare.lab.plan;

import dev.tare.base.core.QuantityText;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Reads a {@code PerformanceTestConfig} of the Service Mesh Performance specification as a plan:
 * each client is a workload, each origin of its URLs a specimen, the first of them bare. {@code
 * docs/smp.md} says how each field is read.
 */
public final class SmpPlanReader {
    private static final String[] KEYS = {
        "smp_version", "id", "name", "labels", "clients", "duration"
    };
    private static final String BARE = "bare";
    private static final int MAX_NAME_LENGTH = 40;

    private final PlanNode root;
    private final List<SmpClient> clients;

    private SmpPlanReader(PlanNode root, List<SmpClient> clients) {
        this.root = root;
        this.clients = clients;
    }

    /** Whether a document is meant as one; no plan of Tare's own has these keys. */
    static boolean recognizes(PlanNode root) throws PlanException {
        Collection<String> names = root.names();
        return names.contains("clients")
                || names.contains("smp_version")
                || names.contains("smpVersion");
    }

    private static SmpPlanReader of(PlanNode document) throws PlanException {
        PlanNode root = document.withProtoNames(KEYS);
        for (String other : List.of("latencies_ms", "actual_qps", "latenciesMs", "actualQps")) {
            if (root.names().contains(other)) {
                throw root.fault(
                        "is a result of SMP, for it has \"%s\"; what runs is a".formatted(other)
                                + " PerformanceTestConfig");
            }
        }
        root.allow(KEYS);
        List<PlanNode> nodes = root.items("clients");
        if (nodes.isEmpty()) {
            throw root.child("clients").fault("is empty; name one client or more");
        }
        List<String> names = labelled(root, "tare.workload");
        if (!names.isEmpty() && names.size() != nodes.size()) {
            throw root.fault(
                    "label tare.workload has %d names for %d clients; name each, separated by"
                                    .formatted(names.size(), nodes.size())
                            + " commas");
        }
        List<SmpClient> clients = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            String name = names.isEmpty() ? "client-" + (i + 1) : names.get(i);
            clients.add(SmpClient.read(nodes.get(i), name));
        }
        return new SmpPlanReader(root, clients);
    }

    /** Names that a label holds, separated by commas. */
    private static List<String> labelled(PlanNode root, String label) throws PlanException {
        if (!root.has("labels")) {
            return List.of();
        }
        PlanNode labels = root.child("labels");
        for (String name : labels.names()) {
            if (labels.has(name)) {
                labels.text(name);
            }
        }
        return labels.has(label) ? List.of(labels.text(label).strip().split(" *, *")) : List.of();
    }

    /**
     * Reads one.
     *
     * @param document which {@link #recognizes} knows
     * @param source its file name, which names the plan where the document does not
     * @param defaults what stands where the document is silent
     */
    static Plan read(PlanNode document, String source, Plan defaults) throws PlanException {
        return of(document).plan(source, defaults);
    }

    /**
     * What a user should know of the way in which a document was read, a sentence each; nothing for
     * a plan of Tare's own.
     *
     * @throws PlanException when it is no plan
     */
    public static List<String> notes(String text, String source) throws PlanException {
        PlanNode root = PlanNode.parse(text, source);
        return recognizes(root) ? of(root).notes() : List.of();
    }

    private Plan plan(String source, Plan defaults) throws PlanException {
        String name = root.hasText("name") ? root.text("name") : source;
        long durationNs =
                root.hasText("duration")
                        ? root.value("duration", QuantityText::durationNs)
                        : defaults.durationNs();
        for (SmpClient client : clients) {
            requireFirst(client);
        }
        Map<String, String> specimenByOrigin = specimenByOrigin();
        Map<String, TlsSpec> tlsByOrigin = tlsByOrigin();
        List<SpecimenSpec> specimens = new ArrayList<>();
        for (Map.Entry<String, String> specimen : specimenByOrigin.entrySet()) {
            specimens.add(
                    root.build(() ->
                            new SpecimenSpec.Running(
                                    specimen.getValue(),
                                    URI.create(specimen.getKey()),
                                    OptionalLong.empty(),
                                    tlsByOrigin.getOrDefault(
                                            specimen.getKey(), TlsSpec.STANDARD))));
        }
        List<WorkloadSpec> workloads = new ArrayList<>();
        for (SmpClient client : clients) {
            List<String> others =
                    client.origins().stream()
                            .map(specimenByOrigin::get)
                            .filter(other -> !other.equals(BARE))
                            .toList();
            // A workload that names nobody is for all.
            boolean forAll = others.size() == specimens.size() - 1;
            if (others.isEmpty() && !forAll) {
                throw client.node()
                        .fault(
                                "loads %s alone, and other clients load more; give each client the"
                                                .formatted(firstOrigin())
                                        + " same origins, or a file of its own");
            }
            workloads.add(client.workload(forAll ? List.of() : others));
        }
        return root.build(() ->
                new Plan(
                        name,
                        specimens,
                        workloads,
                        defaults.blocks(),
                        durationNs,
                        defaults.seed()));
    }

    private String firstOrigin() {
        return clients.getFirst().origins().getFirst();
    }

    private void requireFirst(SmpClient client) throws PlanException {
        if (!client.origins().contains(firstOrigin())) {
            throw client.node()
                    .fault(
                            "does not load %s, with which the others are compared; add it to its"
                                            .formatted(firstOrigin())
                                    + " endpoint_urls, or give the client a file of its own");
        }
    }

    /** How TLS is spoken to each origin that is https: all its clients must want the same. */
    private Map<String, TlsSpec> tlsByOrigin() throws PlanException {
        Map<String, TlsSpec> tlsByOrigin = new HashMap<>();
        for (SmpClient client : clients) {
            for (String origin : client.origins()) {
                if (!SmpClient.isEncrypted(origin)) {
                    continue;
                }
                TlsSpec other = tlsByOrigin.putIfAbsent(origin, client.tls());
                if (other != null && !other.equals(client.tls())) {
                    throw client.node()
                            .fault(
                                    "has another ssl_certificate for %s than a client before it;"
                                                    .formatted(origin)
                                            + " give both the same");
                }
            }
        }
        return tlsByOrigin;
    }

    /** Origins in the order in which they are first named, with the names of their specimens. */
    private Map<String, String> specimenByOrigin() throws PlanException {
        Map<String, String> specimenByOrigin = new LinkedHashMap<>();
        for (SmpClient client : clients) {
            for (String origin : client.origins()) {
                specimenByOrigin.putIfAbsent(
                        origin, specimenByOrigin.isEmpty() ? BARE : nameOf(origin));
            }
        }
        List<String> names = labelled(root, "tare.specimen");
        int others = specimenByOrigin.size() - 1;
        if (!names.isEmpty() && others > 0) {
            if (names.size() != others) {
                throw root.fault(
                        "label tare.specimen has %d names for the %d origins after the first; name"
                                        .formatted(names.size(), others)
                                + " each, separated by commas");
            }
            List<String> origins = List.copyOf(specimenByOrigin.keySet());
            for (int i = 0; i < others; i++) {
                specimenByOrigin.put(origins.get(i + 1), names.get(i));
            }
        }
        return specimenByOrigin;
    }

    /** Host and port, in the characters that a specimen's name may have; its end, if too long. */
    private static String nameOf(String origin) {
        String name =
                origin.substring(origin.indexOf("://") + 3)
                        .replaceAll("[\\[\\]]", "")
                        .replaceAll("[^A-Za-z0-9._-]", "-");
        return name.substring(Math.max(0, name.length() - MAX_NAME_LENGTH));
    }

    private List<String> notes() throws PlanException {
        List<String> notes = new ArrayList<>();
        Map<String, String> specimens = specimenByOrigin();
        notes.add(
                specimens.size() == 1
                        ? "SMP: one origin, %s, is loaded as bare: nothing to compare it with"
                                .formatted(firstOrigin())
                        : "SMP: bare is %s; compared with it: %s"
                                .formatted(firstOrigin(), compared(specimens)));
        clients.stream()
                .map(SmpClient::generator)
                .filter(generator -> !generator.isEmpty() && !generator.equals("tare"))
                .distinct()
                .map("load_generator %s: Tare loads it itself"::formatted)
                .forEach(notes::add);
        if (clients.stream().anyMatch(client -> !client.tls().equals(TlsSpec.STANDARD))) {
            notes.add("SMP: ssl_certificate is read as the authority to trust, and no other is");
        }
        if (clients.stream().anyMatch(SmpClient::grpc)) {
            notes.add(
                    "SMP: with gRPC the addresses' paths name the method, and body is its message"
                            + " as JSON");
        }
        if (clients.size() > 1) {
            notes.add("SMP: the %d clients take turns".formatted(clients.size()));
        }
        return notes;
    }

    private static String compared(Map<String, String> specimens) {
        return String.join(
                ", ",
                specimens.entrySet().stream()
                        .skip(1)
                        .map(entry -> entry.getValue() + " at " + entry.getKey())
                        .toList());
    }
}
