package dev.tare.specimen.proxy.config;

import java.util.List;
import java.util.Optional;

/**
 * Where clients connect.
 *
 * @param name unique, for counters and messages
 * @param listen the address; port 0 lets the system choose
 * @param protocol what is spoken there
 * @param tls by which certificate, if it is TLS
 * @param filters what every request and response passes, in this order; at most {@link
 *     #MAX_FILTERS}
 */
public record ListenerConfig(
        String name,
        HostPort listen,
        HttpProtocol protocol,
        Optional<TlsConfig.Server> tls,
        List<FilterConfig> filters) {
    public static final int MAX_FILTERS = 32;

    public ListenerConfig {
        filters = List.copyOf(filters);
        Range.name("name", name);
        Range.size("filters", filters, 0, MAX_FILTERS);
    }
}
