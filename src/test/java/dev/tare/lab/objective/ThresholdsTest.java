package dev.tare.lab.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tare.lab.load.LoadRecord;
import dev.tare.lab.load.SampleLoad;
import dev.tare.lab.verdict.load.LoadJudge;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ThresholdsTest {
    private static ThresholdResult check(LoadRecord load, String text) {
        return Thresholds.parse(List.of(text))
                .check(new LoadFigures(LoadJudge.judge(load)))
                .getFirst();
    }

    @Test
    void aFigureOnTheRightSideMeetsIt() {
        LoadRecord load = new SampleLoad().build();

        assertThat(check(load, "p50<1ms").met()).isTrue();
        assertThat(check(load, "p50<50us").met()).isFalse();
        assertThat(check(load, "rate>=1000/s").met()).isTrue();
        assertThat(check(load, "goodput>1000/s").met()).isFalse();
        assertThat(check(load, "unsent==0").met()).isTrue();
        assertThat(check(load, "connect_p50<1s").met()).isTrue();
        assertThat(check(load, "connect_p99<1s").reason()).contains("64 connections cannot bound");
        assertThat(check(load, "send_lag_p99<1ms").value()).isPresent();
    }

    @Test
    void errorsAreAllThatWasPlannedAndNotAnsweredWell() {
        LoadRecord load = new SampleLoad().wrongStatus(1).unsent(2).build();

        assertThat(check(load, "errors<=30").value()).contains(30.0);
        assertThat(check(load, "errors<=29").met()).isFalse();
        assertThat(check(load, "error_ratio<0.3%").met()).isTrue();
        assertThat(check(load, "unsent<=20").met()).isTrue();
    }

    @Test
    void whatOnlyTheEndOfTheLoadKeptFromBeingSentIsNoError() {
        // 60 in all, and room for 64 on the connections.
        LoadRecord load = new SampleLoad().stopped(6).build();

        assertThat(check(load, "errors==0").met()).isTrue();
        assertThat(check(load, "error_ratio<=0%").value()).contains(0.0);
        assertThat(check(load, "unsent==60").met()).isTrue();
    }

    @Test
    void aBacklogAtTheEndOfTheLoadIsErrors() {
        LoadRecord load = new SampleLoad().stopped(100).build();

        assertThat(check(load, "errors==936").met()).isTrue();
        assertThat(check(load, "error_ratio<8%").met()).isFalse();
        assertThat(check(load, "unsent==1000").met()).isTrue();
    }

    /** As k6 does not: https://github.com/grafana/k6/issues/4283. */
    @Test
    void noDataMeetsNoThreshold() {
        LoadRecord nothing = new SampleLoad().perInterval(0).build();

        for (String text :
                List.of("p99<10ms", "error_ratio<1%", "errors==0", "unsent==0", "rate>1/s")) {
            ThresholdResult result = check(nothing, text);
            assertThat(result.met()).as(text).isFalse();
            assertThat(result.value()).as(text).isEmpty();
            assertThat(result.reason()).as(text).isNotEmpty();
        }
    }

    @Test
    void aPercentileOfTooFewRequestsMeetsNoThreshold() {
        ThresholdResult result = check(new SampleLoad().perInterval(10).build(), "p99.9<1h");

        assertThat(result.met()).isFalse();
        assertThat(result.reason()).contains("100 requests cannot bound the p99.9");
    }

    @Test
    void anInvalidFigureMeetsNoThreshold() {
        ThresholdResult result = check(new SampleLoad().wrongStatus(500).build(), "p50<1h");

        assertThat(result.met()).isFalse();
        assertThat(result.value()).isEmpty();
        assertThat(result.reason()).contains("did not end well");
    }

    @Test
    void ofAnEndpointItIsThatEndpointsOwn() {
        LoadRecord load = new SampleLoad().twoEndpoints().build();

        assertThat(check(load, "p50{fast}<1ms").met()).isTrue();
        assertThat(check(load, "goodput{GET /slow}>=500/s").met()).isTrue();
        assertThat(check(load, "p50{other}<1ms").reason()).contains("no result of \"other\"");
        assertThat(check(new SampleLoad().build(), "p50{GET /byte/100}<1ms").met()).isTrue();
    }

    @Test
    void anUnknownEndpointIsRefusedBeforehand() {
        Thresholds thresholds = Thresholds.parse(List.of("p99{typo}<1s"));

        assertThatThrownBy(() -> thresholds.requireEndpoints(List.of("fast", "slow")))
                .hasMessage("\"p99{typo}<1s\": there is no such endpoint; there are fast, slow");
    }

    @Test
    void thereAreNoMoreThanTheBound() {
        List<String> many = Collections.nCopies(Thresholds.MAX_COUNT + 1, "p99<1s");

        assertThatThrownBy(() -> Thresholds.parse(many)).hasMessageContaining("at most 1000");
    }
}
