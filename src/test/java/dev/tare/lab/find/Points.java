package dev.tare.lab.find;

import dev.tare.base.core.Outcome;
import dev.tare.base.core.Tally;
import dev.tare.base.core.Unsent;
import dev.tare.base.histogram.HistogramLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** Points made by hand: ten windows, all alike but for what a test changes. */
final class Points {
    static final long MS = 1_000_000;
    static final int WINDOWS = 10;

    private final long perWindow;
    private long serviceNs = 2 * MS;
    private long lagNs;
    private long slowPerWindow;
    private long slowNs;
    private long failedPerWindow;
    private long unsentPerWindow;
    private double busyShare = Double.NaN;
    private int connections = 100;

    /** A second of {@code perWindow} requests a window. */
    Points(long perWindow) {
        this.perWindow = perWindow;
    }

    Points serviceNs(long ns) {
        serviceNs = ns;
        return this;
    }

    Points lagNs(long ns) {
        lagNs = ns;
        return this;
    }

    Points slow(long count, long ns) {
        slowPerWindow = count;
        slowNs = ns;
        return this;
    }

    Points failed(long count) {
        failedPerWindow = count;
        return this;
    }

    Points unsent(long count) {
        unsentPerWindow = count;
        return this;
    }

    Points busyShare(double share) {
        busyShare = share;
        return this;
    }

    Points connections(int count) {
        connections = count;
        return this;
    }

    PointData data() {
        List<Window> windows = new ArrayList<>();
        Tally total = Tally.EMPTY;
        Histogram lag = HistogramLayout.newGrowingHistogram();
        for (int i = 0; i < WINDOWS; i++) {
            Histogram response = HistogramLayout.newGrowingHistogram();
            Histogram service = HistogramLayout.newGrowingHistogram();
            long ended = perWindow - unsentPerWindow;
            service.recordValueWithCount(serviceNs, ended - slowPerWindow);
            response.recordValueWithCount(serviceNs + lagNs, ended - slowPerWindow);
            if (slowPerWindow > 0) {
                service.recordValueWithCount(slowNs, slowPerWindow);
                response.recordValueWithCount(slowNs + lagNs, slowPerWindow);
            }
            lag.recordValueWithCount(lagNs, ended);
            Tally tally =
                    new Tally(
                            perWindow,
                            ended,
                            Map.of(Unsent.ALL_BUSY, unsentPerWindow),
                            Map.of(
                                    Outcome.CORRECT,
                                    ended - failedPerWindow,
                                    Outcome.WRONG_STATUS,
                                    failedPerWindow),
                            0,
                            ended,
                            ended - failedPerWindow,
                            0,
                            0,
                            0,
                            0);
            total = total.plus(tally);
            windows.add(new Window(tally, response, service));
        }
        return new PointData(
                perWindow * (double) WINDOWS,
                1,
                1_000 * MS,
                total,
                windows,
                lag,
                connections,
                busyShare);
    }
}
