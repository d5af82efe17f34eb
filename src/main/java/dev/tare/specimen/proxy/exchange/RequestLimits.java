package dev.tare.specimen.proxy.exchange;

import dev.tare.io.wire.FieldsView;
import dev.tare.specimen.proxy.loop.ProxyLoop;
import dev.tare.specimen.proxy.upstream.KeyHash;
import dev.tare.specimen.proxy.upstream.SharedLimit;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Whether the rate limits of routes have room for an {@link Asker}'s requests, and by which key
 * these count: their client's address, or what a header says.
 *
 * <p>Thread-safety: its loop's thread. Allocation: none, but for the first request of an address.
 */
final class RequestLimits {
    private final ProxyLoop loop;
    private final Asker asker;
    private long clientKey;

    /** Whose the key is. */
    private @Nullable SocketAddress clientAddress;

    RequestLimits(ProxyLoop loop, Asker asker) {
        this.loop = loop;
        this.asker = asker;
    }

    /** Whether a route's limit, if it has one, admits a request; it counts, then. */
    boolean admits(RouteRules rules, FieldsView fields) {
        SharedLimit limit = rules.limit();
        if (limit == null) {
            return true;
        }
        byte[] header = rules.limitHeader();
        long limited = rules.limitedByClient() ? clientKey() : 0;
        if (header != null) {
            int field = fields.find(header, FieldsView.NONE);
            if (field != FieldsView.NONE) {
                limited =
                        KeyHash.of(
                                fields.bytes(),
                                fields.valueOffset(field),
                                fields.valueLength(field),
                                1);
            }
        }
        return limit.admits(limited, loop.nowNs());
    }

    /** Of the address that connects, whatever its port. */
    long clientKey() {
        SocketAddress now = asker.remoteAddress();
        if (!now.equals(clientAddress) && now instanceof InetSocketAddress internet) {
            byte[] address = internet.getAddress().getAddress();
            clientKey = KeyHash.of(MemorySegment.ofArray(address), 0, address.length, 1) | 1;
            clientAddress = now;
        }
        return clientKey;
    }
}
