package dev.tare.view.cli.serve;

import dev.tare.base.core.QuantityText;
import dev.tare.specimen.app.wamp.auth.Users;
import dev.tare.specimen.app.wamp.auth.UsersFile;
import dev.tare.specimen.app.wamp.bridge.BridgeOptions;
import dev.tare.specimen.app.wamp.bridge.IpNetwork;
import dev.tare.specimen.app.wamp.bridge.Signing;
import dev.tare.specimen.app.wamp.transport.LinkOptions;
import dev.tare.specimen.app.wamp.transport.OriginPolicy;
import dev.tare.view.cli.shell.UsageException;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags of {@code tare app wamp} that are for its router and bridge. */
final class WampRouterFlags {
    @Option(
            names = "--rawsocket",
            paramLabel = "HOST:PORT",
            description = "Listen for RawSockets there too.")
    private @Nullable String rawSocket;

    @Option(
            names = "--unix",
            paramLabel = "PATH",
            description = "Listen for RawSockets on this unix socket too.")
    private @Nullable Path unix;

    @Option(
            names = "--allow-origin",
            paramLabel = "ORIGIN",
            split = ",",
            description =
                    "Let pages of these origins open WebSockets besides those of the same host;"
                            + " * for all.")
    private List<String> origins = List.of();

    @Option(
            names = "--ping-interval",
            paramLabel = "TIME",
            description =
                    "Ping WebSockets so often, and cut off who is silent until the next time.")
    private @Nullable String pingInterval;

    @Option(
            names = "--users",
            paramLabel = "FILE",
            description = "Who may come in, as YAML (default: everybody). See docs/wamp.md.")
    private @Nullable Path users;

    @Option(
            names = "--crossbar-compatible",
            description =
                    "The bridge answers as the original: 200 for errors of applications, too.")
    private boolean crossbarCompatible;

    @Option(
            names = "--key",
            paramLabel = "NAME",
            description = "The bridge takes signed requests only, by this key …")
    private String key = "";

    @Option(
            names = "--key-secret",
            paramLabel = "FILE",
            description = "… and the secret in this file.")
    private @Nullable Path keySecret;

    @Option(
            names = "--post-body-limit",
            paramLabel = "BYTES",
            defaultValue = "0",
            description = "The longest body of a request; 0 for the server's 1 MiB.")
    private int postBodyLimit;

    @Option(
            names = "--timestamp-delta-limit",
            paramLabel = "S",
            defaultValue = "" + BridgeOptions.TIMESTAMP_DELTA_LIMIT_S,
            description = "How far a stamp may be from now; 0 for any (default: ${DEFAULT-VALUE}).")
    private int timestampDeltaLimitS;

    @Option(
            names = "--require-ip",
            paramLabel = "BLOCKS",
            split = ",",
            description = "From where requests of the bridge may come, such as 10.0.0.0/8.")
    private List<String> requireIp = List.of();

    @Option(
            names = "--call-timeout",
            paramLabel = "MS",
            defaultValue = "" + BridgeOptions.CALL_TIMEOUT_MS,
            description =
                    "How long a call by HTTP may take; 0 for ever (default: ${DEFAULT-VALUE}).")
    private long callTimeoutMs;

    WampRouterFlags() {}

    List<SocketAddress> rawSockets() throws UsageException {
        List<SocketAddress> addresses = new ArrayList<>();
        if (rawSocket != null) {
            addresses.add(Addresses.listen("--rawsocket", rawSocket));
        }
        if (unix != null) {
            addresses.add(UnixDomainSocketAddress.of(unix));
        }
        return addresses;
    }

    LinkOptions links() throws UsageException {
        LinkOptions links =
                LinkOptions.standard().withOrigins(new OriginPolicy(Set.copyOf(origins)));
        if (pingInterval == null) {
            return links;
        }
        try {
            return links.withPingIntervalNs(QuantityText.durationNs(pingInterval));
        } catch (IllegalArgumentException e) {
            throw new UsageException("--ping-interval: " + e.getMessage());
        }
    }

    Users users() throws UsageException {
        if (users == null) {
            return Users.anonymous();
        }
        try {
            return UsersFile.read(users);
        } catch (IOException e) {
            throw new UsageException("--users: " + e.getMessage());
        }
    }

    BridgeOptions bridge() throws UsageException {
        Optional<Signing> signing = Optional.empty();
        if (!key.isEmpty() || keySecret != null) {
            signing =
                    Optional.of(
                            new Signing(key, WampCalleeFlags.secret("--key-secret", keySecret)));
        }
        return new BridgeOptions(
                signing,
                postBodyLimit,
                timestampDeltaLimitS,
                requireIp.stream().map(IpNetwork::parse).toList(),
                callTimeoutMs,
                crossbarCompatible);
    }
}
