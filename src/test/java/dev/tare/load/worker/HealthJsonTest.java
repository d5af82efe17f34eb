package dev.tare.load.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tare.base.core.GeneratorHealth;
import dev.tare.base.core.Pauses;
import dev.tare.base.core.TcpSummary;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

final class HealthJsonTest {
    @Test
    void whatIsWrittenIsReadAgain() throws ProtocolException {
        GeneratorHealth health =
                new GeneratorHealth(
                        1_000_000_000,
                        new Pauses(
                                300_000_000,
                                List.of(
                                        new Pauses.LengthClass(1 << 20, 3, 4_000_000),
                                        new Pauses.LengthClass(1 << 28, 1, 300_000_000))),
                        -1,
                        17,
                        2,
                        3_000_000);
        TcpSummary connections = new TcpSummary(16, 1_000, 2, 30_000, 90_000);
        ObjectNode json = JsonObject.create();
        HealthJson.write(json, health);
        HealthJson.write(json, connections);
        JsonObject read = JsonObject.parse(JsonObject.text(json));
        assertThat(HealthJson.readHealth(read)).isEqualTo(health);
        assertThat(HealthJson.readConnections(read)).isEqualTo(connections);
    }

    @Test
    void whatNobodyLookedAtIsAbsent() throws ProtocolException {
        ObjectNode json = JsonObject.create();
        HealthJson.write(json, GeneratorHealth.UNKNOWN);
        HealthJson.write(json, TcpSummary.NONE);
        assertThat(JsonObject.text(json)).isEqualTo("{}");
        JsonObject read = JsonObject.parse("{}");
        assertThat(HealthJson.readHealth(read)).isEqualTo(GeneratorHealth.UNKNOWN);
        assertThat(HealthJson.readConnections(read)).isEqualTo(TcpSummary.NONE);
    }

    @Test
    void whatLacksAPartIsRefused() throws ProtocolException {
        JsonObject read = JsonObject.parse("{\"health\":{\"pauses\":[{\"from_ns\":1}]}}");
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> HealthJson.readHealth(read))
                .withMessageContaining("lacks count");
    }
}
