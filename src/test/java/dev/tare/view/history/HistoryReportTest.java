package dev.tare.view.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.lab.history.BundleEntry;
import dev.tare.lab.history.ChangeSearch;
import dev.tare.lab.history.History;
import dev.tare.lab.history.MadeSeries;
import dev.tare.lab.history.Measure;
import dev.tare.lab.history.Series;
import dev.tare.lab.history.SeriesPoint;
import dev.tare.lab.history.Subject;
import dev.tare.lab.verdict.FigureKind;
import dev.tare.lab.verdict.Verdict;
import dev.tare.view.text.TextStyle;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class HistoryReportTest {
    private static final String HOSTILE = "<script>alert('1')</script>\u001b[31m\"";

    private static HistoryReport report(Series... series) {
        List<BundleEntry> bundles =
                Stream.of(series)
                        .max((a, b) -> Integer.compare(a.points().size(), b.points().size()))
                        .orElseThrow()
                        .points()
                        .stream()
                        .map(SeriesPoint::bundle)
                        .toList();
        return new HistoryReport(
                new History(
                        Path.of("nightly/it's"),
                        bundles,
                        List.of(series),
                        List.of("b99: is not finished"),
                        List.of(),
                        2),
                ChangeSearch.look(List.of(series)),
                "0.1.0",
                "abc");
    }

    private static Series step() {
        return MadeSeries.of(FigureKind.CPU_PER_REQUEST, 1, 30, i -> i < 20 ? 30_000 : 36_000);
    }

    private static Series withInvalid() {
        Series series = MadeSeries.of(FigureKind.RESPONSE_TIME_P99, 2, 30, i -> 2e6);
        List<SeriesPoint> points = new ArrayList<>(series.points());
        points.set(7, MadeSeries.verdict(points.get(7), 9e6, Verdict.INVALID));
        points.set(8, MadeSeries.verdict(points.get(8), Double.NaN, Verdict.INVALID));
        points.set(9, MadeSeries.verdict(points.get(9), 2e6, Verdict.TAINTED));
        return new Series(series.subject(), series.setting(), points, "another machine: B");
    }

    private static Series hostile() {
        double[] values = new double[12];
        for (int i = 0; i < 12; i++) {
            values[i] = i < 6 ? 1e4 + i : 2e4 + i;
        }
        return MadeSeries.with(
                new Subject(HOSTILE, HOSTILE, Measure.TARE_COST, FigureKind.CPU_PER_REQUEST),
                values);
    }

    private static String render(HistoryFormat format, Series... series) {
        return format.render(report(series), TextStyle.plain(110));
    }

    @Test
    void theTextNamesTheChangeItsBundlesAndTheCommandToLook() {
        assertThat(render(HistoryFormat.TEXT, step(), withInvalid()))
                .startsWith("1 of 2 series over 30 bundles changed; the newest change: envoy,")
                .contains(
                        "  2026-03-21 00:00 UTC, between b19 and b20: envoy 1.19 → 1.20; Tare's"
                                + " commit c19 → c20\n"
                                + "    envoy, 16k-closed, CPU/request: worse, +20",
                        "    ./tare compare 'nightly/it'\\''s/b19' 'nightly/it'\\''s/b20'\n",
                        "begins 2026-03-01 00:00: another machine: B",
                        "Passed over\n  b99: is not finished\n",
                        "steady");
    }

    @Test
    void theHeadlineSaysWhatThereIsToSay() {
        Series few = MadeSeries.of(FigureKind.GOODPUT, 1, 4, i -> 1_000);
        Series steady = MadeSeries.of(FigureKind.GOODPUT, 1, 20, i -> 1_000);
        Series drift = MadeSeries.of(FigureKind.GOODPUT, 1, 40, i -> 1_000 + 20 * i);
        assertThat(HistoryWords.headline(report(few)))
                .isEqualTo(
                        "too early to tell: 1 series over 4 bundles, none with enough points yet");
        assertThat(HistoryWords.headline(report(steady)))
                .isEqualTo(
                        "nothing changed that could be told from chance: 1 series over 20 bundles");
        assertThat(HistoryWords.headline(report(drift, steady)))
                .isEqualTo("1 of 2 series over 40 bundles drifts");
        assertThat(HistoryWords.headline(report(step(), step(), drift)))
                .startsWith("2 of 3 series over 40 bundles changed; the newest change: envoy")
                .contains("(and 1 other there), since 2026-03-21 00:00; 1 drifts");
    }

    @ParameterizedTest
    @ValueSource(ints = {60, 80, 110, 160})
    void theTextKeepsToTheWidthButForTheCommandThatIsToBeCopied(int width) {
        String text =
                HistoryFormat.TEXT.render(
                        report(step(), withInvalid()), new TextStyle(width, false, false));
        assertThat(text.lines().filter(line -> !line.contains("./tare compare")))
                .allMatch(line -> line.length() <= width, "at most " + width);
        assertThat(text.chars()).allMatch(c -> c < 0x80);
    }

    @Test
    void theSparklineFollowsTheValuesAndCrossesOutWhatIsInvalid() {
        assertThat(Sparkline.of(withInvalid().points(), 30, true))
                .hasSize(30)
                .satisfies(line -> assertThat(line.substring(7, 9)).isEqualTo("××"));
        Series rise = MadeSeries.with(FigureKind.GOODPUT, 1, 2, 3, 4, 5, 6, 7, 8);
        assertThat(Sparkline.of(rise.points(), 8, true)).isEqualTo("▁▂▃▄▅▆▇█");
        assertThat(Sparkline.of(rise.points(), 3, false)).isEqualTo("158");
        Series flat = MadeSeries.with(FigureKind.GOODPUT, 1_000, 1_001, 999, 1_000);
        assertThat(Sparkline.of(flat.points(), 4, true)).isEqualTo("▅▅▄▅");
        Series zero = MadeSeries.with(FigureKind.ERRORS, 0, 0);
        assertThat(Sparkline.of(zero.points(), 4, true)).isEqualTo("▅▅");
    }

    @Test
    void thePageDrawsEveryPointAndTellsWhichItIs() {
        String html = render(HistoryFormat.HTML, step(), withInvalid());

        // A changed series is drawn wide, narrow and small; the other one small.
        assertThat(html.split("<circle class=\"spot s1", -1)).hasSize(1 + 3 * 30 + 29 + 3);
        assertThat(html)
                .contains("<svg class=\"chart wide\"", "<svg class=\"chart narrow\"")
                .contains("<title>2026-03-08 00:00 UTC, b7: 9.00 ms, invalid: because of a test")
                .contains("class=\"spot s1 invalid\"", "class=\"spot s1 tainted\"")
                .contains("class=\"turn worse\"", "class=\"level s1\"", "class=\"whisker s1\"")
                .contains("Content-Security-Policy")
                .doesNotContain("<script", "NaN");
    }

    @ParameterizedTest
    @EnumSource(HistoryFormat.class)
    void nothingFromOutsideBecomesMarkupOrDrivesATerminal(HistoryFormat format) {
        String shown = render(format, hostile());
        if (format == HistoryFormat.HTML) {
            assertThat(shown).doesNotContain("<script").contains("&lt;script&gt;");
        }
        if (format == HistoryFormat.TEXT || format == HistoryFormat.HTML) {
            assertThat(shown).doesNotContain("\u001b");
        }
        assertThat(shown).contains("script");
    }

    @Test
    void csvHasARowAPointAndMarksTheFirstOfANewLevel() {
        List<String> lines = render(HistoryFormat.CSV, step(), withInvalid()).lines().toList();
        assertThat(lines).hasSize(1 + 60);
        assertThat(lines.get(1)).startsWith("1,16k-closed,envoy,figure,cpu_ns_per_request,ns,b0,");
        assertThat(lines.get(21)).contains(",valid,true,worse,1.20,0.1.0,c20,");
        assertThat(lines.get(39)).contains(",,,,false,invalid,false,,");
    }

    @Test
    void jsonHoldsSeriesPointsAndChanges() {
        JsonNode root =
                JsonMapper.builder()
                        .build()
                        .readTree(render(HistoryFormat.JSON, step(), withInvalid()));
        assertThat(root.path("format").asString()).isEqualTo("tare-history");
        assertThat(root.path("bundles")).hasSize(30);
        JsonNode first = root.path("series").path(0);
        assertThat(first.path("standing").asString()).isEqualTo("changed");
        assertThat(first.path("changes").path(0).path("first_bundle").asInt()).isEqualTo(20);
        assertThat(first.path("changes").path(0).path("change").asDouble()).isBetween(0.18, 0.22);
        JsonNode second = root.path("series").path(1);
        assertThat(second.path("points").path(8).path("value").isNull()).isTrue();
        assertThat(second.path("points").path(7).path("used").asBoolean()).isFalse();
    }

    @Test
    void figuresAreKnownByEveryNameThatTareGivesThem() {
        for (String name : List.of("cpu_per_request", "cpu_ns_per_request", "CPU/request")) {
            assertThat(FigureNames.of(name))
                    .as(name)
                    .hasValue(java.util.Set.of(FigureKind.CPU_PER_REQUEST));
        }
        assertThat(FigureNames.of("all").orElseThrow()).hasSize(FigureKind.values().length);
        assertThat(FigureNames.of("latency")).isEqualTo(Optional.empty());
        assertThat(FigureNames.known()).contains("cpu_per_request").endsWith(", all");
    }
}
