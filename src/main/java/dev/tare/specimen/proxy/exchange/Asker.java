package dev.tare.specimen.proxy.exchange;

import dev.tare.specimen.proxy.count.ProxyError;
import java.net.SocketAddress;

/**
 * Whose request an {@link Exchange} is about: a client of HTTP/1.1, or a stream of one of HTTP/2.
 *
 * <p>All calls come on the loop's thread.
 */
public interface Asker {
    /** Where the request came from. */
    SocketAddress remoteAddress();

    /** Whether the request could be sent again. */
    boolean isKept();

    /** The exchange has chosen an endpoint for another try: the request goes there now. */
    void sendAgain();

    /** No endpoint is to be had for another try. */
    void failUnsent(int status, ProxyError error);

    /** The route gives the request no more time. */
    void onRouteTimeout();
}
