package dev.tare.specimen.proxy.config.yaml;

import dev.tare.specimen.proxy.config.Balancing;
import dev.tare.specimen.proxy.config.BreakerLimits;
import dev.tare.specimen.proxy.config.ClusterConfig;
import dev.tare.specimen.proxy.config.ClusterTimeouts;
import dev.tare.specimen.proxy.config.EndpointConfig;
import dev.tare.specimen.proxy.config.HealthCheckPolicy;
import dev.tare.specimen.proxy.config.HostPort;
import dev.tare.specimen.proxy.config.HttpProtocol;
import dev.tare.specimen.proxy.config.OutlierPolicy;
import dev.tare.specimen.proxy.config.RetryBudgetPolicy;
import dev.tare.specimen.proxy.config.TlsConfig;
import dev.tare.specimen.proxy.config.yaml.ConfigNode.Broken;
import java.util.List;
import java.util.Optional;

/** Reads clusters. */
final class ClusterReader {
    private static final long SECOND_NS = 1_000_000_000;

    private enum Policy {
        ROUND_ROBIN,
        LEAST_REQUEST,
        RING_HASH
    }

    private ClusterReader() {}

    /** The names of all clusters, even of those that are at fault otherwise. */
    static List<String> namesIn(ConfigNode root) {
        return root.silently("clusters", node -> node.text("name"));
    }

    static ClusterConfig cluster(ConfigNode node) throws Broken {
        node.allow(
                "name",
                "protocol",
                "tls",
                "endpoints",
                "balance",
                "timeouts",
                "idle_connections",
                "health_check",
                "outlier_detection",
                "panic_percent",
                "breakers",
                "retry_budget");
        String name = node.text("name");
        HttpProtocol protocol = node.word("protocol", HttpProtocol.class, HttpProtocol.HTTP1);
        Optional<TlsConfig.Client> tls = node.optional("tls", ClusterReader::tls);
        if (!node.has("endpoints")) {
            throw node.fault("has no \"endpoints\"; add it");
        }
        List<EndpointConfig> endpoints = node.items("endpoints", ClusterReader::endpoint);
        Balancing balancing =
                node.optional("balance", ClusterReader::balancing)
                        .orElse(new Balancing.RoundRobin());
        ClusterTimeouts timeouts =
                node.optional("timeouts", ClusterReader::timeouts)
                        .orElse(ClusterTimeouts.standard());
        int idle = node.count("idle_connections", ClusterConfig.STANDARD_IDLE_CONNECTIONS);
        Optional<HealthCheckPolicy> health = node.optional("health_check", ClusterReader::health);
        Optional<OutlierPolicy> outlier =
                node.optional("outlier_detection", ClusterReader::outlier);
        int panic = node.count("panic_percent", ClusterConfig.STANDARD_PANIC_PERCENT);
        BreakerLimits breakers =
                node.optional("breakers", ClusterReader::breakers).orElse(BreakerLimits.standard());
        RetryBudgetPolicy budget =
                node.optional("retry_budget", ClusterReader::budget)
                        .orElse(RetryBudgetPolicy.standard());
        return node.build(() ->
                new ClusterConfig(
                        name, protocol, tls, endpoints, balancing, timeouts, idle, health, outlier,
                        panic, breakers, budget));
    }

    private static EndpointConfig endpoint(ConfigNode node) throws Broken {
        if (node.isScalar()) {
            return node.meaning(EndpointConfig::of);
        }
        node.allow("address", "weight");
        HostPort address = node.child("address").meaning(HostPort::parse);
        int weight = node.count("weight", 1);
        return node.build(() -> new EndpointConfig(address, weight));
    }

    private static Balancing balancing(ConfigNode node) throws Broken {
        Policy policy;
        if (node.isScalar()) {
            policy = node.meaning(text -> ConfigNode.parseWord(text, Policy.class));
        } else {
            node.allow("policy", "header");
            policy = node.child("policy").meaning(text -> ConfigNode.parseWord(text, Policy.class));
            if (policy != Policy.RING_HASH && node.has("header")) {
                throw node.child("header").fault("goes with ring_hash alone; leave it out");
            }
        }
        return switch (policy) {
            case ROUND_ROBIN -> new Balancing.RoundRobin();
            case LEAST_REQUEST -> new Balancing.LeastRequest();
            case RING_HASH -> {
                if (node.isScalar()) {
                    throw node.fault(
                            "ring_hash needs a header; write {policy: ring_hash, header: NAME}");
                }
                String header = node.text("header");
                yield node.build(() -> new Balancing.RingHash(header));
            }
        };
    }

