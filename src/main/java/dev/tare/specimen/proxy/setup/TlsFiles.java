package dev.tare.specimen.proxy.setup;

import dev.tare.io.net.tls.TlsClientOptions;
import dev.tare.io.net.tls.TlsIdentity;
import dev.tare.io.net.tls.TlsServerOptions;
import dev.tare.io.net.tls.TlsVersion;
import dev.tare.specimen.proxy.config.TlsConfig;
import java.nio.file.Path;

/** The options of TLS that a configuration's blocks stand for. Thread-safety: stateless. */
public final class TlsFiles {
    private TlsFiles() {}

    /** How clients are spoken with. */
    public static TlsServerOptions server(TlsConfig.Server config) {
        TlsIdentity identity =
                new TlsIdentity(Path.of(config.certificate()), Path.of(config.key()));
        TlsServerOptions options =
                TlsServerOptions.standard(identity)
                        .withVersions(oldest(config.oldest()), TlsVersion.TLS_1_3);
        return config.clientCa()
                .map(file ->
                        options.withClientAuthorities(Path.of(file))
                                .withClientUris(config.clientUris()))
                .orElse(options);
    }

    /** How upstreams are spoken with. */
    public static TlsClientOptions client(TlsConfig.Client config) {
        TlsClientOptions options =
                TlsClientOptions.standard()
                        .withVersions(oldest(config.oldest()), TlsVersion.TLS_1_3);
        if (!config.verify()) {
            options = options.withoutVerification();
        }
        if (config.ca().isPresent()) {
            options = options.withAuthorities(Path.of(config.ca().get()));
        }
        if (config.serverName().isPresent()) {
            options = options.withServerName(config.serverName().get());
        }
        if (!config.serverUris().isEmpty()) {
            options = options.withServerUris(config.serverUris());
        }
        if (config.certificate().isPresent() && config.key().isPresent()) {
            Path certificate = Path.of(config.certificate().get());
            options =
                    options.withIdentity(new TlsIdentity(certificate, Path.of(config.key().get())));
        }
        return options;
    }

    private static TlsVersion oldest(TlsConfig.Oldest oldest) {
        return switch (oldest) {
            case TLS_1_2 -> TlsVersion.TLS_1_2;
            case TLS_1_3 -> TlsVersion.TLS_1_3;
        };
    }
}
