package dev.tare.lab.foreign;

/** The lines that wrk and wrk2 have in common. */
final class WrkLines {
    private static final double US_PER_SECOND = 1e6;

    private WrkLines() {}

    static String begin(WrkCommandLine line) {
        return "Running %s test @ %s\n  %d threads and %d connections\n"
                .formatted(
                        WrkUnits.wholeSeconds((double) line.durationSeconds()),
                        line.url(),
                        line.threads(),
                        line.connections());
    }

    static void threadStats(StringBuilder out, Spread latencyUs, Spread ratePerSec) {
        out.append("  Thread Stats   Avg      Stdev     Max   +/- Stdev\n");
        out.append("    Latency   ")
                .append(WrkUnits.column(WrkUnits.durationUs(latencyUs.mean()), 8))
                .append(WrkUnits.column(WrkUnits.durationUs(latencyUs.deviation()), 10))
                .append(WrkUnits.column(WrkUnits.durationUs(latencyUs.max()), 9))
                .append(share(latencyUs));
        out.append("    Req/Sec   ")
                .append(WrkUnits.column(WrkUnits.count(ratePerSec.mean()), 8))
                .append(WrkUnits.column(WrkUnits.count(ratePerSec.deviation()), 10))
                .append(WrkUnits.column(WrkUnits.count(ratePerSec.max()), 9))
                .append(share(ratePerSec));
    }

    /** Nothing divided by nothing is a negative NaN on wrk's machine, and prints as one. */
    private static String share(Spread spread) {
        String percent =
                Double.isNaN(spread.withinPercent())
                        ? "-nan"
                        : PrintedNumber.fixed(spread.withinPercent(), 2);
        return WrkUnits.right(percent, 8) + "%\n";
    }

    static void totals(StringBuilder out, WrkTotals totals) {
        out.append(
                "  %d requests in %s, %sB read\n"
                        .formatted(
                                totals.answered(),
                                WrkUnits.durationUs(totals.seconds() * US_PER_SECOND),
                                WrkUnits.bytes((double) totals.bytes())));
        if (totals.connectErrors() + totals.readErrors() + totals.timeouts() > 0) {
            out.append(
                    "  Socket errors: connect %d, read %d, write 0, timeout %d\n"
                            .formatted(
                                    totals.connectErrors(),
                                    totals.readErrors(),
                                    totals.timeouts()));
        }
        if (totals.statusErrors() > 0) {
            out.append("  Non-2xx or 3xx responses: %d\n".formatted(totals.statusErrors()));
        }
        out.append("Requests/sec: ")
                .append(WrkUnits.right(PrintedNumber.fixed(totals.answeredPerSec(), 2), 9))
                .append("\nTransfer/sec: ")
                .append(WrkUnits.right(WrkUnits.bytes(totals.bytesPerSec()), 10))
                .append("B\n");
    }
}
