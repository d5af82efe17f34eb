package dev.tare.view.find;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.base.core.AnswerCheck;
import dev.tare.base.core.LoadModel.ArrivalLaw;
import dev.tare.base.core.Outcome;
import dev.tare.base.core.RequestSpec;
import dev.tare.base.core.Tally;
import dev.tare.base.stats.ConfidenceInterval;
import dev.tare.lab.find.Answer;
import dev.tare.lab.find.FindPlan;
import dev.tare.lab.find.Objective;
import dev.tare.lab.find.PointFigures;
import dev.tare.lab.find.PointResult;
import dev.tare.lab.find.PointVerdict;
import dev.tare.lab.find.RateCurve;
import dev.tare.lab.find.RateEnd;
import dev.tare.lab.find.Reading;
import dev.tare.lab.find.Reading.Standing;
import dev.tare.lab.find.SearchRange;
import dev.tare.load.spec.Endpoint;
import dev.tare.load.spec.LoadSpec;
import dev.tare.load.spec.Target;
import dev.tare.view.text.TextStyle;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FindReportTest {
    private static final double MS = 1e6;
    private static final Objective OBJECTIVE = Objective.parse(List.of("p99<10ms"));
    private static final RateEnd LOW = new RateEnd(23_400, 3, 3, PointVerdict.MET);
    private static final RateEnd HIGH = new RateEnd(24_100, 0, 3, PointVerdict.BROKEN);

    private static FindReport report(Answer answer, boolean stopped) {
        Endpoint endpoint =
                Endpoint.single(
                        Target.http1("127.0.0.1", 80),
                        new RequestSpec("GET", "/", List.of(), ""),
                        new AnswerCheck(200, 299, AnswerCheck.ANY_LENGTH, ""));
        FindPlan plan =
                new FindPlan(
                        LoadSpec.of(endpoint).build(),
                        ArrivalLaw.CONSTANT,
                        1,
                        OBJECTIVE,
                        new SearchRange(100, 1e6, 0.02, 3, 60),
                        5_000_000_000L,
                        30_000_000_000L);
        List<PointResult> points =
                List.of(
                        point(1, 100, 2 * MS, PointVerdict.MET),
                        point(2, 24_100, 30 * MS, PointVerdict.BROKEN),
                        point(3, 23_400, 8 * MS, PointVerdict.MET));
        return new FindReport(
                "http://127.0.0.1/<script>alert(1)</script>",
                new RateCurve(plan, points, answer, stopped, "epoll"),
                "1.0",
                "abc",
                0);
    }

    private static PointResult point(int number, double rate, double p99Ns, PointVerdict verdict) {
        long planned = Math.round(rate * 5);
        Tally tally =
                new Tally(
                        planned,
                        planned,
                        Map.of(),
                        Map.of(Outcome.CORRECT, planned),
                        0,
                        planned,
                        planned,
                        0,
                        0,
                        0,
                        0);
        PointFigures figures =
                new PointFigures(
                        rate,
                        rate,
                        rate,
                        1,
                        5_000_000_000L,
                        tally,
                        List.of(p99Ns / 4, p99Ns / 2, p99Ns, p99Ns * 2),
                        p99Ns,
                        1_000,
                        0.1);
        Reading reading =
                new Reading(
                        OBJECTIVE.thresholds().getFirst(),
                        p99Ns,
                        Optional.of(new ConfidenceInterval(p99Ns * 0.9, p99Ns * 1.1, 0.95)),
                        verdict == PointVerdict.MET ? Standing.MEETS : Standing.BREAKS);
        String reason = verdict == PointVerdict.MET ? "" : "p99<10ms is broken";
        return new PointResult(number, false, figures, List.of(reading), verdict, reason);
    }

    private static String sentence(Answer answer) {
        return FindWords.answer(report(answer, false).curve());
    }

    @Test
    void everyAnswerIsASentence() {
        assertThat(sentence(new Answer.Found(LOW, HIGH, 0, true)))
                .isEqualTo(
                        "the highest rate that meets p99 < 10ms and error_ratio < 1% is 23,400/s"
                                + " (between 23,400/s and 24,100/s; met in 3 of 3 repeats; the"
                                + " upper one broke in 3 of 3)");
        assertThat(sentence(new Answer.GeneratorLimit(LOW, HIGH, true)))
                .contains("is ≥ 23,400/s")
                .contains("at 24,100/s the generator is the limit, not the server");
        assertThat(sentence(new Answer.NeverBroke(LOW, true)))
                .contains("never broke up to 23,400/s");
        assertThat(sentence(new Answer.NotMet(HIGH)))
                .contains("cannot be met: even the lowest rate, 24,100/s, broke it in 3 of 3");
        assertThat(sentence(new Answer.NotMet(new RateEnd(100, 0, 3, PointVerdict.UNSURE))))
                .contains("no rate could be shown to meet");
        assertThat(sentence(new Answer.Nothing())).isEqualTo("no point was measured to its end");
        assertThat(sentence(new Answer.Found(LOW, HIGH, 0, false)))
                .startsWith("not settled within 3 points; so far the highest rate");
        assertThat(FindWords.answer(report(new Answer.Found(LOW, HIGH, 0, false), true).curve()))
                .startsWith("stopped early; so far the highest rate");
    }

    @Test
    void higherRatesThatMetItAreTold() {
        assertThat(FindWords.notes(report(new Answer.Found(LOW, HIGH, 2, true), false).curve()))
                .anyMatch(note -> note.startsWith("2 higher rates met it too"))
                .anyMatch(note -> note.equals("At 24,100/s: p99<10ms is broken."));
    }

    @ParameterizedTest
    @ValueSource(ints = {60, 80, 110, 160})
    void theDrawingKeepsToTheWidthAndShowsEveryPointAndTheBound(int width) {
        String text =
                new FindText(new TextStyle(width, false, false))
                        .render(report(new Answer.Found(LOW, HIGH, 0, true), false));

        assertThat(text.lines()).allMatch(line -> line.length() <= width, "at most " + width);
        assertThat(text.lines().filter(line -> line.contains("10.0 ms |---"))).hasSize(1);
        String drawing = text.substring(text.indexOf("  p99\n"), text.indexOf("o met "));
        assertThat(drawing.chars().filter(c -> c == 'o')).hasSize(3);
        assertThat(drawing.chars().filter(c -> c == 'x')).hasSize(1);
    }

    @Test
    void thePageHoldsTheCurveAndNoMarkupFromOutside() {
        String html = FindHtml.render(report(new Answer.Found(LOW, HIGH, 0, true), false));

        assertThat(html)
                .contains("<svg class=\"chart wide\"", "<svg class=\"chart narrow\"")
                .contains("&lt;script&gt;")
                .doesNotContain("<script")
                .contains("Content-Security-Policy");
        assertThat(html.split("<circle", -1)).hasSize(1 + 2 * 2);
    }

    @Test
    void csvAndJsonHoldEveryPoint() {
        FindReport report = report(new Answer.Found(LOW, HIGH, 0, true), false);

        assertThat(FindCsv.render(report).lines()).hasSize(4);
        assertThat(FindCsv.render(report))
                .contains("p99<10ms value,p99<10ms low,p99<10ms high")
                .contains("2,false,24100.0,");
        assertThat(FindJson.render(report))
                .contains("\"kind\" : \"found\"", "\"rate_per_sec\" : 23400.0")
                .contains("\"response_time_ns_p999\"");
    }
}
