package dev.tare.lab.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** TLS with what runs already, as plans ask for it. */
final class RunningReaderTest {
    private static final Plan DEFAULTS = BuiltInPlan.of(List.of("haproxy"), false);

    private static Plan read(String text) throws PlanException {
        return PlanReader.read(text, "/plans/mesh.yaml", DEFAULTS);
    }

    private static SpecimenSpec.Running only(String fields) throws PlanException {
        Plan plan = read("specimens: [{name: bare, url: 'http://h/'}, {%s}]".formatted(fields));
        return (SpecimenSpec.Running) plan.specimens().getLast();
    }

    @Test
    void httpsIsVerifiedByTheJdkWhereThePlanSaysNoMore() throws Exception {
        SpecimenSpec.Running mesh = only("name: mesh, url: 'https://10.0.0.7:8443/x', pid: 5");

        assertThat(mesh)
                .isEqualTo(
                        new SpecimenSpec.Running(
                                "mesh",
                                HttpUrl.parse("https://10.0.0.7:8443/x"),
                                OptionalLong.of(5)));
        assertThat(mesh.encrypted()).isTrue();
        assertThat(mesh.tls()).isEqualTo(TlsSpec.STANDARD);
        assertThat(HttpUrl.port(only("name: mesh, url: 'https://h'").url())).isEqualTo(443);
    }

    @Test
    void filesLieBesideThePlanUnlessTheirPathIsAbsolute() throws Exception {
        TlsSpec tls =
                only("""
                name: mesh, url: 'https://h/', tls: {ca: certs/ca.pem,
                server-name: shop.example, cert: ../own.pem, key: /keys/own.key}
                """)
                        .tls();

        assertThat(tls)
                .isEqualTo(
                        new TlsSpec(
                                "/plans/certs/ca.pem",
                                "shop.example",
                                false,
                                "/own.pem",
                                "/keys/own.key"));
    }

    @Test
    void whatIsWrittenDownIsReadBackFromAnywhere() throws Exception {
        Plan plan =
                read(
                        """
                        specimens:
                          - {name: bare, url: "https://a/", tls: {insecure: true}}
                          - {name: b, url: "https://b/", tls: {ca: ca.pem, server-name: n}}
                          - {name: c, url: "https://c/", tls: {cert: c.pem, key: c.key}}
                          - {name: d, url: "https://d/"}
                          - {name: e, url: "http://e/"}
                        """);

        String json = PlanWriter.toJson(plan);

        assertThat(PlanReader.read(json, "elsewhere/plan.json", DEFAULTS)).isEqualTo(plan);
        assertThat(json).contains("\"ca\" : \"" + Path.of("/plans/ca.pem") + "\"");
        assertThat(json.split("\"tls\"", -1)).as("where it is silent nothing is").hasSize(4);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "url: 'https://h/', tls: true | specimens[2].tls: of what runs already is a map",
                "url: 'https://h/', tls: {sni: x} | unknown key \"sni\"; known are ca, server-name",
                "url: 'https://h/', tls: {insecure: perhaps} | tls.insecure: \"perhaps\" is",
                "url: 'https://h/', tls: {insecure: true, ca: x} | verifies nothing, so that ca",
                "url: 'https://h/', tls: {cert: x} | cert and key go together; name both, or none",
                "url: 'https://h/', tls: {key: x} | cert and key go together; name both, or none",
                "url: 'https://h/', tls: {server-name: 'a b'} | server-name \"a b\" is no name of a"
                        + " host",
                "url: 'https://h/', tls: {ca: ' '} | specimens[2].tls.ca: is no path of a file",
                "url: 'https://h/', tls: {ca: \"a\\nb\"} | tls.ca: is no path of a file",
                "url: 'https://h/', tls: {ca: [x]} | specimens[2].tls.ca: must be a single value",
                "url: 'http://h/', tls: {ca: x} | tls is of no effect at http://h/; write https://",
                "command: 'x {listen}', url: 'https://h/' | has a command and a url; leave one out",
                "url: 'https://u:p@h/' | holds a user name or password",
                "kind: nginx, tls: {ca: x} | specimens[2].tls: must be a single value",
            })
    void whatCannotBeIsOneLineThatNamesThePlace(String fields, String fault) {
        assertThatThrownBy(() -> only("name: mesh, " + fields))
                .isInstanceOf(PlanException.class)
                .hasMessageStartingWith("/plans/mesh.yaml")
                .hasMessageContaining(fault)
                .satisfies(e -> assertThat(e).hasMessageNotContaining("\n"));
    }

    @Test
    void aPrivateKeyInThePlanItselfIsRefusedBeforeItGetsIntoABundle() {
        String key = "-----BEGIN PRIVATE KEY-----\\nMII=\\n-----END PRIVATE KEY-----\\n";

        for (String place : List.of("ca: \"%s\"", "cert: c.pem, key: \"%s\"")) {
            assertThatThrownBy(() ->
                            only(
                                    "name: mesh, url: 'https://h/', tls: {%s}"
                                            .formatted(place.formatted(key))))
                    .hasMessageContaining("a private key stands in the plan; put it into a file")
                    .hasMessageNotContaining("MII=");
        }
    }

    @Test
    void theTextOfAnAuthorityHasALimit() {
        String pem = "-----BEGIN CERTIFICATE-----" + "A".repeat(TlsSpec.MAX_PEM_LENGTH);

        assertThatThrownBy(() ->
                        only("name: mesh, url: 'https://h/', tls: {ca: \"%s\"}".formatted(pem)))
                .hasMessageContaining("ca has more than 100000 characters; name a file");
    }

    @Test
    void whatTareStartsCannotReachABareThatSpeaksTls() {
        assertThatThrownBy(() -> read("specimens: [{name: bare, url: 'https://h/'}, haproxy]"))
                .isInstanceOf(PlanException.class)
                .hasMessageContaining(
                        "specimen \"haproxy\" is started by Tare and reaches bare without TLS");
    }
}
