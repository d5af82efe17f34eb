package dev.tare.specimen.control.proxy;

import dev.tare.base.time.NanoClock;
import dev.tare.specimen.control.identity.WorkloadIdentities;
import dev.tare.specimen.control.probe.HttpProbe;
import dev.tare.specimen.control.probe.RequestCounter;
import dev.tare.specimen.control.probe.RequestCounters;
import dev.tare.specimen.control.process.Endpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A proxy as a sidecar: one process with several ways through it. Its configuration is a template
 * of this package, such as {@code envoy-sidecar.yaml}.
 */
public enum SidecarProxy {
    MINIVOY("minivoy-sidecar.yaml"),
    ENVOY("envoy-sidecar.yaml"),
    HAPROXY("haproxy-sidecar.cfg"),
    NGINX("nginx-sidecar.conf");

    /** Where a sidecar of HAProxy or nginx says what a connection to it speaks. */
    private static final String TLS_TARGET = "/.tare/tls";

    private static final Pattern ENVOY_CIPHER =
            Pattern.compile("(?m)^listener\\.[^ ]*\\.ssl\\.ciphers\\.([A-Za-z0-9_-]+): [1-9]");
    private static final Pattern ENVOY_VERSION =
            Pattern.compile("(?m)^listener\\.[^ ]*\\.ssl\\.versions\\.([A-Za-z0-9_.]+): [1-9]");
    private static final Pattern MINIVOY_HANDSHAKE =
            Pattern.compile(
                    "(?m)^minivoy_tls_handshakes_total\\{(?=[^}]*side=\"client\")[^}]*\\} [1-9]");

    private final String template;

    SidecarProxy(String template) {
        this.template = template;
    }

    /** Its name in plans. */
    public String kind() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The one of that name. */
    public static Optional<SidecarProxy> named(String kind) {
        return List.of(values()).stream().filter(p -> p.kind().equals(kind)).findFirst();
    }

    /** The name of its configuration's file. */
    public String configurationFile() {
        return switch (this) {
            case MINIVOY -> "minivoy.yaml";
            case ENVOY -> ForeignProxy.ENVOY.configurationFile();
            case HAPROXY -> ForeignProxy.HAPROXY.configurationFile();
            case NGINX -> ForeignProxy.NGINX.configurationFile();
        };
    }

    /** Which functions it can be asked for. */
    public Set<ProxyFunction> functions() {
        return switch (this) {
            case MINIVOY -> EnumSet.allOf(ProxyFunction.class);
            case ENVOY -> EnumSet.complementOf(EnumSet.of(ProxyFunction.PLAN_LIMIT));
            case HAPROXY, NGINX -> Set.of();
        };
    }

    /** The names of its functions, for messages. */
    public String functionKeys() {
        return functions().isEmpty()
                ? "none"
                : functions().stream()
                        .sorted()
                        .map(ProxyFunction::key)
                        .collect(Collectors.joining(", "));
    }

    /**
     * What its configuration is made for.
     *
     * @param adminPort its counters are read from
     * @param passages the ways through it, at least one
     * @param workers threads, or processes where it has those
     * @param functions besides passing on
     * @param maxOpenFiles that the kernel grants it
     * @param asRoot it is started by root
     */
    public record Setting(
            int adminPort,
            List<Passage> passages,
            int workers,
            Set<ProxyFunction> functions,
            long maxOpenFiles,
            boolean asRoot) {
        public Setting {
            passages = List.copyOf(passages);
            functions = Set.copyOf(functions);
            if (passages.isEmpty()) {
                throw new IllegalArgumentException("a sidecar needs a passage");
            }
        }
    }

    /**
     * The text of its configuration.
     *
     * @throws IllegalArgumentException when it cannot do one of the functions
     */
    public String configurationFor(Setting setting) {
        for (ProxyFunction function : setting.functions()) {
            if (!functions().contains(function)) {
                throw new IllegalArgumentException(
                        "%s is not written for %s; it can do %s"
                                .formatted(function.key(), kind(), functionKeys()));
            }
        }
        long most =
                new ForeignProxy.Setting(
                                setting.passages().getFirst().port(),
                                setting.adminPort(),
                                setting.passages().getFirst().to(),
                                setting.maxOpenFiles(),
                                setting.asRoot())
                        .maxConnections();
        Map<String, String> values = new HashMap<>();
        values.put("admin-port", String.valueOf(setting.adminPort()));
        switch (this) {
            case MINIVOY, HAPROXY -> {
                values.put("workers", String.valueOf(setting.workers()));
                values.put("max-connections", String.valueOf(most));
            }
            case NGINX -> {
                values.put("workers", String.valueOf(setting.workers()));
                values.put("worker-connections", String.valueOf(2 * most));
            }
            case ENVOY -> {}
        }
        Set<String> cases = new HashSet<>();
        for (ProxyFunction function : ProxyFunction.values()) {
            boolean wanted = setting.functions().contains(function);
            cases.add(wanted ? function.key() : "no-" + function.key());
        }
        String text =
                Template.ofResource(template)
                        .forCases(cases)
                        .forEach("passage", setting.passages().stream().map(this::item).toList())
                        .fill(values);
        // Its worker must be able to go into a folder that may be root's own.
        return this == NGINX && setting.asRoot() ? "user root;\n" + text : text;
    }

