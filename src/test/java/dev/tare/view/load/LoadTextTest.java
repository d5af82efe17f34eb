package dev.tare.view.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.base.core.LoadModel;
import dev.tare.base.core.RateShape;
import dev.tare.lab.load.SampleLoad;
import dev.tare.view.text.TextStyle;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LoadTextTest {
    private static final TextStyle PLAIN = TextStyle.plain(100);

    private static String text(LoadReport report, TextStyle style) {
        return LoadText.opening(report.load().title(), report.load().spec(), style)
                + LoadText.closing(report, style, false);
    }

    @Test
    void anOpenLoopLooksSo() throws IOException {
        Golden.matches("open.txt", text(SampleReport.of(new SampleLoad()), PLAIN));
    }

    @Test
    void aClosedLoopThatTheInstrumentLimitedLooksSo() throws IOException {
        SampleLoad load = new SampleLoad().closedLoop(16).instrumentCores(0.97);
        Golden.matches("closed-limited.txt", text(SampleReport.of(load), PLAIN));
    }

    @Test
    void everythingAtOnceLooksSo() throws IOException {
        Golden.matches("eventful.txt", text(SampleReport.eventful(), PLAIN));
    }

    @Test
    void inAsciiAndNarrowItLooksSo() throws IOException {
        TextStyle ascii = new TextStyle(80, false, false);
        Golden.matches("eventful-ascii.txt", text(SampleReport.eventful(), ascii));
    }

    @Test
    void whereNothingWasAnsweredThereAreNoTimes() throws IOException {
        SampleLoad nothing = new SampleLoad().perInterval(0).connectsFailed(64);
        Golden.matches("nothing.txt", text(SampleReport.of(nothing, "p99<10ms"), PLAIN));
    }

    @Test
    void coloursChangeNothingButColour() {
        String coloured = text(SampleReport.eventful(), new TextStyle(100, true, true));

        assertThat(coloured).contains("\033[31m");
        assertThat(coloured.replaceAll("\033\\[\\d*m", ""))
                .isEqualTo(text(SampleReport.eventful(), PLAIN));
    }

    @ParameterizedTest(name = "{0} columns")
    @ValueSource(ints = {60, 80, 120})
    void noLineOfTheResultIsWiderThanTheTerminal(int width) {
        String closing = LoadText.closing(SampleReport.eventful(), TextStyle.plain(width), true);

        assertThat(closing.lines())
                .allSatisfy(line ->
                        assertThat(line.codePointCount(0, line.length()))
                                .isLessThanOrEqualTo(width));
    }

    @Test
    void everyModelHasItsName() {
        assertThat(
                        List.of(
                                ModelText.of(new LoadModel.ClosedLoop(5_000_000)),
                                open(new RateShape.Ramp(100, 5_000, 10_000_000_000L)),
                                open(
                                        new RateShape.Steps(
                                                List.of(
                                                        new RateShape.Step(10, 1),
                                                        new RateShape.Step(20, 1)))),
                                open(new RateShape.Bursts(100, 1_000_000_000L)),
                                ModelText.of(
                                        new LoadModel.OpenLoop(
                                                new RateShape.Trace(List.of(0L, 5L)),
                                                LoadModel.ArrivalLaw.CONSTANT,
                                                0))))
                .containsExactly(
                        "closed loop, 5ms think time",
                        "open loop, ramp from 100/s to 5,000/s offered over 10s, poisson law, seed"
                                + " 3",
                        "open loop, 2 steps up to 20.0/s offered, poisson law, seed 3",
                        "open loop, bursts of 100 every 1s",
                        "open loop, trace of 2 recorded starts");
    }

    private static String open(RateShape shape) {
        return ModelText.of(new LoadModel.OpenLoop(shape, LoadModel.ArrivalLaw.POISSON, 3));
    }
}
