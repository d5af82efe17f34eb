package dev.tare.view.report.content;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.lab.verdict.Weighing;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class BeliefTest {

    private static Belief of(String sentence, boolean valid) {
        Weighing.NextCommand none = new Weighing.NextCommand("", "");
        return Belief.of(new Weighing(sentence, List.of(), 0, false, Map.of(), none, valid));
    }

    @Test
    void aPlainYesIsTheWholeAnswer() {
        assertThat(of("a costs 1 µs; believe it: yes", true))
                .isEqualTo(new Belief("a costs 1 µs", "believe it: yes", "yes", ""));
    }

    @Test
    void whatFollowsTheAnswerIsKept() {
        assertThat(of("a costs 1 µs; believe it: yes; b is the cheapest (2 µs CPU)", true))
                .isEqualTo(
                        new Belief(
                                "a costs 1 µs",
                                "believe it: yes",
                                "yes",
                                "b is the cheapest (2 µs CPU)"));
        assertThat(of("a costs 1 µs; believe it: no, because it drifts; truly", true))
                .isEqualTo(
                        new Belief(
                                "a costs 1 µs",
                                "believe it: no",
                                "no",
                                "because it drifts; truly"));
    }

    @Test
    void aDividedAnswerIsInPart() {
        assertThat(of("a costs 1 µs; believe it: the CPU yes, the response time no", true))
                .isEqualTo(
                        new Belief(
                                "a costs 1 µs",
                                "believe it: in part",
                                "partly",
                                "the CPU yes, the response time no"));
        assertThat(of("a; believe it: nobody knows", true).style()).isEqualTo("partly");
    }

    @Test
    void aSentenceWithoutTheQuestionGoesByItsHeadlines() {
        assertThat(of("no tare cost yet: 3 of at least 6 blocks", true).style())
                .isEqualTo("partly");
        assertThat(of("nothing is weighed yet", false).answer())
                .isEqualTo("no valid headline figure");
    }
}
