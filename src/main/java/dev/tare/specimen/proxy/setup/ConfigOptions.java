package dev.tare.specimen.proxy.setup;

import dev.tare.specimen.proxy.config.AccessLogConfig;
import dev.tare.specimen.proxy.config.ClientTimeouts;
import dev.tare.specimen.proxy.config.HostPort;
import dev.tare.specimen.proxy.config.ProxyConfig;
import dev.tare.specimen.proxy.copy.CopyMethod;
import dev.tare.specimen.proxy.copy.CopyOptions;
import dev.tare.specimen.proxy.log.AccessLogOptions;
import dev.tare.specimen.proxy.log.LogLevel;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;

/** The options that a configuration stands for. Thread-safety: stateless. */
public final class ConfigOptions {
    /** Stands where nothing is passed on to one upstream; never connected to. */
    private static final HostPort NOWHERE = new HostPort("127.0.0.1", 9);

    private ConfigOptions() {}

    /**
     * All but where requests go, which {@code RoutingPlan} knows.
     *
     * @throws IllegalArgumentException when a host is not known or a value out of range
     */
    public static ProxyOptions of(ProxyConfig config, LogLevel level) {
        ProxyTimeouts standard = ProxyTimeouts.standard();
        ClientTimeouts timeouts = config.timeouts();
        return ProxyOptions.to(address(NOWHERE))
                .withListen(address(config.listeners().getFirst().listen()))
                .withAdminListen(address(config.admin()))
                .withThreads(config.threads())
                .withLimits(
                        new ProxyLimits(
                                config.limits().connections(),
                                ProxyLimits.standard().maxIdleUpstreams(),
                                config.limits().headBytes()))
                .withTimeouts(
                        new ProxyTimeouts(
                                timeouts.idleNs(),
                                timeouts.requestHeadNs(),
                                standard.connectNs(),
                                standard.responseNs(),
                                timeouts.streamIdleNs(),
                                timeouts.tunnelIdleNs(),
                                standard.upstreamIdleNs(),
                                timeouts.stopNs()))
                .withCopy(CopyOptions.by(copy(config)))
                .withForwardedFields(config.forwardedFields())
                .withLogs(new ProxyLogs(level, config.accessLog().map(ConfigOptions::log)))
                .withConfig(config);
    }

    /** Looks a name up; the address is not resolved where there is no such host. */
    public static InetSocketAddress address(HostPort place) {
        return new InetSocketAddress(place.host(), place.port());
    }

    private static CopyMethod copy(ProxyConfig config) {
        return switch (config.copy()) {
            case MEM -> CopyMethod.named("mem");
            case SPLICE -> CopyMethod.named("splice");
            case DSA -> CopyMethod.named("dsa");
            case DSA_MODEL -> CopyMethod.named("dsa-model");
        };
    }

    private static AccessLogOptions log(AccessLogConfig config) {
        Optional<Path> file =
                config.path().equals("-") ? Optional.empty() : Optional.of(Path.of(config.path()));
        return new AccessLogOptions(
                file,
                switch (config.format()) {
                    case TEXT -> AccessLogOptions.Format.TEXT;
                    case JSON -> AccessLogOptions.Format.JSON;
                });
    }
}
