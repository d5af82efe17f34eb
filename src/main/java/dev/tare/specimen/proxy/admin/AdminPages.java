package dev.tare.specimen.proxy.admin;

import dev.tare.specimen.proxy.admin.AdminPage.Answer;
import dev.tare.specimen.proxy.count.ClusterStats;
import dev.tare.specimen.proxy.count.ProxyStats;
import dev.tare.specimen.proxy.log.EventKind;
import dev.tare.specimen.proxy.log.EventLog;
import dev.tare.specimen.proxy.log.LogLevel;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** The pages of the admin port. Thread-safety: the admin loop's thread. */
public final class AdminPages {
    private static final int BAD_REQUEST = 400;
    private static final int UNAVAILABLE = 503;
    private static final String LEVEL = "level=";

    private AdminPages() {}

    /**
     * All of them, by their paths.
     *
     * @param isReady whether requests are served, and minivoy is not stopping
     * @param options the configuration in effect
     */
    public static Map<String, AdminPage> of(
            Supplier<ProxyStats> stats,
            Supplier<String> metrics,
            Supplier<List<ClusterStats>> clusters,
            Supplier<? extends Record> options,
            BooleanSupplier isReady,
            EventLog log) {
        return Map.of(
                "/stats",
                () -> Answer.json(stats.get().json()),
                "/stats/prometheus",
                () -> new Answer(200, PrometheusText.CONTENT_TYPE, metrics.get()),
                "/clusters",
                () -> Answer.json(ClusterStats.json(clusters.get())),
                "/config",
                () -> Answer.json(RecordJson.of(options.get())),
                "/ready",
                () -> ready(isReady.getAsBoolean()),
                "/log-level",
                new LevelPage(log));
    }

    private static Answer ready(boolean ready) {
        return ready ? Answer.text("ready\n") : Answer.text(UNAVAILABLE, "stopping\n");
    }

    /** Shows and sets what the log says. */
    private record LevelPage(EventLog log) implements AdminPage {
        @Override
        public Answer get() {
            return Answer.text(log.level().text() + "\n");
        }

        @Override
        public boolean takesPost() {
            return true;
        }

        @Override
        public Answer post(String query) {
            Optional<LogLevel> level =
                    query.startsWith(LEVEL)
                            ? LogLevel.of(query.substring(LEVEL.length()))
                            : Optional.empty();
            if (level.isEmpty()) {
                return Answer.text(
                        BAD_REQUEST,
                        "ask for ?level=debug, ?level=info, ?level=warn or ?level=error\n");
            }
            log.setLevel(level.get());
            log.say(EventKind.LOG_LEVEL, "from now on " + level.get().text());
            return get();
        }
    }
}
