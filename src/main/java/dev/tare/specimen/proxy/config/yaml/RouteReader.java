package dev.tare.specimen.proxy.config.yaml;

import dev.tare.base.core.QuantityText;
import dev.tare.specimen.proxy.config.FaultInjection;
import dev.tare.specimen.proxy.config.HeadRewrite;
import dev.tare.specimen.proxy.config.RateLimit;
import dev.tare.specimen.proxy.config.RetryPolicy;
import dev.tare.specimen.proxy.config.RouteAction;
import dev.tare.specimen.proxy.config.RouteConfig;
import dev.tare.specimen.proxy.config.RouteFilters;
import dev.tare.specimen.proxy.config.RouteMatch;
import dev.tare.specimen.proxy.config.yaml.ConfigNode.Broken;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Reads routes. */
final class RouteReader {
    private static final int FOUND = 302;
    private static final int OK = 200;
    private static final int UNAVAILABLE = 503;
    private static final int STANDARD_TRIES = 2;
    private static final long STANDARD_BACKOFF_NS = 25_000_000;
    private static final int BACKOFF_GROWTH = 10;
    private static final long MAX_BACKOFF_NS = 60_000_000_000L;

    private RouteReader() {}

    /**
     * Reads a route.
     *
     * @param number from 1
     * @param listeners that it may name
     * @param clusters that it may name
     */
    static RouteConfig route(
            ConfigNode node, int number, List<String> listeners, List<String> clusters)
            throws Broken {
        node.allow(
                "name",
                "match",
                "cluster",
                "split",
                "respond",
                "redirect",
                "timeout",
                "retry",
                "rate_limit",
                "fault",
                "rewrite",
                "filters");
        String name = node.optionalText("name").orElse("route-" + number);
        RouteMatch match =
                node.has("match") ? match(node.child("match"), listeners) : RouteMatch.any();
        OptionalLong timeoutNs = node.optionalDurationNs("timeout");
        Optional<RetryPolicy> retry = node.optional("retry", RouteReader::retry);
        Optional<RateLimit> rateLimit = node.optional("rate_limit", RateLimits::read);
        Optional<FaultInjection> fault = node.optional("fault", RouteReader::fault);
        Optional<HeadRewrite> rewrite = node.optional("rewrite", RouteReader::rewrite);
        RouteFilters filters =
                node.optional("filters", FilterReader::ofRoute).orElse(RouteFilters.none());
        RouteAction action = action(node, clusters);
        return node.build(() ->
                new RouteConfig(
                        name, match, action, timeoutNs, retry, rateLimit, fault, rewrite, filters));
    }

    private static HeadRewrite rewrite(ConfigNode node) throws Broken {
        node.allow("prefix", "host");
        Optional<String> prefix = node.optionalText("prefix");
        Optional<String> host = node.optionalText("host");
        return node.build(() -> new HeadRewrite(prefix, host));
    }

    private static RouteMatch match(ConfigNode node, List<String> known) throws Broken {
        node.allow("listeners", "hosts", "path", "prefix", "methods", "headers");
        if (node.has("path") && node.has("prefix")) {
            throw node.fault("has a path and a prefix; leave one of them out");
        }
        List<String> listeners = node.items("listeners", item -> known(item, "listener", known));
        List<String> hosts = node.items("hosts", ConfigNode::text);
        List<String> methods = node.items("methods", ConfigNode::text);
        List<RouteMatch.Header> headers = node.items("headers", RouteReader::header);
        RouteMatch.Path path = path(node);
        return node.build(() -> new RouteMatch(listeners, hosts, path, methods, headers));
    }

    private static RouteMatch.Path path(ConfigNode node) throws Broken {
        if (node.has("path")) {
            String path = node.text("path");
            return node.build(() -> new RouteMatch.Path.Exact(path));
        }
        if (node.has("prefix")) {
            String prefix = node.text("prefix");
            return node.build(() -> new RouteMatch.Path.Prefix(prefix));
        }
        return new RouteMatch.Path.Any();
    }

    private static RouteMatch.Header header(ConfigNode node) throws Broken {
        node.allow("name", "equals", "prefix");
        if (node.has("equals") && node.has("prefix")) {
            throw node.fault("has equals and prefix; leave one of them out");
        }
        String name = node.text("name");
        Optional<String> equals = node.optionalText("equals");
        Optional<String> prefix = node.optionalText("prefix");
        return node.build(() -> {
            Optional<RouteMatch.Value> wanted =
                    equals.<RouteMatch.Value>map(RouteMatch.Value.Equals::new)
                            .or(() -> prefix.map(RouteMatch.Value.Prefix::new));
            return new RouteMatch.Header(name, wanted);
        });
    }

