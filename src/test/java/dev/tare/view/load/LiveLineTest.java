package dev.tare.view.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.lab.load.LoadRecord;
import dev.tare.lab.load.SampleLoad;
import dev.tare.load.result.IntervalResult;
import dev.tare.load.result.PhaseResult;
import dev.tare.view.text.TextStyle;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class LiveLineTest {
    private static final LoadRecord LOAD =
            new SampleLoad().intervals(1).wrongStatus(3).unsent(2).build();

    private static IntervalResult interval(PhaseResult measured) {
        return new IntervalResult(0, 1_000_000_000L, LOAD.result().lead(), measured);
    }

    @Test
    void tellsTheIntervalAndTheErrorsSoFar() {
        LiveLine line = new LiveLine(LOAD.spec(), TextStyle.plain(160));
        line.of(interval(LOAD.result().measured()));

        assertThat(line.of(interval(LOAD.result().measured())))
                .matches(
                        "2\\.0 s of 1 s, 1,000/s, goodput 997/s, p50 8\\d\\.\\d µs, p99"
                                + " \\d+\\.?\\d* µs, send lag p99 2\\.05 µs, errors 10");
    }

    @Test
    void theDrainHasNoLine() {
        LiveLine line = new LiveLine(LOAD.spec(), TextStyle.plain(160));
        assertThat(line.over()).isFalse();
        line.of(interval(LOAD.result().measured()));

        assertThat(line.over()).isTrue();
    }

    @Test
    void isNeverAsWideAsTheTerminal() {
        LiveLine line = new LiveLine(LOAD.spec(), TextStyle.plain(60));

        assertThat(line.of(interval(LOAD.result().measured()))).hasSizeLessThan(60);
    }

    @Test
    void theScreenRedrawsOnATerminalAndAddsLinesElsewhere() {
        assertThat(shown(LoadScreen.Live.REDRAWN))
                .startsWith("\r\033[2K1.0 s")
                .endsWith("\r\033[2K");
        assertThat(shown(LoadScreen.Live.LINES)).hasLineCount(1).doesNotContain("\033");
        assertThat(shown(LoadScreen.Live.NONE)).isEmpty();
    }

    private static String shown(LoadScreen.Live live) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        LoadScreen screen = new LoadScreen(out, out, live, TextStyle.plain(100));
        screen.interval(
                new LiveLine(LOAD.spec(), TextStyle.plain(100)),
                interval(LOAD.result().measured()));
        screen.ended();
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
