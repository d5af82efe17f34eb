package dev.tare.specimen.proxy.config;

import java.util.Optional;

/**
 * Where clients connect.
 *
 * @param name unique, for counters and messages
 * @param listen the address; port 0 lets the system choose
 * @param protocol what may be spoken there
 * @param tls by which certificate, if it is TLS
 */
public record ListenerConfig(
        String name, HostPort listen, ListenerProtocol protocol, Optional<TlsConfig.Server> tls) {
    public ListenerConfig {
        Range.name("name", name);
    }
}
