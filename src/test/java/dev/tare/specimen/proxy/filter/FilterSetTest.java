package dev.tare.specimen.proxy.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tare.specimen.proxy.config.ClientTimeouts;
import dev.tare.specimen.proxy.config.CopyEngine;
import dev.tare.specimen.proxy.config.FilterConfig;
import dev.tare.specimen.proxy.config.FilterRule;
import dev.tare.specimen.proxy.config.HostPort;
import dev.tare.specimen.proxy.config.ListenerConfig;
import dev.tare.specimen.proxy.config.ListenerProtocol;
import dev.tare.specimen.proxy.config.ProcessLimits;
import dev.tare.specimen.proxy.config.ProxyConfig;
import dev.tare.specimen.proxy.config.RateLimit;
import dev.tare.specimen.proxy.config.RouteAction;
import dev.tare.specimen.proxy.config.RouteConfig;
import dev.tare.specimen.proxy.config.RouteFilters;
import dev.tare.specimen.proxy.config.RouteMatch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class FilterSetTest {
    private static FilterConfig limit(String name, int burst) {
        return new FilterConfig(
                name,
                new FilterRule.LocalRateLimit(
                        new RateLimit(0.01, burst, new RateLimit.Per.All(), 8)));
    }

    private static FilterConfig body(String name, long bytes) {
        return new FilterConfig(
                name, new FilterRule.BodyLimit(OptionalLong.of(bytes), OptionalLong.empty()));
    }

    private static RouteConfig route(String name, RouteFilters filters) {
        return new RouteConfig(
                name,
                RouteMatch.any(),
                new RouteAction.Respond(200, "text/plain", ""),
                OptionalLong.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                filters);
    }

    private static ProxyConfig config(List<FilterConfig> filters, RouteConfig... routes) {
        return new ProxyConfig(
                List.of(
                        new ListenerConfig(
                                "web",
                                new HostPort("127.0.0.1", 0),
                                ListenerProtocol.HTTP1,
                                Optional.empty())),
                List.of(routes),
                List.of(),
                ProxyConfig.standardAdmin(),
                1,
                ProcessLimits.standard(),
                ClientTimeouts.standard(),
                CopyEngine.MEM,
                true,
                Optional.empty(),
                filters,
                0);
    }

    private static List<String> labels(@Nullable FilterChain of) {
        FilterChain chain = Objects.requireNonNull(of, "no chain");
        return IntStream.range(0, chain.length()).mapToObj(i -> chain.shared(i).label()).toList();
    }

    private static boolean passes(@Nullable FilterChain of, long bodyBytes) {
        FilterChain chain = Objects.requireNonNull(of, "no chain");
        return new FilterRun().request(chain, Heads.request(), bodyBytes, 0, 0);
    }

    @Test
    void aRouteAddsToReplacesOrSwitchesOff() throws IOException {
        List<FilterConfig> ofAll = List.of(body("a", 10), body("b", 20));
        FilterSet set =
                FilterSet.of(
                        config(
                                ofAll,
                                route("silent", RouteFilters.none()),
                                route(
                                        "adds",
                                        new RouteFilters(false, List.of(body("c", 5)), List.of())),
                                route("off", new RouteFilters(false, List.of(), List.of("a"))),
                                route(
                                        "own",
                                        new RouteFilters(true, List.of(body("a", 7)), List.of())),
                                route("none", new RouteFilters(true, List.of(), List.of()))),
                        FilterSet.none(),
                        0);
        var chains = set.chains(1);

        assertThat(labels(chains.get("silent"))).containsExactly("a", "b");
        assertThat(labels(chains.get("adds"))).containsExactly("a", "b", "adds/c");
        assertThat(labels(chains.get("off"))).containsExactly("b");
        assertThat(labels(chains.get("own"))).containsExactly("own/a");
        assertThat(chains).doesNotContainKey("none");
        assertThat(set.all())
                .extracting(SharedFilter::label)
                .containsExactly("a", "b", "adds/c", "own/a");
        assertThat(passes(chains.get("own"), 8)).isFalse();
        assertThat(passes(chains.get("silent"), 8)).isTrue();
        assertThat(passes(chains.get("adds"), 8)).isFalse();
    }

    @Test
    void aLimitOfAllRoutesIsOneLimitForAllLoops() throws IOException {
        ProxyConfig config =
                config(
                        List.of(limit("limit", 3)),
                        route("one", RouteFilters.none()),
                        route("two", RouteFilters.none()));
        FilterSet set = FilterSet.of(config, FilterSet.none(), 0);
        var first = set.chains(1);
        var second = set.chains(1);

        assertThat(passes(first.get("one"), 0)).isTrue();
        assertThat(passes(first.get("two"), 0)).isTrue();
        assertThat(passes(second.get("two"), 0)).isTrue();
        assertThat(passes(second.get("one"), 0)).isFalse();
    }

    @Test
    void whatHasNotChangedGoesOn() throws IOException {
        RouteConfig route = route("one", RouteFilters.none());
        FilterSet before =
                FilterSet.of(
                        config(List.of(limit("limit", 1), body("body", 1)), route),
                        FilterSet.none(),
                        0);
        assertThat(passes(before.chains(1).get("one"), 0)).isTrue();
        before.all().getFirst().countDenial();
        before.all().getLast().countDenial();

        FilterSet alike =
                FilterSet.of(config(List.of(limit("limit", 1), body("body", 2)), route), before, 0);
        assertThat(passes(alike.chains(1).get("one"), 0)).isFalse();
        assertThat(alike.all()).extracting(SharedFilter::denied).containsExactly(1L, 1L);
        FilterSet other =
                FilterSet.of(config(List.of(limit("limit", 2), limit("body", 9)), route), alike, 0);
        assertThat(passes(other.chains(1).get("one"), 0)).isTrue();
        assertThat(other.all())
                .as("a counter goes on, but not as one of another kind")
                .extracting(SharedFilter::denied)
                .containsExactly(1L, 0L);
    }

    @Test
    void aFaultNamesItsFilter() {
        FilterConfig check =
                new FilterConfig(
                        "auth",
                        new FilterRule.TokenCheck(
                                "a", "", List.of(), Optional.of(Path.of("not/there.txt"))));
        RouteFilters own = new RouteFilters(false, List.of(check), List.of());
        ProxyConfig config = config(List.of(), route("one", own));

        assertThatThrownBy(() -> FilterSet.of(config, FilterSet.none(), 0))
                .hasMessage(
                        "filter one/auth: tokens_file: not/there.txt cannot be read; give a file"
                                + " with a token a line");
        assertThat(config.tokenFiles()).containsExactly(Path.of("not/there.txt"));
    }
}
