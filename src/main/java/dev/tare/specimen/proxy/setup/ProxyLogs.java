package dev.tare.specimen.proxy.setup;

import dev.tare.specimen.proxy.log.AccessLogOptions;
import dev.tare.specimen.proxy.log.LogLevel;
import java.util.Optional;

/**
 * What minivoy writes down.
 *
 * @param level the least that is written to standard error; it can be changed while minivoy runs
 * @param access a line a request; empty: none
 */
public record ProxyLogs(LogLevel level, Optional<AccessLogOptions> access) {

    /** Errors only, and no access log. */
    public static ProxyLogs standard() {
        return new ProxyLogs(LogLevel.ERROR, Optional.empty());
    }
}
