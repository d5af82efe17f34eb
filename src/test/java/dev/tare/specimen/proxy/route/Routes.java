package dev.tare.specimen.proxy.route;

import dev.tare.specimen.proxy.config.RouteAction;
import dev.tare.specimen.proxy.config.RouteConfig;
import dev.tare.specimen.proxy.config.RouteMatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Makes routes that answer themselves, of conditions in short. */
final class Routes {
    /** Of every table that {@link #table} makes. */
    static final List<String> LISTENERS = List.of("in", "out", "admin");

    private Routes() {}

    static RouteMatch match(List<String> hosts, RouteMatch.Path path) {
        return new RouteMatch(List.of(), hosts, path, List.of(), List.of());
    }

    static RouteMatch hosts(String... hosts) {
        return match(List.of(hosts), new RouteMatch.Path.Any());
    }

    static RouteMatch prefix(String prefix) {
        return match(List.of(), new RouteMatch.Path.Prefix(prefix));
    }

    static RouteMatch exact(String path) {
        return match(List.of(), new RouteMatch.Path.Exact(path));
    }

    static RouteMatch methods(String... methods) {
        return new RouteMatch(
                List.of(), List.of(), new RouteMatch.Path.Any(), List.of(methods), List.of());
    }

    static RouteMatch listeners(String... names) {
        return new RouteMatch(
                List.of(names), List.of(), new RouteMatch.Path.Any(), List.of(), List.of());
    }

    static RouteMatch header(String name, RouteMatch.Value value) {
        return headers(new RouteMatch.Header(name, Optional.of(value)));
    }

    static RouteMatch headers(RouteMatch.Header... headers) {
        return new RouteMatch(
                List.of(), List.of(), new RouteMatch.Path.Any(), List.of(), Arrays.asList(headers));
    }

    static RouteTable table(RouteMatch... matches) {
        List<RouteConfig> routes = new ArrayList<>();
        for (RouteMatch match : matches) {
            routes.add(
                    RouteConfig.of(
                            "r" + routes.size(),
                            match,
                            new RouteAction.Respond(200, "text/plain", "")));
        }
        return RouteTable.of(routes, LISTENERS, List.of());
    }

    /** The position of the route that a request takes; −1 for none. */
    static int chosen(RouteTable table, RequestView request) {
        Route route = table.match(request);
        return route == null ? -1 : route.index();
    }
}