    private static TlsConfig.Client tls(ConfigNode node) throws Broken {
        node.allow("verify", "ca", "server_name", "server_uris", "certificate", "key", "oldest");
        boolean verify = node.flag("verify", true);
        Optional<String> ca = node.optionalText("ca");
        Optional<String> serverName = node.optionalText("server_name");
        List<String> serverUris = ConfigReader.uris(node, "server_uris");
        Optional<String> certificate = node.optionalText("certificate");
        Optional<String> key = node.optionalText("key");
        TlsConfig.Oldest oldest = ConfigReader.oldest(node);
        return node.build(() ->
                new TlsConfig.Client(verify, ca, serverName, serverUris, certificate, key, oldest));
    }

    private static ClusterTimeouts timeouts(ConfigNode node) throws Broken {
        node.allow("connect", "response", "idle");
        ClusterTimeouts standard = ClusterTimeouts.standard();
        long connectNs = node.durationNs("connect", standard.connectNs());
        long responseNs = node.durationNs("response", standard.responseNs());
        long idleNs = node.durationNs("idle", standard.idleNs());
        return node.build(() -> new ClusterTimeouts(connectNs, responseNs, idleNs));
    }

    private static HealthCheckPolicy health(ConfigNode node) throws Broken {
        node.allow(
                "path",
                "host",
                "interval",
                "timeout",
                "healthy_after",
                "unhealthy_after",
                "jitter_percent");
        String path = node.text("path");
        String host = node.optionalText("host").orElse("");
        long intervalNs = node.durationNs("interval", 5 * SECOND_NS);
        long timeoutNs = node.durationNs("timeout", Math.min(SECOND_NS, intervalNs));
        int healthyAfter = node.count("healthy_after", 2);
        int unhealthyAfter = node.count("unhealthy_after", 3);
        int jitterPercent = node.count("jitter_percent", 10);
        return node.build(() ->
                new HealthCheckPolicy(
                        path,
                        host,
                        intervalNs,
                        timeoutNs,
                        healthyAfter,
                        unhealthyAfter,
                        jitterPercent));
    }

    private static OutlierPolicy outlier(ConfigNode node) throws Broken {
        node.allow(
                "consecutive_server_errors",
                "consecutive_gateway_failures",
                "eject_for",
                "max_eject_for",
                "max_ejected_percent");
        int serverErrors = node.count("consecutive_server_errors", 5);
        int gatewayFailures = node.count("consecutive_gateway_failures", 5);
        long ejectNs = node.durationNs("eject_for", 30 * SECOND_NS);
        long maxEjectNs = node.durationNs("max_eject_for", Math.max(300 * SECOND_NS, ejectNs));
        int maxPercent = node.count("max_ejected_percent", 10);
        return node.build(() ->
                new OutlierPolicy(serverErrors, gatewayFailures, ejectNs, maxEjectNs, maxPercent));
    }

    private static BreakerLimits breakers(ConfigNode node) throws Broken {
        node.allow("connections", "pending", "requests", "retries");
        BreakerLimits standard = BreakerLimits.standard();
        int connections = node.count("connections", standard.connections());
        int pending = node.count("pending", standard.pending());
        int requests = node.count("requests", standard.requests());
        int retries = node.count("retries", standard.retries());
        return node.build(() -> new BreakerLimits(connections, pending, requests, retries));
    }

    private static RetryBudgetPolicy budget(ConfigNode node) throws Broken {
        node.allow("percent", "min");
        RetryBudgetPolicy standard = RetryBudgetPolicy.standard();
        int percent = node.count("percent", standard.percent());
        int min = node.count("min", standard.minRetries());
        return node.build(() -> new RetryBudgetPolicy(percent, min));
    }
}
