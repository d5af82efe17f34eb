package dev.tare.specimen.proxy.filter;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.specimen.planlimit.PlanLimiter;
import dev.tare.specimen.planlimit.PlanLimits;
import dev.tare.specimen.planlimit.PlanVectors;
import dev.tare.specimen.proxy.config.FilterRule;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class PlanLimitFilterTest {
    private static FilterChain chain(FilterRule.PlanLimit rule) {
        PlanLimiter limiter = new PlanLimiter(rule.limits());
        return FilterChains.of(new PlanLimitFilter(rule, limiter, 0), rule);
    }

    @ParameterizedTest
    @MethodSource("dev.tare.specimen.planlimit.PlanVectors#all")
    void theVectorsHold(PlanVectors.Scenario scenario) {
        FilterChain chain = chain(new FilterRule.PlanLimit("authorization", PlanLimits.standard()));
        FilterRun run = new FilterRun();
        for (PlanVectors.Request request : scenario.requests()) {
            String[] lines =
                    request.authorization().stream()
                            .map(value -> "Authorization: " + value)
                            .toArray(String[]::new);
            boolean passes = run.request(chain, Heads.request(lines), 0, 0, request.epochNs());
            assertThat(passes).as(request.toString()).isEqualTo(request.status() == 200);
            if (!passes) {
                FilterAnswer answer = run.denial();
                assertThat(answer.status()).isEqualTo(request.status());
                assertThat(new String(answer.body(), US_ASCII)).isEqualTo(request.text());
                Map<String, String> expected = new LinkedHashMap<>(request.fields());
                expected.put("access-control-allow-origin", "*");
                assertThat(fields(answer)).isEqualTo(expected);
            }
        }
    }

    private static Map<String, String> fields(FilterAnswer answer) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (int i = 0; i < answer.fieldCount(); i++) {
            byte[] value = answer.fieldValue(i);
            fields.put(
                    new String(answer.fieldName(i), US_ASCII),
                    value == null
                            ? Long.toString(answer.fieldNumber(i))
                            : new String(value, US_ASCII));
        }
        return fields;
    }

    @Test
    void theTokenMayStandInAnotherField() {
        FilterChain chain = chain(new FilterRule.PlanLimit("X-Token", PlanLimits.standard()));
        FilterRun run = new FilterRun();
        String token = "eyJ1c2VybmFtZSI6ImFubiIsInBsYW4iOiJUZWFtIn0";
        assertThat(run.request(chain, Heads.request("x-token: " + token), 0, 0, 0)).isTrue();
        assertThat(run.request(chain, Heads.request("Authorization: " + token), 0, 0, 0)).isFalse();
    }
}
