package dev.tare.lab.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tare.base.core.AnswerCheck;
import dev.tare.base.core.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EndpointsReaderTest {
    private static List<EndpointSpec> read(String text) throws PlanException {
        return EndpointsReader.read(text, "shop.yaml");
    }

    @Test
    void everyPartOfAnEndpointIsRead() throws PlanException {
        List<EndpointSpec> endpoints =
                read(
                        """
                        endpoints:
                          - url: http://h:1/items?page={{seq}}
                          - name: add
                            weight: 3
                            method: post
                            url: http://h:2/items
                            headers: {x-a: b}
                            body: '{"id": {{seq}}}'
                            check: {status: 201, length: 5, contains: id}
                        """);

        assertThat(endpoints)
                .containsExactly(
                        new EndpointSpec(
                                "GET /items",
                                1,
                                "GET",
                                "http://h:1/items?page={{seq}}",
                                List.of(),
                                "",
                                Optional.empty()),
                        new EndpointSpec(
                                "add",
                                3,
                                "POST",
                                "http://h:2/items",
                                List.of(new Field("x-a", "b")),
                                "{\"id\": {{seq}}}",
                                Optional.of(new AnswerCheck(201, 201, 5, "id"))));
    }

    @Test
    void jsonIsReadToo() throws PlanException {
        assertThat(read("{\"endpoints\": [{\"name\": \"a\", \"url\": \"http://h/\"}]}"))
                .singleElement()
                .extracting(EndpointSpec::name)
                .isEqualTo("a");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "list=9 GET http://h:1/?a=b | list | 9 | GET",
                "list=9 http://h:1/?a=b | list | 9 | GET",
                "post http://h:1/?a=b | POST / | 1 | POST",
                "http://h:1/?a=b | GET / | 1 | GET"
            })
    void aLineIsNameAndWeightThenMethodThenUrl(
            String line, String name, int weight, String method) {
        assertThat(EndpointsReader.line(line))
                .isEqualTo(
                        new EndpointSpec(
                                name,
                                weight,
                                method,
                                "http://h:1/?a=b",
                                List.of(),
                                "",
                                Optional.empty()));
    }

    @Test
    void withoutANameMethodAndPathAreIt() {
        assertThat(EndpointsReader.line("http://h").name()).isEqualTo("GET /");
        assertThat(EndpointsReader.line("https://h?to=/a").name()).isEqualTo("GET /");
        assertThat(EndpointsReader.line("PUT h:1/a/b?token=c").name()).isEqualTo("PUT /a/b");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | is not of the form",
                "a b c d | is not of the form",
                "GET POST http://h/ | is not of the form",
                "=3 GET http://h/ | has no name",
                "a=0 GET http://h/ | \"0\" is not a whole number from 1 to 1000000",
                "a=1000001 http://h/ | \"1000001\" is not a whole number",
                "a=x GET http://h/ | \"x\" is not a whole number"
            })
    void aLineOfAnotherFormIsRefusedInOneLine(String line, String fault) {
        assertThatThrownBy(() -> EndpointsReader.line(line))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(fault)
                .message()
                .hasLineCount(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[] | shop.yaml: a file of endpoints is a map with the key endpoints",
                "endpoints: [] | endpoints: is empty",
                "endpoints: 3 | endpoints: must be a list",
                "workloads: [] | unknown key \"workloads\"",
                "endpoints: [{name: a}] | endpoints[1]: has no \"url\"",
                "endpoints: [{url: x, wait: 3}] | endpoints[1]: unknown key \"wait\"",
                "endpoints: [{url: x, weight: 0}] | weight: \"0\" is not a whole number",
                "endpoints: [{url: x, name: ''}] | endpoints[1]: an endpoint needs a name",
                "endpoints: [{url: x, check: {status: 2xx}}] | status \"2xx\" is not of the form",
                "endpoints: [ | not YAML"
            })
    void aFileOfAnotherShapeIsRefusedWithItsPlace(String text, String fault) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(PlanException.class)
                .hasMessageStartingWith("shop.yaml")
                .hasMessageContaining(fault)
                .message()
                .hasLineCount(1);
    }

    @ParameterizedTest
    @CsvSource({"vote-bot.yaml, 100", "kinvolk-30.yaml, 120"})
    void everySampleIsSound(String name, int count) throws Exception {
        Path file = Path.of("plans", "endpoints", name);

        List<EndpointSpec> endpoints =
                EndpointsReader.read(Files.readString(file), file.toString());

        assertThat(endpoints).hasSize(count);
        assertThat(endpoints).extracting(EndpointSpec::name).doesNotHaveDuplicates();
        assertThat(endpoints).allMatch(endpoint -> endpoint.check().isPresent());
    }
}
