package dev.tare.specimen.proxy.config.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.base.core.Field;
import dev.tare.base.stats.SplitMix64;
import dev.tare.specimen.planlimit.PlanLimits;
import dev.tare.specimen.proxy.config.Balancing;
import dev.tare.specimen.proxy.config.BreakerLimits;
import dev.tare.specimen.proxy.config.ClientTimeouts;
import dev.tare.specimen.proxy.config.ClusterConfig;
import dev.tare.specimen.proxy.config.CopyEngine;
import dev.tare.specimen.proxy.config.EndpointConfig;
import dev.tare.specimen.proxy.config.FaultInjection;
import dev.tare.specimen.proxy.config.FilterConfig;
import dev.tare.specimen.proxy.config.FilterRule;
import dev.tare.specimen.proxy.config.HeadRewrite;
import dev.tare.specimen.proxy.config.HostPort;
import dev.tare.specimen.proxy.config.ListenerProtocol;
import dev.tare.specimen.proxy.config.ProcessLimits;
import dev.tare.specimen.proxy.config.ProxyConfig;
import dev.tare.specimen.proxy.config.RateLimit;
import dev.tare.specimen.proxy.config.RetryPolicy;
import dev.tare.specimen.proxy.config.RouteAction;
import dev.tare.specimen.proxy.config.RouteConfig;
import dev.tare.specimen.proxy.config.RouteFilters;
import dev.tare.specimen.proxy.config.RouteMatch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ConfigReaderTest {
    private static final String SMALLEST =
            """
            listeners: [{listen: "127.0.0.1:0"}]
            routes: [{cluster: a}]
            clusters: [{name: a, endpoints: ["127.0.0.1:80"]}]
            """;

    private static ProxyConfig config(String text) {
        ConfigReader.Reading reading = ConfigReader.read(text, "m.yaml");
        assertThat(reading.faults()).isEmpty();
        return reading.config().orElseThrow();
    }

    private static List<String> faults(String text) {
        ConfigReader.Reading reading = ConfigReader.read(text, "m.yaml");
        assertThat(reading.config().isPresent()).isEqualTo(reading.faults().isEmpty());
        return reading.faults();
    }

    @Test
    void whereTheDocumentIsSilentTheStandardHolds() {
        ProxyConfig config = config(SMALLEST);

        assertThat(config.listeners().getFirst().name()).isEqualTo("listener-1");
        assertThat(config.listeners().getFirst().protocol()).isEqualTo(ListenerProtocol.AUTO);
        assertThat(config.routes())
                .containsExactly(
                        RouteConfig.of("route-1", RouteMatch.any(), RouteAction.Forward.to("a")));
        assertThat(config.clusters())
                .containsExactly(ClusterConfig.of("a", List.of(EndpointConfig.of("127.0.0.1:80"))));
        assertThat(config.admin()).isEqualTo(new HostPort("127.0.0.1", 0));
        assertThat(config.threads()).isEqualTo(1);
        assertThat(config.limits()).isEqualTo(ProcessLimits.standard());
        assertThat(config.timeouts()).isEqualTo(ClientTimeouts.standard());
        assertThat(config.copy()).isEqualTo(CopyEngine.MEM);
        assertThat(config.forwardedFields()).isTrue();
        assertThat(config.accessLog()).isEmpty();
    }

    @Test
    void theDocumentedExampleIsValidAndMeansWhatItSays() throws IOException {
        ProxyConfig config = config(ConfigExample.text());

        assertThat(config.threads()).isEqualTo(2);
        assertThat(config.listeners()).hasSize(2);
        assertThat(config.listeners().get(1).tls().orElseThrow().clientCa())
                .contains("clients.pem");
        assertThat(config.listeners().get(1).tls().orElseThrow().clientUris())
                .containsExactly("spiffe://shop.example/ns/default/sa/front");
        assertThat(config.clusters().get(1).tls().orElseThrow().serverUris())
                .containsExactly("spiffe://shop.example/ns/default/sa/api");
        assertThat(config.routes().getFirst().match().listeners()).containsExactly("web");
        RouteConfig canary = config.routes().get(2);
        assertThat(canary.fault()).contains(new FaultInjection(5, 100_000_000, 0.1, 503));
        assertThat(canary.match().headers())
                .containsExactly(
                        header("x-canary", new RouteMatch.Value.Equals("yes")),
                        header("user-agent", new RouteMatch.Value.Prefix("Mozilla")),
                        new RouteMatch.Header("x-user", Optional.empty()));
        RouteConfig api = config.routes().get(3);
        assertThat(api.timeoutNs()).hasValue(2_000_000_000L);
        assertThat(api.retry())
                .contains(
                        new RetryPolicy(
                                3,
                                Set.of(
                                        RetryPolicy.Cause.CONNECT_FAILURE,
                                        RetryPolicy.Cause.RESET,
                                        RetryPolicy.Cause.GATEWAY_ERROR),
                                List.of(429),
                                OptionalLong.of(500_000_000),
                                25_000_000,
                                250_000_000,
                                false));
        assertThat(api.rateLimit())
                .contains(
                        new RateLimit(
                                100,
                                20,
                                new RateLimit.Per.Header("x-user"),
                                RateLimit.STANDARD_KEYS));
        ClusterConfig cluster = config.clusters().getFirst();
        assertThat(cluster.endpoints().get(1).weight()).isEqualTo(3);
        assertThat(cluster.balancing()).isEqualTo(new Balancing.LeastRequest());
        assertThat(cluster.breakers()).isEqualTo(new BreakerLimits(1024, 1024, 4096, 64));
        assertThat(cluster.healthCheck().orElseThrow().host()).isEqualTo("api.shop.example");
        assertThat(cluster.outlier().orElseThrow().maxEjectNs()).isEqualTo(300_000_000_000L);
        assertThat(config.clusters().get(2).balancing())
                .isEqualTo(new Balancing.RingHash("x-user"));
    }

    @Test
    void filtersAndRewritesAreReadInTheirOrder() throws IOException {
        ProxyConfig config = config(ConfigExample.text());
        String digest = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

        assertThat(config.filters())
                .containsExactly(
                        new FilterConfig(
                                "token_check",
                                new FilterRule.TokenCheck(
                                        "authorization",
                                        "Bearer",
                                        List.of(digest),
                                        Optional.of(Path.of("tokens.txt")))),
                        new FilterConfig(
                                "rate_limit",
                                new FilterRule.LocalRateLimit(
                                        new RateLimit(
                                                5000, 500, new RateLimit.Per.Client(), 16384))),
                        new FilterConfig(
                                "body_limit",
                                new FilterRule.BodyLimit(
                                        OptionalLong.of(10L << 20), OptionalLong.of(2L << 30))),
                        new FilterConfig("tracing", new FilterRule.Tracing(10)),
                        new FilterConfig(
                                "marks",
                                new FilterRule.HeaderEdit(
                                        new FilterRule.Edits(
                                                List.of(new Field("x-proxy", "minivoy")),
                                                List.of(),
                                                List.of("x-debug", "x-forwarded-for")),
                                        new FilterRule.Edits(
                                                List.of(),
                                                List.of(new Field("x-served-by", "minivoy")),
                                                List.of()))));
        assertThat(config.routes().get(3).filters().own())
                .containsExactly(
                        new FilterConfig(
                                "plan_limit",
                                new FilterRule.PlanLimit("authorization", PlanLimits.standard())));
        RouteConfig files = config.routes().get(4);
        assertThat(files.filters().off()).containsExactly("body_limit");
        assertThat(files.filters().own()).hasSize(1);
        assertThat(files.rewrite())
                .contains(new HeadRewrite(Optional.of("/public"), Optional.of("files.internal")));
        assertThat(config.routes().getLast().filters())
                .isEqualTo(new RouteFilters(true, List.of(), List.of()));
        assertThat(config.tokenFiles()).containsExactly(Path.of("tokens.txt"));
    }

    @Test
    void secretsAreNotRepeatedInFaults() {
        String digest = "filters: [{token_check: {tokens_sha256: [hunter2]}}]\n";
        String value = "filters: [{header_edit: {request: {set: {a: hunter2\u0101}}}}]\n";
        String control = "filters: [{header_edit: {request: {set: {a: \"hunter2\\x01\"}}}}]\n";
        for (String text : List.of(digest, value, control)) {
            assertThat(faults(SMALLEST + text))
                    .hasSize(1)
                    .first()
                    .asString()
                    .doesNotContain("hunter2");
        }
    }

    private static RouteMatch.Header header(String name, RouteMatch.Value value) {
        return new RouteMatch.Header(name, Optional.of(value));
    }

    static Stream<Arguments> faulty() {
        return Stream.of(
                root("threads: 0", "line 4: threads: 0 must be 1 to 256"),
                root("threads: many", "line 4: threads: \"many\" is not a whole number"),
                root("thread: 2", "line 4: thread: unknown key; did you mean \"threads\"?"),
                root("wings: 2", "line 4: wings: unknown key; known are version, listeners"),
                root("version: 2", "line 4: version: is not known; this reader knows version 1"),
                root("admin: here", "line 4: admin: \"here\" is not of the form HOST:PORT"),
                root("copy: dma", "copy: \"dma\" is not known; did you mean \"dsa\"?"),
                root("forwarded: maybe", "forwarded: \"maybe\" is neither true nor false"),
                root("seed: x", "seed: \"x\" is not a whole number"),
                root("limits: {connections: 1}\nthreads: 2", "limits.connections: 1 must be 2 to"),
                root("limits: {head_bytes: 1}", "limits.head_bytes: 1 must be 256 to 65,536"),
                root("timeouts: {stop: 2d}", "line 4: timeouts.stop: 2880m must be 1ms to 1440m"),
                root("access_log: {}", "access_log: has no \"path\"; add it"),
                listener("listen: '127.0.0.1'", "listeners[1].listen: \"127.0.0.1\" is not of"),
                listener("name: x", "listeners[1]: has no \"listen\"; add it"),
                listener(
                        "listen: 'a:1', tls: {key: k}", "listeners[1].tls: has no \"certificate\""),
                listener(
                        "listen: 'a:1', tls: {certificate: c, key: k, oldest: 1.1}",
                        "listeners[1].tls.oldest: \"1.1\" is neither 1.2 nor 1.3"),
                listener(
                        "listen: 'a:1', tls: {certificate: c, key: k, client_uris: ['urn:a']}",
                        "client_uris: are of no use where clients show no certificate; add"),
                listener(
                        "listen: 'a:1', tls: {certificate: c, key: k, client_ca: a,"
                                + " client_uris: []}",
                        "listeners[1].tls.client_uris: names nobody; give one URI at least"),
                listener(
                        "listen: 'a:1', tls: {certificate: c, key: k, client_ca: a,"
                                + " client_uris: ['spiffe://a/*']}",
                        "tls.client_uris: \"spiffe://a/*\" is not the URI of an identity"),
                listener(
                        "listen: 'a:1', filters: [{body_limit: {request: 1KiB}}]",
                        "listeners[1].filters: unknown key; known are name, listen"),
                listener(
                        "listen: 'a:1', protocol: http3",
                        "listeners[1].protocol: \"http3\" is not known"),
                filter("{}", "filters[1]: does nothing; add header_edit, rate_limit"),
                filter("{gzip: {}}", "filters[1].gzip: unknown key; known are name, header_edit"),
                filter(
                        "{rate_limit: {rate: 1/s}, body_limit: {request: 1}}",
                        "filters[1]: has rate_limit and body_limit; make a filter of each"),
                filter("{rate_limit: {rate: fast}}", "rate_limit.rate: \"fast\" is not a rate"),
                filter("{body_limit: {request: big}}", "body_limit.request: \"big\" is not a size"),
                filter("{body_limit: {request: 9999999999999GiB}}", "body_limit.request: "),
                filter("{body_limit: {}}", "body_limit: limits nothing"),
                filter("{token_check: {tokens_sha256: [abc]}}", "is not 64 hexadecimal digits"),
                filter("{plan_limit: {plans: {}}}", "plan_limit: plans: 0 must be 1 to 16"),
                filter("{plan_limit: {plans: {A: many}}}", "plan_limit.plans.A: \"many\" is not"),
                filter("{plan_limit: {plans: {'a b': 1}}}", "plan \"a b\" must have 1 to 64"),
                filter("{plan_limit: {max_users: 0}}", "plan_limit: users: 0 must be 1 to"),
                filter("{plan_limit: {header: 'a b'}}", "plan_limit.header: \"a b\" must be"),
                filter("{token_check: {}}", "token_check: knows no token; give tokens_sha256 or"),
                filter("{token_check: {header: 'a b', tokens_file: f}}", "header: \"a b\" must be"),
                filter("{token_check: {tokens_file: \"a\\0b\"}}", "token_check.tokens_file: Nul"),
                filter("{tracing: {sample_percent: 101}}", "tracing.sample_percent: 101.0 must be"),
                filter("{tracing: {sample: 1}}", "tracing.sample: unknown key; known are"),
                filter("{tracing: true}", "tracing: must be a map of keys to values"),
                filter("{header_edit: {}}", "header_edit: changes nothing"),
                filter(
                        "{header_edit: {request: {set: {Content-Length: 1}}}}",
                        "header_edit.request.set: \"Content-Length\" belongs to the proxy itself"),
                filter(
                        "{header_edit: {response: {remove: [Connection]}}}",
                        "header_edit.response.remove: \"connection\" belongs to the proxy itself"),
                filter(
                        "{header_edit: {request: {add: {X-Forwarded-For: a}}}}",
                        "header_edit.request: \"X-Forwarded-For\" may be removed only"),
                filter(
                        "{header_edit: {request: {set: {a: 1, A: 2}}}}",
                        "request.set: two fields are named \"a\""),
                filter("{header_edit: {request: {set: {'a b': 1}}}}", "\"a b\" must be a token"),
                filter(
                        "{body_limit: {request: 1}}, {body_limit: {request: 2}}",
                        "filters: two filters are named \"body_limit\""),
                filter(
                        "{header_edit: {response: {set: {a: " + "v".repeat(2044) + "}}}}",
                        "the filters of route \"route-1\" put 2,049 bytes into a head, must put"),
                route(
                        "{cluster: a, filters: {replace: [], add: []}}",
                        "routes[1].filters: has replace and add; leave one of them out"),
                route(
                        "{cluster: a, filters: {replace: [], off: [a]}}",
                        "routes[1].filters.off: is of no use where all are replaced"),
                route(
                        "{cluster: a, filters: {off: [auth]}}",
                        "routes: route \"route-1\" switches the filter \"auth\" off, which is not"),
                route("{cluster: a, rewrite: {}}", "routes[1].rewrite: rewrites nothing"),
                route("{respond: {}, rewrite: {prefix: /}}", "rewrite: is of no use where minivoy"),
                route(
                        "{cluster: a, rewrite: {prefix: x}}",
                        "rewrite.prefix: \"x\" must begin with a slash"),
                route("{cluster: a, rewrite: {prefix: '/a?b'}}", "rewrite.prefix: \"/a?b\" must"),
                route(
                        "{cluster: a, rewrite: {host: 'a b'}}",
                        "rewrite.host: \"a b\" must be NAME, NAME:PORT"),
                limit("{rate: fast}", "rate_limit.rate: \"fast\" is not a rate"),
                limit("{rate: 1/s, burst: 0}", "burst: 0 must be 1 to 1,000,000"),
                limit("{rate: 1/s, per: header}", "has no \"header\"; add it"),
                limit(
                        "{rate: 1/s, per: client, header: x}",
                        "rate_limit.header: goes with \"per: header\""),
                limit("{rate: 2M}", "rate_limit.rate: 2000000.0/s must be"),
                route("{}", "routes[1]: does nothing; add one of cluster, split"),
                route(
                        "{cluster: a, redirect: {to: /}}",
                        "routes[1]: has cluster and redirect; leave one of them out"),
                route(
                        "{cluster: aa}",
                        "routes[1].cluster: there is no cluster \"aa\"; did you mean \"a\"?"),
                route(
                        "{split: [{cluster: a, weight: 0}]}",
                        "routes[1].split: every weight is 0; give one of them more"),
                route("{split: []}", "routes[1].split: has 0 entries, must have 1 to 32"),
                route("{redirect: {to: /, status: 200}}", "redirect.status: 200 must be 301, 302"),
                route("{respond: {status: 99}}", "respond.status: 99 must be 200 to 599"),
                route("{respond: {status: 204, body: x}}", "respond.body: a 204 has none"),
                route("{respond: {}, timeout: 1s}", "timeout: is of no use where minivoy answers"),
                route("{cluster: a, timeout: 0}", "routes[1].timeout: 0ns must be 1ms to 1440m"),
                route(
                        "{cluster: a, match: {path: x}}",
                        "match.path: \"x\" must begin with a slash"),
                route("{cluster: a, match: {path: /, prefix: /}}", "has a path and a prefix"),
                route(
                        "{cluster: a, match: {listeners: [listener-2]}}",
                        "routes[1].match.listeners[1]: there is no listener \"listener-2\"; did you"
                                + " mean \"listener-1\"?"),
                route("{cluster: a, match: {listeners: web}}", "match.listeners: must be a list"),
                route(
                        "{cluster: a, match: {hosts: ['a.b:80']}}",
                        "match.hosts: \"a.b:80\" must be a name without a port, *.NAME or *"),
                route("{cluster: a, match: {hosts: ['*b.c']}}", "match.hosts: \"*b.c\" must be"),
                route("{cluster: a, match: {methods: ['G T']}}", "match.methods: \"G T\" must be"),
                route(
                        "{cluster: a, match: {headers: [{name: x, equals: a, prefix: b}]}}",
                        "match.headers[1]: has equals and prefix; leave one of them out"),
                route(
                        "{cluster: a, retry: {tries: 1}}",
                        "routes[1].retry.tries: 1 must be 2 to 10"),
                route(
                        "{cluster: a, retry: {on: [reste]}}",
                        "on[1]: \"reste\" is not known; did you"),
                route("{cluster: a, retry: {on: []}}", "retry.on: and statuses are empty"),
                route(
                        "{cluster: a, retry: {backoff: 2s, max_backoff: 1s}}",
                        "retry.max_backoff: 1s must be 2s to 1m"),
                route("{cluster: a, fault: {}}", "fault: does nothing; add delay, abort or both"),
                route(
                        "{cluster: a, fault: {abort: {percent: 101}}}",
                        "fault.abort.percent: 101.0 must be 0 to 100 percent"),
                route(
                        "{cluster: a, fault: {delay: {percent: some, time: 1s}}}",
                        "fault.delay.percent: \"some\" is not a percentage"),
                cluster("endpoints: ['a:1']", "clusters[1]: has no \"name\"; add it"),
                cluster(
                        "name: a, endpoints: ['a:1'], protocol: auto",
                        "clusters[1].protocol: \"auto\" is not known"),
                cluster("name: a", "clusters[1]: has no \"endpoints\"; add it"),
                cluster("name: a, endpoints: []", "endpoints: has 0 entries, must have 1 to 1,024"),
                cluster(
                        "name: a, endpoints: ['a:1'], tls: {server_uris: [front]}",
                        "clusters[1].tls.server_uris: \"front\" is not the URI of an identity"),
                cluster(
                        "name: a, endpoints: ['a:1'], tls: {server_uris: ['urn:a'], verify: false}",
                        "tls.server_uris: are of no use where nothing is verified"),
                cluster("name: a, endpoints: ['a']", "endpoints[1]: \"a\" is not of the form"),
                cluster("name: a, endpoints: ['a:0']", "address: a:0 must name a port"),
                cluster(
                        "name: a, endpoints: [{address: 'a:1', weight: 129}]",
                        "clusters[1].endpoints[1].weight: 129 must be 1 to 128"),
                cluster("name: a, endpoints: ['a:1', 'a:1']", "two endpoints are named \"a:1\""),
                cluster(
                        "name: a, endpoints: ['a:1'], balance: ring_hash",
                        "balance: ring_hash needs a header; write {policy: ring_hash, header: NAME}"),
                cluster(
                        "name: a, endpoints: ['a:1'], balance: {policy: round_robin, header: x}",
                        "balance.header: goes with ring_hash alone; leave it out"),
                cluster(
                        "name: a, endpoints: ['a:1'], balance: robin",
                        "balance: \"robin\" is not known; known are round_robin, least_request"),
                cluster(
                        "name: a, endpoints: ['a:1'], health_check: {path: /, interval: 1ms}",
                        "health_check.interval: 1ms must be 10ms to 60m"),
                cluster(
                        "name: a, endpoints: ['a:1'], health_check: {path: /, timeout: 6s}",
                        "health_check.timeout: 6s must be 1ms to 5s"),
                cluster(
                        "name: a, endpoints: ['a:1'], outlier_detection: {eject_for: 1ms}",
                        "outlier_detection.eject_for: 1ms must be 100ms to 60m"),
                cluster(
                        "name: a, endpoints: ['a:1'], breakers: {requests: 0}",
                        "breakers.requests: 0 must be 1 to 10,000,000"),
                cluster(
                        "name: a, endpoints: ['a:1'], tls: {key: k}",
                        "tls: certificate and key go together; give both or neither"),
                cluster(
                        "name: a, endpoints: ['a:1'], tls: {verify: false, ca: c}",
                        "tls.ca: is of no use where nothing is verified"),
                cluster(
                        "name: 'a b', endpoints: ['a:1']",
                        "clusters[1].name: \"a b\" must be 1 to"));
    }

    private static Arguments root(String line, String expected) {
        return Arguments.of(SMALLEST + line + "\n", expected);
    }

    private static Arguments listener(String entries, String expected) {
        return Arguments.of(SMALLEST.replace("listen: \"127.0.0.1:0\"", entries), expected);
    }

    private static Arguments filter(String filter, String expected) {
        return root("filters: [" + filter + "]", expected);
    }

    private static Arguments limit(String limit, String expected) {
        return route("{cluster: a, rate_limit: " + limit + "}", expected);
    }

    private static Arguments route(String route, String expected) {
        return Arguments.of(SMALLEST.replace("{cluster: a}", route), expected);
    }

    private static Arguments cluster(String entries, String expected) {
        return Arguments.of(
                SMALLEST.replace("name: a, endpoints: [\"127.0.0.1:80\"]", entries)
                        .replace("{cluster: a}", "{respond: {}}"),
                expected);
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("faulty")
    void aFaultIsOneLineThatNamesSourceLineAndPlace(String text, String expected) {
        List<String> faults = faults(text);

        assertThat(faults).hasSize(1);
        assertThat(faults.getFirst())
                .startsWith("m.yaml, line ")
                .contains(expected)
                .hasLineCount(1);
    }

    @Test
    void everyFaultIsToldAtOnce() {
        List<String> faults =
                faults(
                        """
                        listeners:
                          - listen: 8080
                        routes:
                          - {clutser: a}
                          - cluster: b
                            timeout: soon
                            retry: {tires: 3}
                        clusters:
                          - name: a
                            endpoints:
                              - 127.0.0.1:80
                              - 127.0.0.1
                            panic_percent: 101
                            breakers: {pending: -1}
                        """);

        assertThat(faults)
                .containsExactly(
                        "m.yaml, line 2: listeners[1].listen: \"8080\" is not of the form"
                                + " HOST:PORT, such as 127.0.0.1:8080",
                        "m.yaml, line 4: routes[1].clutser: unknown key; did you mean \"cluster\"?",
                        "m.yaml, line 6: routes[2].timeout: \"soon\" is not a duration; write it"
                                + " as 500ms, 30s, 2m or 1h30m",
                        "m.yaml, line 7: routes[2].retry.tires: unknown key; did you mean"
                                + " \"tries\"?",
                        "m.yaml, line 5: routes[2].cluster: there is no cluster \"b\"; did you mean"
                                + " \"a\"?",
                        "m.yaml, line 12: clusters[1].endpoints[2]: \"127.0.0.1\" is not of the"
                                + " form HOST:PORT, such as 127.0.0.1:8080",
                        "m.yaml, line 14: clusters[1].breakers.pending: \"-1\" is not a whole"
                                + " number from 0 to 2147483647",
                        "m.yaml, line 13: clusters[1].panic_percent: 101 must be 0 to 100");
    }

    @Test
    void faultsAreBoundedInNumberAndLength() {
        StringBuilder text = new StringBuilder(SMALLEST);
        for (int i = 0; i < 300; i++) {
            text.append("unknown").append(i).append(": 1\n");
        }
        List<String> faults = faults(text.toString());
        assertThat(faults).hasSize(Faults.MAX_FAULTS + 1);
        assertThat(faults.getLast()).isEqualTo("m.yaml: and 200 more");

        String longFault = faults(SMALLEST + "admin: " + "x".repeat(10_000)).getFirst();
        assertThat(longFault).hasSizeLessThanOrEqualTo(400);
    }

    @Test
    void anUnreadableDocumentIsOneFault() {
        assertThat(faults("a: [1")).singleElement().asString().contains("m.yaml, line 1: not YAML");
        assertThat(faults("")).containsExactly("m.yaml: is empty; begin with listeners");
        assertThat(faults("- 1"))
                .containsExactly("m.yaml, line 1: must be a map of keys to values");
        assertThat(faults("{}"))
                .singleElement()
                .asString()
                .contains("has no \"listeners\"; add it");
        assertThat(faults("clusters: 5\nlisteners: []\nroutes: []"))
                .containsExactly("m.yaml, line 1: clusters: must be a list");
    }

    @Test
    void jsonIsReadToo() {
        assertThat(
                        config(
                                "{\"listeners\": [{\"listen\": \"a:1\"}], \"routes\":"
                                        + " [{\"respond\": {\"body\": \"\"}}]}"))
                .isNotNull();
    }

    /** Whatever is done to the example, it is read or its faults are told. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void aBrokenExampleNeverBreaksTheReader(long seed) throws IOException {
        SplitMix64 random = new SplitMix64(seed);
        String example = ConfigExample.text();
        String letters = "{}[]:,-\n \"'&*!|#0az\u0001";
        int broken = 0;
        for (int round = 0; round < 300; round++) {
            StringBuilder text = new StringBuilder(example);
            for (int k = random.nextInt(4); k >= 0; k--) {
                int at = random.nextInt(text.length());
                int to = Math.min(text.length(), at + random.nextInt(20));
                switch (random.nextInt(3)) {
                    case 0 -> text.delete(at, to);
                    case 1 -> text.insert(at, text.substring(at, to));
                    default -> text.setCharAt(at, letters.charAt(random.nextInt(letters.length())));
                }
            }
            List<String> faults = faults(text.toString());
            broken += faults.isEmpty() ? 0 : 1;
            assertThat(faults).allSatisfy(line -> assertThat(line).hasLineCount(1));
        }
        assertThat(broken).isBetween(100, 300);
    }
}
