package dev.tare.view.load;

import dev.tare.lab.foreign.FortioJson;
import dev.tare.lab.foreign.FortioSettings;
import dev.tare.lab.load.LoadRecord;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;

/**
 * A load as fortio's JSON, with fortio's own choice of percentiles and ranges. It holds no verdict:
 * fortio's format has no place for one.
 */
final class LoadFortio {
    private static final long NS_PER_SECOND = 1_000_000_000;

    private LoadFortio() {}

    static String render(LoadReport report) {
        LoadRecord load = report.load();
        long epochNs = load.provenance().startedEpochNs();
        Instant start = Instant.ofEpochSecond(epochNs / NS_PER_SECOND, epochNs % NS_PER_SECOND);
        return FortioJson.text(
                FortioSettings.of(load.title(), load.title()),
                load.spec(),
                load.result(),
                OffsetDateTime.ofInstant(start, ZoneId.systemDefault()));
    }
}
