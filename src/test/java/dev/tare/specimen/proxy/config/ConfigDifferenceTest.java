package dev.tare.specimen.proxy.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.specimen.proxy.config.yaml.ConfigReader;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ConfigDifferenceTest {
    private static final String RUNNING =
            """
            threads: 2
            admin: 127.0.0.1:9901
            limits: {connections: 1000}
            timeouts: {stop: 5s}
            copy: mem
            forwarded: true
            access_log: {path: a.log}
            seed: 3
            listeners:
              - {name: web, listen: "127.0.0.1:80"}
              - {name: tls, listen: "127.0.0.1:81", tls: {certificate: a.pem, key: a.key}}
            routes:
              - {name: one, match: {prefix: /one}, cluster: a}
              - {name: two, match: {prefix: /two}, cluster: b}
              - {name: rest, respond: {status: 404}}
            clusters:
              - {name: a, endpoints: ["127.0.0.1:1"]}
              - {name: b, endpoints: ["127.0.0.1:2"]}
            """;

    private static ProxyConfig config(String text) {
        ConfigReader.Reading reading = ConfigReader.read(text, "a.yaml");
        assertThat(reading.faults()).isEmpty();
        return reading.config().orElseThrow();
    }

    private static ConfigDifference difference(String wanted) {
        return ConfigDifference.between(config(RUNNING), config(wanted));
    }

    private static List<String> texts(ConfigDifference difference) {
        return difference.changes().stream().map(ConfigDifference.Change::text).toList();
    }

    @Test
    void theSameDocumentIsNoDifference() {
        ConfigDifference none = difference(RUNNING);

        assertThat(none.isEmpty()).isTrue();
        assertThat(none.canReload()).isTrue();
        assertThat(none.keptClusters()).containsExactlyInAnyOrder("a", "b");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "prefix: /one | prefix: /uno | routes.one has changed",
                "cluster: a | cluster: b | routes.one has changed",
                "name: two | name: zwei | routes.two is gone, routes.zwei is new",
                "127.0.0.1:1\" | 127.0.0.1:9\" | clusters.a has changed",
                "127.0.0.1:1\" | 127.0.0.1:1\", \"127.0.0.1:3\" | clusters.a has changed",
                "forwarded: true | forwarded: false | forwarded has changed",
                "seed: 3 | seed: 4 | seed has changed",
                "copy: mem | filters: [{body_limit: {request: 1}}] | filters has changed",
                "cluster: a | cluster: a, filters: {replace: []} | routes.one has changed",
            })
    void whatIsAskedOfRequestsChangesWithoutARestart(String old, String next, String expected) {
        ConfigDifference difference = difference(RUNNING.replaceFirst(old, next));

        assertThat(difference.canReload()).isTrue();
        assertThat(String.join(", ", texts(difference))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "threads: 2 | threads: 3 | threads has changed: needs a restart",
                "9901 | 9902 | admin has changed: needs a restart",
                "connections: 1000 | connections: 1001 | limits has changed: needs a restart",
                "stop: 5s | stop: 6s | timeouts has changed: needs a restart",
                "a.log | b.log | access_log has changed: needs a restart",
                "a.pem | b.pem | listeners.tls.tls has changed: needs a restart",
                "copy: mem | copy: splice | copy has changed: needs a restart",
                "127.0.0.1:80\" | 127.0.0.1:82\" | listeners.web has changed: needs a restart",
                "name: web | name: w2 | listeners.web is gone: needs a restart, listeners.w2 is new:"
                        + " needs a restart",
                ", tls: .* | } | listeners.tls has changed: needs a restart",
            })
    void whatIsSettledAtTheStartNeedsARestart(String old, String next, String expected) {
        ConfigDifference difference = difference(RUNNING.replaceFirst(old, next));

        assertThat(difference.canReload()).isFalse();
        assertThat(String.join(", ", texts(difference))).isEqualTo(expected);
    }

    @Test
    void theOrderOfRoutesIsADifferenceForTheFirstThatFitsCounts() {
        String swapped =
                RUNNING.replace("{name: one", "{name: x")
                        .replace("{name: two", "{name: one")
                        .replace("{name: x", "{name: two");

        assertThat(texts(difference(swapped)))
                .containsExactly(
                        "routes.two has changed",
                        "routes.one has changed",
                        "routes stand in another order");
    }

    @Test
    void clustersThatDidNotChangeAreKept() {
        ConfigDifference difference =
                difference(
                        RUNNING.replace("name: b,", "name: b, panic_percent: 10,")
                                + "  - {name: c, endpoints: [\"127.0.0.1:3\"]}\n");

        assertThat(difference.keptClusters()).containsExactly("a");
        assertThat(texts(difference))
                .containsExactly("clusters.b has changed", "clusters.c is new");
    }
}
