package dev.tare.view.report.html;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.lab.verdict.FigureKind;
import dev.tare.lab.verdict.FigureKind.Unit;
import dev.tare.view.text.Markup;
import dev.tare.view.text.Quantity;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

final class BarChartTest {
    private static String drawn(String name) {
        List<BarChart.Bar> bars = List.of(new BarChart.Bar(name, new Series(1), Optional.empty()));
        Quantity.Scale scale = Quantity.columnScale(DoubleStream.of(1e3), Unit.NS);
        Markup svg = new Markup();
        new BarChart(FigureKind.CPU_PER_REQUEST, scale, "CPU", bars).draw(svg, "c1");
        return svg.toString();
    }

    @Test
    void namesAsAPlanMakesThemStandWhole() {
        assertThat(drawn("minivoy-dsa-model-1t")).contains(">minivoy-dsa-model-1t</text>");
    }

    @Test
    void barsBeginFartherInForALongerName() {
        assertThat(drawn("bare")).contains("x=\"106\"");
        assertThat(drawn("minivoy-dsa-model-1t")).contains("x=\"172\"");
    }

    @Test
    void whatIsLongerThanAnyChartIsCut() {
        assertThat(drawn("n".repeat(40))).contains(">" + "n".repeat(25) + "…</text>");
    }
}
