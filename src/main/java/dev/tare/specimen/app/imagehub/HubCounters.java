package dev.tare.specimen.app.imagehub;

import dev.tare.specimen.app.http.PrometheusText;
import dev.tare.specimen.planlimit.PlanLimiter;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * What the hub has done.
 *
 * <p>Thread-safety: any thread.
 */
final class HubCounters {
    private static final String REQUESTS = "imagehub_requests_total";

    private final PlanLimiter limiter;
    private final Accounts accounts;

    /** By labels: one of the few paths, and one of the few statuses. */
    private final Map<String, LongAdder> requests = new ConcurrentSkipListMap<>();

    HubCounters(PlanLimiter limiter, Accounts accounts) {
        this.limiter = limiter;
        this.accounts = accounts;
    }

    /** The counter of a path and a status, to be kept. */
    LongAdder answers(String path, int status) {
        String labels =
                PrometheusText.label("path", path)
                        + ","
                        + PrometheusText.label("code", Integer.toString(status));
        return requests.computeIfAbsent(labels, _ -> new LongAdder());
    }

    byte[] prometheus() {
        PrometheusText text = new PrometheusText();
        text.counter(REQUESTS, "Requests answered, by path and status.");
        requests.forEach((labels, count) -> text.sample(REQUESTS, labels, count.sum()));
        text.gauge("imagehub_accounts", "Users who have signed up.");
        text.sample("imagehub_accounts", "", accounts.size());
        text.gauge("imagehub_limited_users", "Users whose pulls are counted at the moment.");
        text.sample("imagehub_limited_users", "", limiter.users());
        return text.bytes();
    }
}
