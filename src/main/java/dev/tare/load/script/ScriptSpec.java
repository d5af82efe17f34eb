package dev.tare.load.script;

import dev.tare.base.core.Field;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;

/**
 * A script, and what it is told about the load.
 *
 * @param script the file
 * @param url as the user wrote it; {@code http} or {@code https}
 * @param fields header fields for all requests: {@code -H}
 * @param arguments for {@code init}, after the URL
 * @param addresses of the other side, resolved, 1 or more; threads begin with the first
 * @param threads of the load, 1 to 1,024
 * @param passBody whether {@code response} gets bodies; if not, it gets empty strings
 * @param output where the script prints to
 * @param dialect wrk's or wrk2's
 */
public record ScriptSpec(
        Path script,
        String url,
        List<Field> fields,
        List<String> arguments,
        List<InetSocketAddress> addresses,
        int threads,
        boolean passBody,
        ScriptOutput output,
        ScriptDialect dialect) {
    private static final int MAX_THREADS = 1_024;

    public ScriptSpec {
        fields = List.copyOf(fields);
        arguments = List.copyOf(arguments);
        addresses = List.copyOf(addresses);
        if (addresses.isEmpty()) {
            throw new IllegalArgumentException("addresses is empty, must hold 1 or more");
        }
        if (threads < 1 || threads > MAX_THREADS) {
            throw new IllegalArgumentException("threads is " + threads + ", must be 1 to 1024");
        }
    }
}
