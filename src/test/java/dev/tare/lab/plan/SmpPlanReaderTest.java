package dev.tare.lab.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tare.base.core.Field;
import dev.tare.base.core.LoadModel.ArrivalLaw;
import dev.tare.base.core.RequestSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SmpPlanReaderTest {
    private static final Plan DEFAULTS = BuiltInPlan.of(List.of("haproxy"), false);
    private static final String URLS = "endpoint_urls: [\"http://a:1/x\"]";

    private static Plan read(String text) throws PlanException {
        return PlanReader.read(text, "smp.yaml", DEFAULTS);
    }

    /** A document with one client of these fields. */
    private static Plan client(String fields) throws PlanException {
        return read("clients: [{%s}]".formatted(fields));
    }

    private static WorkloadSpec only(Plan plan) {
        assertThat(plan.workloads()).hasSize(1);
        return plan.workloads().getFirst();
    }

    private static List<String> addresses(Plan plan) {
        return plan.specimens().stream()
                .map(s -> s.name() + " " + ((SpecimenSpec.Running) s).url())
                .toList();
    }

    @Test
    void theFieldsThatTheSpecificationsSampleHasMakeAPlan() throws Exception {
        Plan plan =
                read(
                        """
                        smp_version: v0.0.1
                        id:
                        name: product page
                        labels: {}
                        clients:
                        - internal: false
                          load_generator: fortio
                          protocol: 1
                          connections: 2
                          rps: 10
                          headers: {}
                          cookies: {}
                          body: ""
                          content_type: ""
                          endpoint_urls:
                          - http://localhost:2323/productpage
                        duration: "30m"
                        """);

        assertThat(plan.name()).isEqualTo("product page");
        assertThat(plan.durationNs()).isEqualTo(1_800_000_000_000L);
        assertThat(plan.blocks()).isEqualTo(DEFAULTS.blocks());
        assertThat(addresses(plan)).containsExactly("bare http://localhost:2323");
        WorkloadSpec workload = only(plan);
        assertThat(workload.name()).isEqualTo("client-1");
        assertThat(workload.connections()).isEqualTo(2);
        assertThat(workload.arrivals())
                .isEqualTo(new WorkloadSpec.Arrivals.Rate(10, ArrivalLaw.CONSTANT));
        assertThat(workload.request().method()).isEqualTo("GET");
        assertThat(workload.request().target()).isEqualTo("/productpage");
        assertThat(workload.request().fields()).isEmpty();
    }

    @Test
    void whereItIsSilentItIsAsOurOwnPlansAre() throws Exception {
        Plan plan = client(URLS);

        assertThat(plan.name()).isEqualTo("smp.yaml");
        assertThat(plan.durationNs()).isEqualTo(DEFAULTS.durationNs());
        assertThat(only(plan).connections()).isEqualTo(BuiltInPlan.CONNECTIONS);
        assertThat(only(plan).timeoutNs()).isEqualTo(BuiltInPlan.TIMEOUT_NS);
        assertThat(only(plan).open()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "30m, 1800",
        "1h30m, 5400",
        "300s, 300",
        "1m30.5s, 90.5",
        "5400, 5400",
        "1h0m30s, 3630"
    })
    void durationsAreReadInGosWords(String words, double seconds) throws Exception {
        Plan plan = read("{duration: \"%s\", clients: [{%s}]}".formatted(words, URLS));

        assertThat(plan.durationNs()).isEqualTo(Math.round(seconds * 1e9));
    }

    @Test
    void theFirstOriginIsBareAndTheOthersAreComparedWithIt() throws Exception {
        Plan plan =
                client(
                        "endpoint_urls: [\"http://Origin:8080/x?a=1\", \"http://10.0.0.7/x?a=1\","
                                + " \"http://[::1]:9090/x?a=1\"]");

        assertThat(addresses(plan))
                .containsExactly(
                        "bare http://origin:8080",
                        "10.0.0.7-80 http://10.0.0.7:80",
                        "--1-9090 http://[::1]:9090");
        assertThat(only(plan).request().target()).isEqualTo("/x?a=1");
        assertThat(only(plan).endpoints()).isEmpty();
        assertThat(only(plan).specimens()).as("all").isEmpty();
    }

    @Test
    void anOriginOfItsOwnIsReachedWithTlsAndTheCertificateSaysWhomToTrust() throws Exception {
        String text =
                """
                clients:
                  - ssl_certificate: mesh-ca.pem
                    endpoint_urls: ["http://a:8080/x", "https://a/x", "https://A:443/x"]
                """;
        Plan plan = read(text.replace(", \"https://A:443/x\"", ""));

        assertThat(addresses(plan)).containsExactly("bare http://a:8080", "a-443 https://a:443");
        assertThat(((SpecimenSpec.Running) plan.specimens().getFirst()).tls())
                .isEqualTo(TlsSpec.STANDARD);
        assertThat(((SpecimenSpec.Running) plan.specimens().getLast()).tls().authorities())
                .isEqualTo(Path.of("mesh-ca.pem").toAbsolutePath().toString());
        assertThat(SmpPlanReader.notes(text.replace(", \"https://A:443/x\"", ""), "smp.yaml"))
                .contains(
                        "SMP: ssl_certificate is read as the authority to trust, and no other is");
        assertThatThrownBy(() -> read(text)).hasMessageContaining("are asked for different paths");
    }

    @Test
    void aGrpcClientCallsTheMethodThatThePathNamesWithTheBodyAsItsMessage() throws Exception {
        Plan plan =
                client(
                        "protocol: PROTOCOL_GRPC, headers: {x-a: b}, body: '{\"text\": \"hi\"}',"
                                + " endpoint_urls: [\"http://a:1/shop.v1.Cart/Add\"]");

        assertThat(only(plan).protocol()).isEqualTo(ProtocolSpec.Grpc.BY_REFLECTION);
        assertThat(only(plan).check()).isEqualTo(ProtocolSpec.Grpc.OK);
        assertThat(only(plan).request())
                .isEqualTo(
                        new RequestSpec(
                                "POST",
                                "/shop.v1.Cart/Add",
                                List.of(
                                        new Field("Content-Type", "application/grpc"),
                                        new Field("x-a", "b")),
                                "{\"text\": \"hi\"}"));
        assertThat(
                        SmpPlanReader.notes(
                                "clients: [{protocol: 4, endpoint_urls: [a/b.C/D]}]", "smp.yaml"))
                .contains(
                        "SMP: with gRPC the addresses' paths name the method, and body is its"
                                + " message as JSON");
        Plan health = client("protocol: 4, endpoint_urls: [\"http://a:1/\"]");
        assertThat(only(health).request().target()).isEqualTo("/grpc.health.v1.Health/Check");
        assertThat(only(health).request().body()).isEqualTo("{}");
        assertThatThrownBy(() ->
                        client(
                                "protocol: 4, endpoint_urls: [\"http://a:1/a.B/C\","
                                        + " \"http://a:1/a.B/D\"]"))
                .hasMessageContaining("clients[1]: calls 2 gRPC methods; give each a client");
        assertThatThrownBy(() ->
                        client(
                                "protocol: 4, content_type: a/b,"
                                        + " endpoint_urls: [\"http://a:1/a.B/C\"]"))
                .hasMessageContaining("clients[1]: the content type of gRPC is its own");
    }

    @Test
    void theCertificateMayStandInTheConfigurationItself() throws Exception {
        String pem = "-----BEGIN CERTIFICATE-----\\nMII=\\n-----END CERTIFICATE-----\\n";
        Plan plan =
                client("ssl_certificate: \"%s\", endpoint_urls: [\"https://a/x\"]".formatted(pem));

        TlsSpec tls = ((SpecimenSpec.Running) plan.specimens().getFirst()).tls();
        assertThat(tls.authoritiesAreText()).isTrue();
        assertThat(tls.authorities()).isEqualTo(pem.translateEscapes());
        assertThatThrownBy(() ->
                        client(
                                "ssl_certificate: \"%s\", endpoint_urls: [\"https://a/x\"]"
                                        .formatted(pem.replace("CERTIFICATE", "PRIVATE KEY"))))
                .hasMessageContaining("clients[1]: a private key stands in the plan");
    }

    @Test
    void severalPathsOfOneOriginAreDrawnAsOftenAsTheyAreNamed() throws Exception {
        Plan plan =
                client(
                        "endpoint_urls: [\"http://a:1/x\", \"http://a:1/y\", \"http://a:1/x\","
                                + " \"http://b:1/x\", \"http://b:1/y\", \"http://b:1/x\"]");

        assertThat(only(plan).endpoints())
                .extracting(EndpointSpec::url, EndpointSpec::weight)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("/x", 2),
                        org.assertj.core.groups.Tuple.tuple("/y", 1));
    }

    @Test
    void labelsNameSpecimensAndWorkloads() throws Exception {
        Plan plan =
                read(
                        """
                        labels: {tare.specimen: "mesh, gateway", tare.workload: "small,big"}
                        clients:
                          - endpoint_urls: ["http://a:1/s", "http://b:1/s", "http://c:1/s"]
                          - {rps: 5, endpoint_urls: ["http://a:1/l", "http://c:1/l"]}
                        """);

        assertThat(plan.specimens())
                .extracting(SpecimenSpec::name)
                .containsExactly("bare", "mesh", "gateway");
        assertThat(plan.workloads()).extracting(WorkloadSpec::name).containsExactly("small", "big");
        assertThat(plan.workloads().get(1).specimens()).containsExactly("gateway");
    }

    @Test
    void aConfigurationThatTareToldComesBackUnderItsWorkloadsName() throws Exception {
        Plan plan =
                read(
                        """
                        {"smp_version": "v0.0.1", "id": "0c1a", "name": "100b-open",
                         "labels": {"tare.plan": "p", "tare.specimen": "envoy",
                                    "tare.workload": "100b-open"},
                         "clients": [{"load_generator": "tare", "protocol": "PROTOCOL_HTTP",
                                      "connections": 64, "rps": "1000",
                                      "endpoint_urls": ["http://127.0.0.1:1/byte/100"]}],
                         "duration": "6.000001s"}
                        """);

        assertThat(addresses(plan)).containsExactly("bare http://127.0.0.1:1");
        assertThat(only(plan).name()).isEqualTo("100b-open");
        assertThat(only(plan).open()).isTrue();
    }

    @Test
    void cookiesAreOneHeaderInTheirOrderAndABodyIsPosted() throws Exception {
        Plan plan =
                client(
                        "headers: {A: b}, cookies: {z: 1, a: \"\\\"x\\\"\"}, body: hello,"
                                + " content_type: text/plain, "
                                + URLS);

        assertThat(only(plan).request().method()).isEqualTo("POST");
        assertThat(only(plan).request().body()).isEqualTo("hello");
        assertThat(only(plan).request().fields())
                .containsExactly(
                        new Field("A", "b"),
                        new Field("Content-Type", "text/plain"),
                        new Field("Cookie", "z=1; a=\"x\""));
    }

    @Test
    void protobufsNamesInJsonAreReadToo() throws Exception {
        Plan plan =
                read(
                        """
                        {"smpVersion": "v0.0.1", "clients": [{"contentType": "text/plain",
                         "endpointUrls": ["http://a:1/x"]}]}
                        """);

        assertThat(only(plan).request().fields())
                .containsExactly(new Field("Content-Type", "text/plain"));
    }

    @Test
    void whatWasReadIntoItIsSaid() throws Exception {
        String sample = Files.readString(Path.of("plans/smp-sample.yaml"));

        assertThat(SmpPlanReader.notes(sample, "smp-sample.yaml"))
                .containsExactly(
                        "SMP: bare is http://127.0.0.1:8080; compared with it: proxy at"
                                + " http://127.0.0.1:9090",
                        "load_generator fortio: Tare loads it itself",
                        "SMP: the 2 clients take turns");
        assertThat(SmpPlanReader.notes("name: our own", "plan.yaml")).isEmpty();
        assertThat(SmpPlanReader.notes("clients: [{%s}]".formatted(URLS), "x").getFirst())
                .endsWith("nothing to compare it with");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "internal: true           | internal: true asks for a client inside the cluster",
                "internal: maybe          | clients[1].internal: \"maybe\" is neither true nor",
                "protocol: 2              | protocol 2 is neither HTTP nor gRPC",
                "protocol: PROTOCOL_UDP   | protocol PROTOCOL_UDP is neither HTTP nor gRPC",
                "protocol: 4              | \"x\" names no gRPC method; write it as"
                        + " package.Service/",
                "protocol: 9              | protocol \"9\" is not known",
                "ssl_certificate: x.pem   | ssl_certificate is of no effect without an https://",
                "additional_options: -c 2 | additional_options are words for another generator",
                "connections: 10001       | connections: \"10001\" is not a whole number from 0",
                "connections: -1          | connections: \"-1\" is not a whole number",
                "rps: 1.5                 | rps: \"1.5\" is not a whole number",
                "rps: 99999999999999999999| is not a whole number from 0 to 10000000",
                "rsp: 10                  | clients[1]: unknown key \"rsp\"; known are internal",
                "headers: [a]             | clients[1].headers: must be a map",
                "headers: {\"a b\": c}    | header name \"a b\" must be a token",
                "headers: {a: \"x\\ny\"}  | must hold no control character",
                "cookies: {a: b c}        | the value of \"a\" holds a space",
                "cookies: {\"a=\": b}     | clients[1].cookies: header name \"a=\" must be",
                "'cookies: {a: b}, headers: {cookie: c}' | has cookies and the header cookie",
                "'loadGenerator: a, load_generator: b'   | has \"load_generator\" and",
                "headers: {Authorization: (redacted)} | Authorization is (redacted), a secret",
                "cookies: {Cookie: (redacted)}        | Cookie is (redacted), a secret",
                "body: {a: b}             | clients[1].body: must be a single value",
            })
    void whatCannotBeDoneIsOneLineThatNamesFieldAndRemedy(String field, String fault) {
        assertThatThrownBy(() -> client(field + ", " + URLS))
                .isInstanceOf(PlanException.class)
                .hasMessageStartingWith("smp.yaml: clients[1]")
                .hasMessageContaining(fault)
                .satisfies(e -> assertThat(e).hasMessageNotContaining("\n"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "clients:                                   | has no \"clients\"; add it",
                "clients: []                                | clients: is empty",
                "clients: {}                                | clients: must be a list",
                "clients: [5]                               | clients[1]: must be a map",
                "clients: [{}]                              | clients[1]: has no \"endpoint_urls\"",
                "clients: [{endpoint_urls: []}]             | has 0 addresses; 1 to 1000",
                "clients: [{endpoint_urls: ['https://a/']}, {ssl_certificate: x, endpoint_urls:"
                        + " ['https://a/']}] | clients[2]: has another ssl_certificate for"
                        + " https://a:443",
                "clients: [{endpoint_urls: ['http://']}]    | endpoint_urls[1]: \"http://\" is not",
                "clients: [{endpoint_urls: ['http://a/x', 'http://b/y']}] | for different paths",
                "clients: [{endpoint_urls: [a/x]}, {endpoint_urls: [b/x]}] | clients[2]: does not"
                        + " load http://a:80",
                "clients: [{endpoint_urls: [a/x]}, {endpoint_urls: [a/x, b/x]}] | clients[1]: loads"
                        + " http://a:80 alone",
                "{clients: [{endpoint_urls: [a/x]}], workloads: []} | unknown key \"workloads\"",
                "{clients: [{endpoint_urls: [a/x]}], duration: 1s}  | a run takes at least 5s",
                "{clients: [{endpoint_urls: [a/x]}], duration: soon}| duration: \"soon\" is not",
                "{clients: [{endpoint_urls: [a/x]}], labels: {a: []}}        | labels.a: must be",
                "{clients: [{endpoint_urls: [a/x]}], labels: {tare.workload: 'a,b'}} | has 2 names",
                "{clients: [{endpoint_urls: [a/x, b/x]}], labels: {tare.specimen: 'm/n'}}"
                        + " | specimen name \"m/n\"",
                "{smp_version: v1, latencies_ms: {}}        | is a result of SMP",
                "{smp_version: v1, mesh_build: x}           | unknown key \"mesh_build\"",
                "{clients: [{endpoint_urls: [a/x]}], clients: []}  | Duplicate",
                "clients: [{endpoint_urls: [                | line 1",
                "'clients: [{endpoint_urls: [a/x]}], name: &a [*a]' | line 1",
            })
    void aFaultNamesThePlace(String text, String fault) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(PlanException.class)
                .hasMessageStartingWith("smp.yaml")
                .hasMessageContaining(fault)
                .satisfies(e -> assertThat(e).hasMessageNotContaining("\n"));
    }

    @Test
    void anAliasIsNoWayToMakeADocumentGrow() {
        String bomb =
                """
                name: &a [x, x, x, x, x, x, x, x, x, x]
                labels: {a: &b [*a, *a, *a], b: [*b, *b, *b]}
                clients: [{endpoint_urls: [a/x]}]
                """;

        assertThatThrownBy(() -> read(bomb))
                .isInstanceOf(PlanException.class)
                .hasMessageContaining("must be a single value");
    }

    @Test
    void aDocumentThatIsTooDeepIsRefusedInOneLine() {
        String deep = "[".repeat(5_000) + "]".repeat(5_000);

        assertThatThrownBy(() -> read("{\"clients\": " + deep + "}"))
                .isInstanceOf(PlanException.class)
                .hasMessageContaining("smp.yaml: not YAML: Document nesting depth")
                .satisfies(e -> assertThat(e).hasMessageNotContaining("\n"));
    }

    @Test
    void moreClientsOrAddressesThanThereMayBeAreRefused() {
        String one = "{endpoint_urls: [a/x]},";
        assertThatThrownBy(() -> read("clients: [%s]".formatted(one.repeat(33))))
                .hasMessageContaining("1 to 32 workloads");
        assertThatThrownBy(() -> client("endpoint_urls: [%s]".formatted("a/x,".repeat(1_001))))
                .hasMessageContaining("has 1001 addresses; 1 to 1000");
    }

    @ParameterizedTest(name = "seed={0}")
    @ValueSource(longs = {1, 2, 3})
    void spoiltDocumentsAreReadOrRefusedAndNeverAnythingElse(long seed) throws Exception {
        String sample = Files.readString(Path.of("plans/smp-sample.yaml"));
        String hostile = "{}[]:\"',&*!|>-\n\t #%@`\\\0é0";
        Random random = new Random(seed);
        for (int i = 0; i < 300; i++) {
            StringBuilder spoilt = new StringBuilder(sample);
            for (int hits = 0; hits <= random.nextInt(4); hits++) {
                spoilt.setCharAt(
                        random.nextInt(spoilt.length()),
                        hostile.charAt(random.nextInt(hostile.length())));
            }
            spoilt.setLength(random.nextInt(2) == 0 ? spoilt.length() : spoilt.length() / 2);
            try {
                var _ = PlanReader.read(spoilt.toString(), "x.yaml", DEFAULTS);
            } catch (PlanException e) {
                assertThat(e).hasMessageNotContaining("\n").hasMessageStartingWith("x.yaml");
            }
        }
    }
}
