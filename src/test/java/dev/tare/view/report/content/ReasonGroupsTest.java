package dev.tare.view.report.content;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.base.core.Tally;
import dev.tare.lab.verdict.Figure;
import dev.tare.lab.verdict.FigureKind;
import dev.tare.lab.verdict.Reason;
import dev.tare.lab.verdict.ScenarioResult;
import dev.tare.lab.verdict.ScenarioResult.Bottleneck;
import dev.tare.lab.verdict.Verdict;
import dev.tare.lab.verdict.Weighing;
import dev.tare.view.report.content.ReasonGroups.Group;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class ReasonGroupsTest {

    private static Reason tainted(String sentence) {
        return new Reason(3, Verdict.TAINTED, sentence, "");
    }

    private static ScenarioResult scenario(String specimen, Map<FigureKind, Reason> reasons) {
        Map<FigureKind, Figure> figures =
                reasons.entrySet().stream()
                        .collect(
                                Collectors.toMap(
                                        Map.Entry::getKey, e -> figure(e.getKey(), e.getValue())));
        return new ScenarioResult(
                specimen,
                "w",
                false,
                0,
                8,
                Tally.EMPTY,
                figures,
                Map.of(),
                false,
                Bottleneck.NONE,
                "",
                List.of(),
                List.of());
    }

    private static Figure figure(FigureKind kind, Reason reason) {
        return new Figure(kind, 1, Optional.empty(), false, List.of(reason));
    }

    private static List<Group> groups(ScenarioResult... scenarios) {
        Weighing.NextCommand none = new Weighing.NextCommand("", "");
        return ReasonGroups.of(
                new Weighing("", List.of(scenarios), 8, false, Map.of(), none, true));
    }

    @Test
    void reasonsThatDifferInNumbersOnlyAreOneGroup() {
        Reason first = tainted("no more than 0.3 ms of p99 after 1,200 samples");
        Reason second = tainted("no more than 25 µs of p99 after 80 samples");

        List<Group> groups =
                groups(
                        scenario("a", Map.of(FigureKind.RESPONSE_TIME_P99, first)),
                        scenario("b", Map.of(FigureKind.RESPONSE_TIME_P99, second)));

        assertThat(groups).hasSize(1);
        assertThat(groups.getFirst().reason()).isEqualTo(first);
        assertThat(groups.getFirst().alike()).containsExactly(second);
        assertThat(groups.getFirst().holds(second)).isTrue();
        assertThat(groups.getFirst().places()).containsExactly("w: a, b (p99)");
    }

    @Test
    void reasonsInOtherWordsStandApartTheWorstFirst() {
        Reason invalid = new Reason(10, Verdict.INVALID, "broken", "");

        List<Group> groups =
                groups(
                        scenario(
                                "a",
                                Map.of(
                                        FigureKind.GOODPUT,
                                        tainted("late"),
                                        FigureKind.ERRORS,
                                        invalid)));

        assertThat(groups).extracting(Group::reason).containsExactly(invalid, tainted("late"));
        assertThat(groups.getFirst().rule()).isEqualTo("rule 10, Little's law");
    }

    @Test
    void aReasonForAllResponseTimesDoesNotNameThemOneByOne() {
        Map<FigureKind, Reason> all =
                Arrays.stream(FigureKind.values())
                        .filter(kind -> kind.isResponseTime() || kind == FigureKind.GOODPUT)
                        .collect(Collectors.toMap(Function.identity(), kind -> tainted("late")));

        assertThat(groups(scenario("a", all)).getFirst().places())
                .containsExactly("w: a (response times, goodput)");
    }
}
