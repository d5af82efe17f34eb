package dev.tare.lab.beside;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.lab.bundle.BundleContent;
import dev.tare.lab.bundle.SyntheticBundle;
import dev.tare.lab.plan.PublishedReader;
import dev.tare.lab.verdict.FigureKind;
import dev.tare.lab.verdict.judge.Judge;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class BesideTest {
    private static final String THEIRS =
            """
            title: Theirs beside ours
            source: a paper
            rows:
              - {what: the proxy, specimen: envoy, workload: 16k-closed, rate: 9836.6/s}
              - {what: another, specimen: envoy, workload: 16k-1000, rate: 5/s}
            faults:
              - {check: lost-responses, name: lost, published: some were}
            """;

    private static BundleContent content() throws Exception {
        BundleContent made =
                new SyntheticBundle(7).specimen("envoy", 31_000, 120_000).blocks(6).content();
        return new BundleContent(
                made.manifest(),
                made.rounds(),
                made.blocks(),
                made.end(),
                Optional.of(PublishedReader.read(THEIRS, "theirs.yaml")));
    }

    @Test
    void aRowIsJoinedWithTheScenarioThatItNames() throws Exception {
        BundleContent content = content();
        Beside beside = Beside.of(content, Judge.weigh(content)).orElseThrow();

        Beside.Ours ours = beside.lines().getFirst().ours().orElseThrow();
        assertThat(ours.workload().name()).isEqualTo(SyntheticBundle.CLOSED);
        assertThat(ours.result().figure(FigureKind.GOODPUT)).isPresent();
        assertThat(ours.calls()).isEqualTo(6 * 2 * 4_000);
        assertThat(ours.sockets()).isEqualTo(6 * 2 * 64);
        assertThat(ours.failed()).isZero();
        assertThat(ours.coresLow().orElseThrow())
                .isPositive()
                .isLessThanOrEqualTo(ours.coresHigh().orElseThrow());
    }

    @Test
    void aRowWithoutAScenarioStandsAlone() throws Exception {
        BundleContent content = content();
        Beside beside = Beside.of(content, Judge.weigh(content)).orElseThrow();

        assertThat(beside.lines().get(1).ours()).isEmpty();
        assertThat(beside.answers()).hasSize(1);
        assertThat(beside.answers().getFirst().state()).isEqualTo(FaultAnswer.State.ABSENT);
    }

    @Test
    void aBundleWithNothingPublishedHasNothingBesideIt() {
        BundleContent content = new SyntheticBundle(7).blocks(1).content();

        assertThat(Beside.of(content, Judge.weigh(content))).isEmpty();
    }
}
