package dev.tare.specimen.app.twohop;

import dev.tare.specimen.app.http.HttpClient;
import dev.tare.specimen.app.http.HttpServer;
import dev.tare.specimen.app.http.HttpServerOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/** Starts the front of the two-hop application. */
public final class TwoHop {
    /** How long the front waits for the next piece of the second service's answer. */
    public static final long TIMEOUT_NS = 10_000_000_000L;

    /** The most bytes that httpbin makes of any N: source postmanlabs/httpbin, core.py. */
    public static final long HTTPBIN_MAX_BYTES = 100 * 1024;

    /**
     * Whom the front asks, and how.
     *
     * @param address of the second service
     * @param host as Host names it
     * @param maxBytes larger N are clamped to this, as httpbin does; {@link Long#MAX_VALUE} for
     *     none
     * @param timeoutNs how long to wait for the next piece of an answer, 1 or more
     */
    public record Behind(SocketAddress address, String host, long maxBytes, long timeoutNs) {
        /** Asks an address as it is, for as many bytes as are asked for. */
        public static Behind of(InetSocketAddress address) {
            return new Behind(
                    address,
                    address.getHostString() + ":" + address.getPort(),
                    Long.MAX_VALUE,
                    TIMEOUT_NS);
        }

        /** The same with httpbin's limit. */
        public Behind asHttpbin() {
            return new Behind(address, host, HTTPBIN_MAX_BYTES, timeoutNs);
        }

        /** The same with another patience. */
        public Behind withTimeoutNs(long ns) {
            return new Behind(address, host, maxBytes, ns);
        }
    }

    private TwoHop() {}

    /**
     * Starts the front.
     *
     * @throws IOException when it cannot listen; the message names the address
     */
    public static HttpServer start(HttpServerOptions options, Behind behind) throws IOException {
        TwoHopCounters counters = new TwoHopCounters();
        return HttpServer.start(
                options,
                loop ->
                        new TwoHopService(
                                new HttpClient(
                                        loop, behind.address(), behind.host(), behind.timeoutNs()),
                                behind.maxBytes(),
                                counters));
    }
}