    private Template.Item item(Passage passage) {
        Map<String, String> values = new HashMap<>();
        values.put("name", passage.name());
        values.put("variable", passage.name().replace('-', '_'));
        values.put("port", String.valueOf(passage.port()));
        values.put("to-host", passage.to().bracketedHost());
        values.put("to-address", passage.to().host());
        values.put("to-port", String.valueOf(passage.to().port()));
        passage.outbound()
                .ifPresent(workload -> {
                    values.put("server-name", WorkloadIdentities.serverName(workload));
                    values.put("server-uri", WorkloadIdentities.uri(workload));
                });
        Set<String> cases = new HashSet<>();
        cases.add(passage.http2() ? "http2" : "http1");
        cases.add(passage.outbound().isPresent() ? "mutual-out" : "plain-out");
        List<Template.Item> peers = List.of();
        switch (passage.inbound()) {
            case Passage.Inbound.Plain _ -> cases.add("plain-in");
            case Passage.Inbound.Tls _ -> cases.addAll(Set.of("secured-in", "tls-in"));
            case Passage.Inbound.MutualTls mutual -> {
                cases.addAll(Set.of("secured-in", "mutual-in"));
                peers = mutual.workloads().stream().map(SidecarProxy::peer).toList();
            }
        }
        return new Template.Item(values, cases, Map.of("peer", peers, "decoy", decoys()));
    }

    private static Template.Item peer(String workload) {
        return new Template.Item(
                Map.of("workload", workload, "uri", WorkloadIdentities.uri(workload)),
                Set.of(),
                Map.of());
    }

    private static List<Template.Item> decoys() {
        return IntStream.rangeClosed(1, ProxyFunction.DECOY_ROUTES)
                .mapToObj(number ->
                        new Template.Item(
                                Map.of("number", String.valueOf(number)), Set.of(), Map.of()))
                .toList();
    }

    /**
     * The words that start it in the foreground, working in {@code folder}.
     *
     * @param program its own, or for minivoy the words that start {@code tare}
     */
    public List<String> command(List<String> program, Path folder, int workers) {
        return switch (this) {
            case MINIVOY -> {
                List<String> words = new java.util.ArrayList<>(program);
                words.addAll(
                        List.of(
                                "proxy",
                                "--config",
                                folder.resolve(configurationFile()).toString()));
                yield List.copyOf(words);
            }
            case ENVOY -> ForeignProxy.ENVOY.command(Path.of(program.getFirst()), folder, workers);
            case HAPROXY ->
                    ForeignProxy.HAPROXY.command(Path.of(program.getFirst()), folder, workers);
            case NGINX -> ForeignProxy.NGINX.command(Path.of(program.getFirst()), folder, workers);
        };
    }

    /** The proxy of others that it is; empty for minivoy. */
    public Optional<ForeignProxy> foreign() {
        return switch (this) {
            case MINIVOY -> Optional.empty();
            case ENVOY -> Optional.of(ForeignProxy.ENVOY);
            case HAPROXY -> Optional.of(ForeignProxy.HAPROXY);
            case NGINX -> Optional.of(ForeignProxy.NGINX);
        };
    }

    /**
     * Its own count of the requests that came in through these passages.
     *
     * @param all whether these are all of its passages; nginx does not count them apart
     */
    public Optional<RequestCounter> counter(
            NanoClock clock, Endpoint admin, List<Passage> passages, boolean all) {
        List<String> names = passages.stream().map(Passage::name).toList();
        if (names.isEmpty()) {
            return Optional.empty();
        }
        return switch (this) {
            case MINIVOY -> Optional.of(RequestCounters.minivoy(clock, admin, names));
            case ENVOY -> Optional.of(RequestCounters.envoy(clock, admin, names));
            case HAPROXY -> Optional.of(RequestCounters.haproxy(clock, admin, names));
            case NGINX -> all ? Optional.of(RequestCounters.nginx(clock, admin)) : Optional.empty();
        };
    }

    /**
     * What a server-side sidecar says that connections to it really speak, such as {@code TLSv1.3,
     * TLS_AES_128_GCM_SHA256}; empty where it does not say.
     *
     * @param admin of the server's side
     * @param through the passage of the client's side that leads there
     */
    public Optional<String> negotiated(NanoClock clock, Endpoint admin, Passage through) {
        try {
            return switch (this) {
                case ENVOY -> parseEnvoy(HttpProbe.get(clock, admin, "/stats?filter=ssl").text());
                case MINIVOY ->
                        parseMinivoy(HttpProbe.get(clock, admin, "/stats/prometheus").text());
                case HAPROXY, NGINX -> asked(clock, through);
            };
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> asked(NanoClock clock, Passage through) throws IOException {
        if (through.http2()) {
            return Optional.empty();
        }
        HttpProbe answer = HttpProbe.get(clock, Endpoint.loopback(through.port()), TLS_TARGET);
        return answer.status() == 200 ? Optional.of(answer.text().strip()) : Optional.empty();
    }

    static Optional<String> parseEnvoy(String text) {
        Matcher cipher = ENVOY_CIPHER.matcher(text);
        Matcher version = ENVOY_VERSION.matcher(text);
        return cipher.find() && version.find()
                ? Optional.of(version.group(1) + ", " + cipher.group(1))
                : Optional.empty();
    }

    static Optional<String> parseMinivoy(String text) {
        Matcher line = MINIVOY_HANDSHAKE.matcher(text);
        if (!line.find()) {
            return Optional.empty();
        }
        String version = label(line.group(), "version");
        String cipher = label(line.group(), "cipher");
        return Optional.of(version + ", " + cipher);
    }

    private static String label(String line, String name) {
        Matcher label = Pattern.compile(name + "=\"([^\"]*)\"").matcher(line);
        return label.find() ? label.group(1) : "";
    }
}
