package dev.tare.specimen.proxy.config.yaml;

import dev.tare.specimen.proxy.config.AccessLogConfig;
import dev.tare.specimen.proxy.config.ClientTimeouts;
import dev.tare.specimen.proxy.config.ClusterConfig;
import dev.tare.specimen.proxy.config.CopyEngine;
import dev.tare.specimen.proxy.config.FilterConfig;
import dev.tare.specimen.proxy.config.HostPort;
import dev.tare.specimen.proxy.config.ListenerConfig;
import dev.tare.specimen.proxy.config.ListenerProtocol;
import dev.tare.specimen.proxy.config.ProcessLimits;
import dev.tare.specimen.proxy.config.ProxyConfig;
import dev.tare.specimen.proxy.config.RouteConfig;
import dev.tare.specimen.proxy.config.TlsConfig;
import dev.tare.specimen.proxy.config.yaml.ConfigNode.Broken;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Reads minivoy's configuration from a YAML (or JSON) document. */
public final class ConfigReader {
    /** The longest document, characters. */
    public static final int MAX_LENGTH = YamlTree.MAX_LENGTH;

    private static final int VERSION = 1;

    private ConfigReader() {}

    /**
     * What has become of a document.
     *
     * @param config if there is no fault
     * @param faults a line each: source and line, place, what is wrong, what would be right
     */
    public record Reading(Optional<ProxyConfig> config, List<String> faults) {
        public Reading {
            faults = List.copyOf(faults);
            if (config.isPresent() != faults.isEmpty()) {
                throw new IllegalArgumentException("either a configuration or faults");
            }
        }
    }

    /**
     * Reads a document.
     *
     * @param text of the whole document, at most {@link #MAX_LENGTH} characters
     * @param source its file name, for messages
     */
    public static Reading read(String text, String source) {
        Faults faults = new Faults(source);
        Optional<ProxyConfig> config = Optional.empty();
        try {
            config = Optional.of(root(new ConfigNode(YamlTree.parse(text), "", faults)));
        } catch (YamlFault e) {
            faults.add(e.line(), "", e.sentence());
        } catch (Broken e) {
            assert !faults.isEmpty() : e;
        }
        return new Reading(faults.isEmpty() ? config : Optional.empty(), faults.lines());
    }

    private static ProxyConfig root(ConfigNode node) throws Broken {
        node.allow(
                "version",
                "listeners",
                "routes",
                "clusters",
                "admin",
                "threads",
                "limits",
                "timeouts",
                "copy",
                "forwarded",
                "access_log",
                "filters",
                "seed");
        if (node.count("version", VERSION) != VERSION) {
            var _ = node.child("version").fault("is not known; this reader knows version 1");
        }
        List<ListenerConfig> listeners = named(node, "listeners", ConfigReader::listener);
        List<String> listenerNames = listenerNamesIn(node);
        List<String> clusterNames = ClusterReader.namesIn(node);
        List<RouteConfig> routes =
                named(
                        node,
                        "routes",
                        (item, n) -> RouteReader.route(item, n, listenerNames, clusterNames));
        List<ClusterConfig> clusters = node.items("clusters", ClusterReader::cluster);
        HostPort admin = node.value("admin", HostPort::parse, ProxyConfig.standardAdmin());
        int threads = node.count("threads", 1);
        ProcessLimits limits =
                node.optional("limits", ConfigReader::limits).orElse(ProcessLimits.standard());
        ClientTimeouts timeouts =
                node.optional("timeouts", ConfigReader::timeouts).orElse(ClientTimeouts.standard());
        CopyEngine copy = node.word("copy", CopyEngine.class, CopyEngine.MEM);
        boolean forwarded = node.flag("forwarded", true);
        Optional<AccessLogConfig> accessLog = node.optional("access_log", ConfigReader::accessLog);
        List<FilterConfig> filters = node.items("filters", FilterReader::filter);
        long seed = node.value("seed", ConfigReader::parseSeed, 0L);
        node.requireSound();
        return node.build(() ->
                new ProxyConfig(
                        listeners, routes, clusters, admin, threads, limits, timeouts, copy,
                        forwarded, accessLog, filters, seed));
    }

    /** Makes something of an item whose number in its list, from 1, names it if it does not. */
    private interface NumberedReader<T> {
        T read(ConfigNode item, int number) throws Broken;
    }

