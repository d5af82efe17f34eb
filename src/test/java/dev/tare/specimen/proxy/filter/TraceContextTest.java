package dev.tare.specimen.proxy.filter;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.base.stats.SplitMix64;
import dev.tare.specimen.proxy.config.FilterRule;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TraceContextTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String PARENT = "00f067aa0ba902b7";

    private final TraceContext context = new TraceContext();
    private final SplitMix64 random = new SplitMix64(7);

    private FieldEdits take(double samplePercent, String... lines) {
        return context.take(Heads.request(lines), random, samplePercent);
    }

    private static String written(FieldEdits edits) {
        assertThat(edits.putCount()).isEqualTo(1);
        assertThat(edits.drop("traceparent".getBytes(US_ASCII))).isTrue();
        return new String(edits.value(0), US_ASCII);
    }

    private static boolean dropsState(FieldEdits edits) {
        return edits.drop("tracestate".getBytes(US_ASCII));
    }

    @Test
    void itsLineIsAsLongAsTheConfigurationTakesItToBe() {
        String line = "traceparent: " + written(take(100)) + "\r\n";
        assertThat(line).hasSize(FilterRule.Tracing.LINE_BYTES);
    }

    @ParameterizedTest
    @CsvSource({
        "00-%s-%s-01, 01",
        "00-%s-%s-00, 00",
        "00-%s-%s-03, 03",
        "00-%s-%s-ff, 03",
        "01-%s-%s-01, 01",
        "cc-%s-%s-01-what-comes, 01",
        "cc-%s-%s-01-, 01",
    })
    void aTraceGoesOnWithAnotherParent(String pattern, String flags) {
        FieldEdits edits = take(0, "TraceParent: " + pattern.formatted(TRACE, PARENT));
        assertThat(written(edits))
                .matches("00-" + TRACE + "-[0-9a-f]{16}-" + flags)
                .doesNotContain(PARENT);
        assertThat(dropsState(edits)).isFalse();
        assertThat(context.isKnown()).isTrue();
        assertThat("%016x%016x".formatted(context.traceHigh(), context.traceLow()))
                .isEqualTo(TRACE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "00-%s-%s",
                "00-%s-%s-1",
                "00-%s-%s-01-",
                "00-%s-%s-01.",
                "00-%s-%s-010",
                "ff-%s-%s-01",
                "0g-%s-%s-01",
                "0A-%s-%s-01",
                "01-%s-%s-01x",
                "00_%s-%s-01",
                "00-%s.%s-01",
                "00-%s-%s.01",
                "00-%s-%s-0x",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                "00-4bf92f3577b34da6a3ce929d0e0e473z-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-z0f067aa0ba902b7-01",
            })
    void whatIsNotATraceBeginsAnother(String pattern) {
        FieldEdits edits = take(100, "traceparent: " + pattern.formatted(TRACE, PARENT));
        assertThat(written(edits))
                .matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01")
                .doesNotContain(TRACE)
                .doesNotContain("0".repeat(16));
        assertThat(dropsState(edits)).isTrue();
    }

    @Test
    void twoParentsAreNone() {
        String line = "traceparent: 00-%s-%s-01".formatted(TRACE, PARENT);
        assertThat(written(take(100, line, line))).doesNotContain(TRACE);
    }

    @Test
    void idsWithTheHighestBitSetAreIds() {
        String trace = "f".repeat(32);
        String line = "traceparent: 00-%s-%s-01".formatted(trace, "f".repeat(16));
        assertThat(written(take(0, line))).startsWith("00-" + trace);
    }

    @Test
    void asManyAreSampledAsAreAskedFor() {
        int sampled = 0;
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            String text = written(take(25));
            ids.add(text.substring(0, 35));
            ids.add(text.substring(36, 52));
            sampled += text.endsWith("-01") ? 1 : 0;
        }
        assertThat(ids).hasSize(20_000);
        assertThat(sampled).isBetween(2300, 2700);
        assertThat(written(take(0))).endsWith("-00");
    }

    @Test
    void theFilterDrawsBySeed() {
        List<String> traces = new ArrayList<>();
        for (long seed : new long[] {1, 1, 2}) {
            FilterRule.Tracing rule = new FilterRule.Tracing(100);
            FilterRun run = new FilterRun();
            FilterChain chain = FilterChains.of(new TracingFilter(rule, seed), rule);
            assertThat(run.knownTrace()).isNull();
            assertThat(run.request(chain, Heads.request(), 0, 0, 0)).isTrue();
            run.requestEdits().tell((_, _, value) -> traces.add(new String(value, US_ASCII)));
            assertThat(run.knownTrace()).isNotNull();
            run.end();
            assertThat(run.knownTrace()).isNull();
        }
        assertThat(traces.get(1)).isEqualTo(traces.get(0));
        assertThat(traces.get(2)).isNotEqualTo(traces.get(0));
    }
}
