package dev.tare.specimen.proxy.config.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

final class ConfigSchemaTest {
    private static final Path DOCUMENTED = Path.of("docs/format/minivoy-v1.schema.json");
    private static final YAMLMapper YAML = new YAMLMapper();

    private static Schema schema() throws IOException {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(DOCUMENTED));
    }

    private static String json(String yaml) {
        return YAML.readTree(yaml).toString();
    }

    @Test
    void theDocumentedExampleKeepsToTheSchema() throws IOException {
        assertThat(schema().validate(json(ConfigExample.text()), InputFormat.JSON)).isEmpty();
    }

    /** What the schema knows and the example has not the reader might not know. */
    @Test
    void theExampleHasEveryKeyOfTheSchema() throws IOException {
        Set<String> known = new TreeSet<>();
        collectProperties(
                JsonMapper.builder().build().readTree(Files.readString(DOCUMENTED)), known);
        Set<String> used = new TreeSet<>();
        collectNames(YAML.readTree(ConfigExample.text()), used);

        assertThat(used).containsAll(known);
    }

    private static void collectProperties(JsonNode schema, Set<String> names) {
        if (schema.has("properties")) {
            names.addAll(schema.get("properties").propertyNames());
        }
        schema.forEach(child -> collectProperties(child, names));
    }

    private static void collectNames(JsonNode node, Set<String> names) {
        if (node.isObject()) {
            names.addAll(node.propertyNames());
        }
        node.forEach(child -> collectNames(child, names));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "threads: 2 | threads: 0",
                "threads: 2 | treads: 2",
                "copy: mem | copy: dma",
                "weight: 3 | weight: 300",
                "path: /ping | path: ping",
                "listeners: [web] | listeners: web",
                "client_uris: [\"spiffe://shop.example/ns/default/sa/front\"] | client_uris: []",
                "server_uris: [\"spiffe: | server_uris: [\"spiffe ",
                "client_ca: clients.pem | # no authority",
                "client_idle: 75s | client_idle: soon",
                "cluster: files | cluster: files, respond: {}",
                "balance: least_request | balance: ring_hash",
                "rate: 100/s | rate: fast",
                "percent: 5, | percent: 500,",
                "request: 10MiB | request: big",
                "tokens_file: tokens.txt | tokens_fil: tokens.txt",
                "scheme: Bearer | scheme: []",
                "sample_percent: 10 | sample_percent: 101",
                "plans: {Personal: 10, | plans: {Personal: many,",
                "off: [token_check] | of: [token_check]",
                "prefix: /public | prefix: public",
                "name: api-next | nam: api-next",
            })
    void whatTheReaderRefusesTheSchemaRefusesToo(String good, String bad) throws IOException {
        String text = ConfigExample.text();
        String broken =
                bad.startsWith("cluster:")
                        ? text.replace(good, bad.replace(", ", "\n    "))
                        : text.replaceFirst(Pattern.quote(good), bad);
        assertThat(broken).isNotEqualTo(text);

        assertThat(schema().validate(json(broken), InputFormat.JSON)).isNotEmpty();
        assertThat(ConfigReader.read(broken, "m.yaml").faults()).isNotEmpty();
    }
}
