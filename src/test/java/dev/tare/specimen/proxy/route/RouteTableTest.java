package dev.tare.specimen.proxy.route;

import static dev.tare.specimen.proxy.route.Routes.chosen;
import static dev.tare.specimen.proxy.route.Routes.table;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tare.base.core.Field;
import dev.tare.base.core.RequestSpec;
import dev.tare.base.stats.SplitMix64;
import dev.tare.specimen.proxy.config.FaultInjection;
import dev.tare.specimen.proxy.config.RouteAction;
import dev.tare.specimen.proxy.config.RouteConfig;
import dev.tare.specimen.proxy.config.RouteFilters;
import dev.tare.specimen.proxy.config.RouteMatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RouteTableTest {
    private static final List<String> HOSTS =
            List.of("a.test", "b.a.test", "c.b.a.test", "x.test", "a.test.", "A.TEST", "y", "");
    private static final List<String> PATTERNS =
            List.of("*", "a.test", "*.a.test", "*.test", "b.a.test", "*.b.a.test", "y");
    private static final List<String> PATHS = List.of("/", "/a", "/a/", "/a/b", "/ab", "/a?b=/c");

    @Test
    void theFirstRouteWhoseEveryConditionFitsHasTheRequest() {
        RouteTable table =
                table(
                        new RouteMatch(
                                List.of(),
                                List.of("a.test"),
                                new RouteMatch.Path.Prefix("/a"),
                                List.of("POST"),
                                List.of()),
                        Routes.prefix("/a"),
                        Routes.hosts("a.test"),
                        Routes.prefix("/a/b"));

        assertThat(chosen(table, Requests.of("POST /a/b HTTP/1.1", "Host: a.test"))).isZero();
        assertThat(chosen(table, Requests.get("a.test", "/a/b"))).isEqualTo(1);
        assertThat(chosen(table, Requests.get("a.test", "/c"))).isEqualTo(2);
        assertThat(chosen(table, Requests.get("b.test", "/c"))).isEqualTo(-1);
    }

    @ParameterizedTest
    @CsvSource({
        "shop.test, shop.test, true",
        "shop.test, SHOP.Test:8080, true",
        "shop.test, shop.test., true",
        "shop.test, my.shop.test, false",
        "shop.test, shop.test.evil, false",
        "*.shop.test, my.shop.test, true",
        "*.shop.test, very.my.shop.test:1, true",
        "*.shop.test, shop.test, false",
        "*.shop.test, .shop.test, false",
        "*.shop.test, myshop.test, false",
        "*, anything, true",
        "[::1], '[::1]:8080', true",
        "[::1], '[::1]', true",
        "10.0.0.1, 10.0.0.1:80, true",
        "10.0.0.1, 10.0.0.11, false",
    })
    void aHostFitsWholeOrByItsEnding(String pattern, String host, boolean fits) {
        RouteTable table = table(Routes.hosts(pattern));

        assertThat(chosen(table, Requests.get(host, "/"))).isEqualTo(fits ? 0 : -1);
    }

    @ParameterizedTest
    @CsvSource({
        "/a, /a, true",
        "/a, /a/b, true",
        "/a, /a?b, true",
        "/a, /ab, false",
        "/a, /A, false",
        "/a, /, false",
        "/a/, /a/, true",
        "/a/, /a/b, true",
        "/a/, /a, false",
        "/, /, true",
        "/, /x, true",
        "/, /?x, true",
    })
    void aPrefixGoesBySegments(String prefix, String target, boolean fits) {
        RouteTable table = table(Routes.prefix(prefix));

        assertThat(chosen(table, Requests.get("h", target))).isEqualTo(fits ? 0 : -1);
    }

    @ParameterizedTest
    @CsvSource({"/a, /a, true", "/a, /a?b, true", "/a, /a/, false", "/a, /aa, false"})
    void anExactPathIsTheWholePathWithoutItsQuery(String path, String target, boolean fits) {
        RouteTable table = table(Routes.exact(path));

        assertThat(chosen(table, Requests.get("h", target))).isEqualTo(fits ? 0 : -1);
    }

    @Test
    void aRouteMayBeForSomeListenersOnly() {
        RouteTable table =
                table(
                        Routes.listeners("out"),
                        new RouteMatch(
                                List.of("in", "out"),
                                List.of(),
                                new RouteMatch.Path.Prefix("/a"),
                                List.of(),
                                List.of()),
                        Routes.prefix("/b"));
        int in = Routes.LISTENERS.indexOf("in");
        int out = Routes.LISTENERS.indexOf("out");
        int admin = Routes.LISTENERS.indexOf("admin");

        assertThat(chosen(table, Requests.get("h", "/a").through(out))).isZero();
        assertThat(chosen(table, Requests.get("h", "/a").through(in))).isEqualTo(1);
        assertThat(chosen(table, Requests.get("h", "/b").through(in))).isEqualTo(2);
        assertThat(chosen(table, Requests.get("h", "/a").through(admin))).isEqualTo(-1);
        assertThat(
                        Requests.overHttp2(
                                RequestSpec.get("/a"),
                                "h",
                                view -> chosen(table, view.through(in))))
                .isEqualTo(1);
    }

    @Test
    void ofSixtyFourListenersEachHasItsOwn() {
        List<String> names = new ArrayList<>();
        List<RouteConfig> routes = new ArrayList<>();
        for (int i = 0; i < RouteMatch.MAX_LISTENERS; i++) {
            names.add("l" + i);
            routes.add(
                    RouteConfig.of(
                            "r" + i,
                            Routes.listeners("l" + i),
                            new RouteAction.Respond(200, "text/plain", "")));
        }
        RouteTable table = RouteTable.of(routes, names, List.of());
        for (int i = 0; i < RouteMatch.MAX_LISTENERS; i++) {
            assertThat(chosen(table, Requests.get("h", "/").through(i))).isEqualTo(i);
        }
    }

    @Test
    void methodsAreTokensWhoseCaseCounts() {
        RouteTable table = table(Routes.methods("GET", "PROPFIND"));

        assertThat(chosen(table, Requests.of("PROPFIND / HTTP/1.1", "Host: a"))).isZero();
        assertThat(chosen(table, Requests.of("GET / HTTP/1.1", "Host: a"))).isZero();
        assertThat(chosen(table, Requests.of("get / HTTP/1.1", "Host: a"))).isEqualTo(-1);
        assertThat(chosen(table, Requests.of("GETX / HTTP/1.1", "Host: a"))).isEqualTo(-1);
    }

    @Test
    void ofSeveralFieldsWithOneNameAnyMayFit() {
        RouteTable table =
                table(
                        Routes.header("X-A", new RouteMatch.Value.Equals("two")),
                        Routes.header("x-a", new RouteMatch.Value.Prefix("on")),
                        Routes.headers(new RouteMatch.Header("x-b", Optional.empty())));
        String request = "GET / HTTP/1.1";

        assertThat(chosen(table, Requests.of(request, "Host: h", "x-a: one", "X-A:  two ")))
                .isZero();
        assertThat(chosen(table, Requests.of(request, "Host: h", "x-a: zero", "x-a: one")))
                .isEqualTo(1);
        assertThat(chosen(table, Requests.of(request, "Host: h", "x-B:"))).isEqualTo(2);
        assertThat(chosen(table, Requests.of(request, "Host: h", "x-a: Two", "x-c: on")))
                .isEqualTo(-1);
    }

    @Test
    void anAbsoluteTargetsHostCountsBeforeTheHostField() {
        RouteTable table = table(Routes.hosts("a.test"), Routes.hosts("b.test"));
        RequestView request = Requests.of("GET http://A.test:80?q HTTP/1.1", "Host: b.test");

        assertThat(chosen(table, request)).isZero();
        assertThat(request.pathIs(new byte[] {'/'})).isTrue();
    }

    @Test
    void theAsteriskOfOptionsFitsOnlyWhereNoPathIsAskedFor() {
        RouteTable table = table(Routes.prefix("/"), Routes.methods("OPTIONS"));

        assertThat(chosen(table, Requests.of("OPTIONS * HTTP/1.1", "Host: a"))).isEqualTo(1);
    }

    @Test
    void aHeadOfHttp2FitsTheSameRoutes() {
        RouteTable table =
                table(
                        new RouteMatch(
                                List.of(),
                                List.of("*.shop.test"),
                                new RouteMatch.Path.Prefix("/api"),
                                List.of("POST"),
                                List.of(
                                        new RouteMatch.Header(
                                                "X-User",
                                                Optional.of(new RouteMatch.Value.Equals("me"))))),
                        RouteMatch.any());
        Field user = new Field("x-user", "me");
        RequestSpec spec = new RequestSpec("POST", "/api/x?y", List.of(user), "body");

        assertThat(Requests.overHttp2(spec, "my.SHOP.test:8443", view -> chosen(table, view)))
                .isZero();
        assertThat(Requests.overHttp2(spec, "shop.test", view -> chosen(table, view))).isEqualTo(1);
        assertThat(
                        Requests.overHttp2(
                                RequestSpec.get("/api/x"), "my.shop.test", v -> chosen(table, v)))
                .isEqualTo(1);
    }

    /** The index over hosts must not be seen: it only makes the search shorter. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void theIndexChoosesAsASearchThroughAllRoutesWould(long seed) {
        SplitMix64 random = new SplitMix64(seed);
        for (int round = 0; round < 200; round++) {
            List<RouteMatch> matches = new ArrayList<>();
            int count = 1 + random.nextInt(6);
            for (int i = 0; i < count; i++) {
                List<String> hosts = new ArrayList<>();
                for (int k = random.nextInt(3); k > 0; k--) {
                    hosts.add(PATTERNS.get(random.nextInt(PATTERNS.size())));
                }
                String path = random.nextInt(2) == 0 ? "/a" : "/";
                matches.add(Routes.match(hosts, new RouteMatch.Path.Prefix(path)));
            }
            RouteTable table = table(matches.toArray(RouteMatch[]::new));
            for (String host : HOSTS) {
                for (String path : PATHS) {
                    assertThat(chosen(table, Requests.get(host, path)))
                            .as("%s%s in %s", host, path, matches)
                            .isEqualTo(searched(matches, host, path));
                }
            }
        }
    }

    private static int searched(List<RouteMatch> matches, String host, String target) {
        String name = host.toLowerCase(Locale.ROOT).replaceAll("\\.$", "");
        String path = target.replaceAll("\\?.*", "");
        for (int i = 0; i < matches.size(); i++) {
            List<String> hosts = matches.get(i).hosts();
            boolean hostFits =
                    hosts.isEmpty() || hosts.stream().anyMatch(pattern -> hostFits(pattern, name));
            String prefix = ((RouteMatch.Path.Prefix) matches.get(i).path()).prefix();
            boolean pathFits =
                    prefix.equals("/") || path.equals(prefix) || path.startsWith(prefix + "/");
            if (hostFits && pathFits) {
                return i;
            }
        }
        return -1;
    }

    private static boolean hostFits(String pattern, String name) {
        if (pattern.startsWith("*.")) {
            String suffix = pattern.substring(1);
            return name.length() > suffix.length() && name.endsWith(suffix);
        }
        return pattern.equals("*") || pattern.equals(name);
    }

    @Test
    void aRouteKnowsItsFaultsAndRefusesWhatIsNotThere() {
        RouteConfig faulty =
                new RouteConfig(
                        "faulty",
                        RouteMatch.any(),
                        new RouteAction.Respond(200, "text/plain", ""),
                        OptionalLong.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(new FaultInjection(100, 5, 0, 503)),
                        Optional.empty(),
                        RouteFilters.none());
        Route route = RouteTable.of(List.of(faulty), List.of(), List.of()).route(0);

        assertThat(route.faults().orElseThrow().drawDelayNs(new SplitMix64(1))).isEqualTo(5);
        RouteConfig lost =
                RouteConfig.of("lost", RouteMatch.any(), RouteAction.Forward.to("nowhere"));
        assertThatThrownBy(() -> RouteTable.of(List.of(lost), List.of(), List.of()))
                .hasMessage("no cluster \"nowhere\"");
        assertThatThrownBy(() -> table(Routes.listeners("nowhere")))
                .hasMessage("no listener \"nowhere\"");
    }
}
