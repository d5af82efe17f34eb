package dev.tare.specimen.proxy.filter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.io.wire.FieldsView;
import dev.tare.specimen.proxy.config.FilterRule;
import dev.tare.specimen.proxy.config.RateLimit;
import dev.tare.specimen.proxy.upstream.SharedLimit;
import org.junit.jupiter.api.Test;

final class RateLimitFilterTest {
    private static final long SECOND_NS = 1_000_000_000;

    private final FilterRun run = new FilterRun();

    private static FilterChain chain(double ratePerSec, int burst, RateLimit.Per per) {
        RateLimit limit = new RateLimit(ratePerSec, burst, per, 16);
        Filter filter = new RateLimitFilter(new SharedLimit(limit, 0));
        return FilterChains.of(filter, new FilterRule.LocalRateLimit(limit));
    }

    /** Seconds until one may come again; 0 where a request passes. */
    private long wait(FilterChain chain, FieldsView fields, long client, long nowNs) {
        if (run.request(chain, fields, 0, client, nowNs)) {
            return 0;
        }
        assertThat(run.denial().status()).isEqualTo(429);
        return run.denial().fieldNumber(0);
    }

    @Test
    void itSaysWhenToComeAgain() {
        FilterChain chain = chain(0.1, 2, new RateLimit.Per.All());
        FieldsView head = Heads.request();

        assertThat(wait(chain, head, 1, 0)).isZero();
        assertThat(wait(chain, head, 2, 0)).isZero();
        assertThat(wait(chain, head, 3, 0)).isEqualTo(10);
        assertThat(wait(chain, head, 3, 8_500_000_000L)).isEqualTo(2);
        assertThat(wait(chain, head, 3, 10 * SECOND_NS)).isZero();
        assertThat(wait(chain, head, 3, 10 * SECOND_NS)).isEqualTo(10);
    }

    @Test
    void lessThanASecondIsOne() {
        FilterChain chain = chain(100, 1, new RateLimit.Per.All());
        assertThat(wait(chain, Heads.request(), 1, 0)).isZero();
        assertThat(wait(chain, Heads.request(), 1, 0)).isEqualTo(1);
    }

    @Test
    void clientsAreToldApart() {
        FilterChain chain = chain(0.5, 1, new RateLimit.Per.Client());
        FieldsView head = Heads.request();

        assertThat(wait(chain, head, 11, 0)).isZero();
        assertThat(wait(chain, head, 11, 0)).isEqualTo(2);
        assertThat(wait(chain, head, 12, 0)).isZero();
    }

    @Test
    void headersAreToldApartAndThoseWithoutShareOne() {
        FilterChain chain = chain(0.5, 1, new RateLimit.Per.Header("X-User"));

        assertThat(wait(chain, Heads.request("x-user: a"), 1, 0)).isZero();
        assertThat(wait(chain, Heads.request("x-user: b"), 1, 0)).isZero();
        assertThat(wait(chain, Heads.request("x-user: a"), 1, 0)).isEqualTo(2);
        assertThat(wait(chain, Heads.request(), 1, 0)).isZero();
        assertThat(wait(chain, Heads.request(), 2, 0)).isEqualTo(2);
    }
}