    private static <T> List<T> named(ConfigNode node, String key, NumberedReader<T> reader)
            throws Broken {
        AtomicInteger number = new AtomicInteger();
        if (!node.has(key)) {
            throw node.fault("has no \"" + key + "\"; add it");
        }
        return node.items(key, item -> reader.read(item, number.incrementAndGet()));
    }

    private static long parseSeed(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("\"" + text + "\" is not a whole number", e);
        }
    }

    private static String listenerName(ConfigNode node, int number) {
        return node.optionalText("name").orElse("listener-" + number);
    }

    /** The names of all listeners, even of those that are at fault otherwise. */
    private static List<String> listenerNamesIn(ConfigNode root) {
        AtomicInteger number = new AtomicInteger();
        return root.silently("listeners", node -> listenerName(node, number.incrementAndGet()));
    }

    private static ListenerConfig listener(ConfigNode node, int number) throws Broken {
        node.allow("name", "listen", "protocol", "tls");
        String name = listenerName(node, number);
        HostPort listen = node.child("listen").meaning(HostPort::parse);
        ListenerProtocol protocol =
                node.word("protocol", ListenerProtocol.class, ListenerProtocol.AUTO);
        Optional<TlsConfig.Server> tls = node.optional("tls", ConfigReader::serverTls);
        return node.build(() -> new ListenerConfig(name, listen, protocol, tls));
    }

    private static TlsConfig.Server serverTls(ConfigNode node) throws Broken {
        node.allow("certificate", "key", "client_ca", "client_uris", "oldest");
        String certificate = node.text("certificate");
        String key = node.text("key");
        Optional<String> clientCa = node.optionalText("client_ca");
        List<String> clientUris = uris(node, "client_uris");
        TlsConfig.Oldest oldest = oldest(node);
        return node.build(
                () -> new TlsConfig.Server(certificate, key, clientCa, clientUris, oldest));
    }

    /** Whom the other side must prove to be; a list without an entry would let in everybody. */
    static List<String> uris(ConfigNode node, String key) throws Broken {
        List<String> uris = node.items(key, ConfigNode::text);
        if (node.has(key) && uris.isEmpty()) {
            throw node.child(key).fault("names nobody; give one URI at least, or leave it out");
        }
        return uris;
    }

    /** The oldest version of TLS: {@code 1.2} or {@code 1.3}. */
    static TlsConfig.Oldest oldest(ConfigNode node) {
        return node.value("oldest", ConfigReader::parseOldest, TlsConfig.Oldest.TLS_1_2);
    }

    private static TlsConfig.Oldest parseOldest(String text) {
        return switch (text) {
            case "1.2" -> TlsConfig.Oldest.TLS_1_2;
            case "1.3" -> TlsConfig.Oldest.TLS_1_3;
            default ->
                    throw new IllegalArgumentException("\"" + text + "\" is neither 1.2 nor 1.3");
        };
    }

    private static ProcessLimits limits(ConfigNode node) throws Broken {
        node.allow("connections", "head_bytes");
        ProcessLimits standard = ProcessLimits.standard();
        int connections = node.count("connections", standard.connections());
        int headBytes = node.count("head_bytes", standard.headBytes());
        return node.build(() -> new ProcessLimits(connections, headBytes));
    }

    private static ClientTimeouts timeouts(ConfigNode node) throws Broken {
        node.allow("client_idle", "request_head", "stream_idle", "tunnel_idle", "stop");
        ClientTimeouts standard = ClientTimeouts.standard();
        long idleNs = node.durationNs("client_idle", standard.idleNs());
        long headNs = node.durationNs("request_head", standard.requestHeadNs());
        long streamNs = node.durationNs("stream_idle", standard.streamIdleNs());
        long tunnelNs = node.durationNs("tunnel_idle", standard.tunnelIdleNs());
        long stopNs = node.durationNs("stop", standard.stopNs());
        return node.build(() -> new ClientTimeouts(idleNs, headNs, streamNs, tunnelNs, stopNs));
    }

    private static AccessLogConfig accessLog(ConfigNode node) throws Broken {
        node.allow("path", "format");
        String path = node.text("path");
        var format = node.word("format", AccessLogConfig.Format.class, AccessLogConfig.Format.TEXT);
        return node.build(() -> new AccessLogConfig(path, format));
    }
}