    private static RouteAction action(ConfigNode node, List<String> clusters) throws Broken {
        List<String> actions = node.present("cluster", "split", "respond", "redirect");
        if (actions.isEmpty()) {
            // It may stand under a key that is not known.
            node.requireSound();
        }
        if (actions.size() != 1) {
            throw node.fault(
                    actions.isEmpty()
                            ? "does nothing; add one of cluster, split, respond, redirect"
                            : "has %s; leave one of them out"
                                    .formatted(String.join(" and ", actions)));
        }
        if (node.has("cluster")) {
            String cluster = known(node.child("cluster"), "cluster", clusters);
            return node.build(() -> RouteAction.Forward.to(cluster));
        }
        if (node.has("split")) {
            List<RouteAction.Target> targets = node.items("split", item -> target(item, clusters));
            return node.build(() -> new RouteAction.Forward(targets));
        }
        return node.has("respond")
                ? respond(node.child("respond"))
                : redirect(node.child("redirect"));
    }

    private static RouteAction.Target target(ConfigNode node, List<String> clusters) throws Broken {
        node.allow("cluster", "weight");
        String cluster = known(node.child("cluster"), "cluster", clusters);
        int weight = node.count("weight", 1);
        return node.build(() -> new RouteAction.Target(cluster, weight));
    }

    /** A name that stands elsewhere in the document. */
    private static String known(ConfigNode node, String what, List<String> names) throws Broken {
        String name = node.text();
        if (!names.contains(name)) {
            throw node.fault(
                    "there is no %s \"%s\"%s"
                            .formatted(what, name, NearestWord.remedy(name, names)));
        }
        return name;
    }

    private static RouteAction respond(ConfigNode node) throws Broken {
        node.allow("status", "content_type", "body");
        int status = node.count("status", OK);
        String type = node.optionalText("content_type").orElse("text/plain; charset=utf-8");
        String body = node.optionalText("body").orElse("");
        return node.build(() -> new RouteAction.Respond(status, type, body));
    }

    private static RouteAction redirect(ConfigNode node) throws Broken {
        node.allow("to", "status");
        String to = node.text("to");
        int status = node.count("status", FOUND);
        return node.build(() -> new RouteAction.Redirect(status, to));
    }

    private static RetryPolicy retry(ConfigNode node) throws Broken {
        node.allow(
                "tries",
                "on",
                "statuses",
                "per_try_timeout",
                "backoff",
                "max_backoff",
                "any_method");
        int tries = node.count("tries", STANDARD_TRIES);
        Set<RetryPolicy.Cause> on =
                node.has("on")
                        ? Set.copyOf(node.items("on", RouteReader::cause))
                        : Set.of(RetryPolicy.Cause.CONNECT_FAILURE, RetryPolicy.Cause.RESET);
        List<Integer> statuses = node.items("statuses", RouteReader::status);
        OptionalLong perTryNs = node.optionalDurationNs("per_try_timeout");
        long backoffNs = node.durationNs("backoff", STANDARD_BACKOFF_NS);
        long maxBackoffNs =
                node.durationNs(
                        "max_backoff", Math.min(BACKOFF_GROWTH * backoffNs, MAX_BACKOFF_NS));
        boolean anyMethod = node.flag("any_method", false);
        return node.build(() ->
                new RetryPolicy(tries, on, statuses, perTryNs, backoffNs, maxBackoffNs, anyMethod));
    }

    private static RetryPolicy.Cause cause(ConfigNode node) throws Broken {
        return node.meaning(text -> ConfigNode.parseWord(text, RetryPolicy.Cause.class));
    }

    private static Integer status(ConfigNode node) throws Broken {
        return node.meaning(text -> QuantityText.count(text, 200, 599));
    }

    private static FaultInjection fault(ConfigNode node) throws Broken {
        node.allow("delay", "abort");
        if (node.present("delay", "abort").isEmpty()) {
            throw node.fault("does nothing; add delay, abort or both");
        }
        Optional<ConfigNode> delay = node.optional("delay", RouteReader::delayNode);
        Optional<ConfigNode> abort = node.optional("abort", RouteReader::abortNode);
        double delayPercent = delay.map(RouteReader::percent).orElse(0.0);
        long delayNs = delay.map(block -> block.durationNs("time", 0)).orElse(0L);
        double abortPercent = abort.map(RouteReader::percent).orElse(0.0);
        int status = abort.map(block -> block.count("status", UNAVAILABLE)).orElse(UNAVAILABLE);
        return node.build(() -> new FaultInjection(delayPercent, delayNs, abortPercent, status));
    }

    private static ConfigNode delayNode(ConfigNode node) throws Broken {
        node.allow("percent", "time");
        node.text("time");
        return node;
    }

    private static ConfigNode abortNode(ConfigNode node) throws Broken {
        node.allow("percent", "status");
        return node;
    }

    private static double percent(ConfigNode node) {
        return node.value("percent", RouteReader::parsePercent, 100.0);
    }

    /** Reads {@code 5} or {@code 0.1%}. */
    static double parsePercent(String text) {
        try {
            return Double.parseDouble(
                    text.endsWith("%") ? text.substring(0, text.length() - 1) : text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is not a percentage; write it as 5 or 0.1%", e);
        }
    }
}
