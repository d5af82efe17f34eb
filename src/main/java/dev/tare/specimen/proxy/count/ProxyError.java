package dev.tare.specimen.proxy.count;

import dev.tare.specimen.proxy.filter.FilterAnswer;
import dev.tare.specimen.proxy.upstream.TryResult;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What can go wrong with a request; each kind is counted for itself. */
public enum ProxyError {
    /** The client's bytes are no HTTP request: 400 or 505. */
    BAD_REQUEST,
    /** The request's head is too long: 431. */
    REQUEST_HEAD_TOO_LARGE,
    /** The client did not finish its head in time: 408. */
    REQUEST_TIMEOUT,
    /** A method that a reverse proxy does not serve: 501. */
    METHOD_NOT_SUPPORTED,
    /** TRACE or OPTIONS that may not be forwarded any further: 501. */
    NO_HOPS_LEFT,
    /** No route of the configuration fits the request: 404. */
    NO_ROUTE,
    /** A path that an endpoint could read as one that another route guards: 400. */
    AMBIGUOUS_PATH,
    /** More requests than the route's limit, or a filter's, lets pass: 429. */
    RATE_LIMITED,
    /** A filter finds no token that it knows: 401. */
    TOKEN_REFUSED,
    /** The request's body is longer than a filter allows: 413. */
    REQUEST_TOO_LARGE,
    /** The response's body is: 502, or cut off where the response has begun. */
    RESPONSE_TOO_LARGE,
    /** A filter will not have it, for any other reason: the status is its. */
    FILTER_DENIED,
    /** The configuration has asked for this failure: the status is its. */
    FAULT_INJECTED,
    /** Not done within the route's time: 504, or cut off where the response has begun. */
    ROUTE_TIMEOUT,
    /** No endpoint of the cluster is to be used: 503. */
    NO_HEALTHY_UPSTREAM,
    /** A breaker of the cluster is at its limit: 503. */
    UPSTREAM_OVERLOADED,
    /** The client went away or sent malformed chunks in the middle of its request. */
    CLIENT_ABORTED,
    /** The client went away before it had taken the whole response. */
    CLIENT_GONE,
    /**
     * The client speaks no TLS, or none that both sides know; it is told by an alert, if at all.
     */
    CLIENT_HANDSHAKE_FAILED,
    /** The client did not finish the TLS handshake in time. */
    CLIENT_HANDSHAKE_TIMEOUT,
    /** The client has shown no certificate, or one that is refused; or it has refused ours. */
    CLIENT_CERTIFICATE_REFUSED,
    /** The client breaks the rules of HTTP/2: GOAWAY, and its connection ends. */
    CLIENT_PROTOCOL_ERROR,
    /** No connection to the upstream: 502. */
    UPSTREAM_CONNECT_FAILED,
    /** No connection to the upstream in time: 504. */
    UPSTREAM_CONNECT_TIMEOUT,
    /** The upstream speaks no TLS, or none that both sides know: 502. */
    UPSTREAM_HANDSHAKE_FAILED,
    /** The upstream did not finish the TLS handshake in time: 504. */
    UPSTREAM_HANDSHAKE_TIMEOUT,
    /** The upstream is not verified to be whom it should be; or it refuses our certificate: 502. */
    UPSTREAM_CERTIFICATE_REFUSED,
    /** The upstream broke the connection before the response's head was whole: 502. */
    UPSTREAM_CLOSED,
    /** No response's head in time: 504. */
    UPSTREAM_TIMEOUT,
    /** The upstream's bytes are no HTTP response, or its head is too long: 502. */
    UPSTREAM_MALFORMED,
    /** The upstream has reset the request's stream: the client's is reset with the same code. */
    UPSTREAM_RESET,
    /** More requests than may wait for a stream of the upstream: 503. */
    UPSTREAM_OVERFLOW,
    /** The response broke off after its head had been passed on: the client is cut off too. */
    RESPONSE_TRUNCATED,
    /** No progress of a body in time, either way: the client is cut off. */
    STREAM_TIMEOUT,
    /** Not finished when the time for a graceful stop was over. */
    STOPPED;

    /** Those that are the upstream's, or the way's to it. */
    public static final Set<ProxyError> OF_UPSTREAM =
            Collections.unmodifiableSet(
                    EnumSet.of(
                            UPSTREAM_CONNECT_FAILED,
                            UPSTREAM_CONNECT_TIMEOUT,
                            UPSTREAM_HANDSHAKE_FAILED,
                            UPSTREAM_HANDSHAKE_TIMEOUT,
                            UPSTREAM_CERTIFICATE_REFUSED,
                            UPSTREAM_CLOSED,
                            UPSTREAM_TIMEOUT,
                            UPSTREAM_MALFORMED,
                            UPSTREAM_RESET,
                            UPSTREAM_OVERFLOW,
                            RESPONSE_TRUNCATED));

    /** What a filter's reason is counted as. */
    public static ProxyError of(FilterAnswer.Reason reason) {
        return switch (reason) {
            case RATE_LIMITED -> RATE_LIMITED;
            case TOKEN_REFUSED -> TOKEN_REFUSED;
            case REQUEST_TOO_LARGE -> REQUEST_TOO_LARGE;
            case RESPONSE_TOO_LARGE -> RESPONSE_TOO_LARGE;
            case FILTER_DENIED -> FILTER_DENIED;
        };
    }

    /** The name in JSON. */
    public String jsonName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What a try that fails so says of its endpoint; null if it is not the endpoint's doing. */
    public @Nullable TryResult tryResult() {
        return switch (this) {
            case UPSTREAM_CONNECT_FAILED,
                    UPSTREAM_CONNECT_TIMEOUT,
                    UPSTREAM_HANDSHAKE_FAILED,
                    UPSTREAM_HANDSHAKE_TIMEOUT,
                    UPSTREAM_CERTIFICATE_REFUSED ->
                    TryResult.CONNECT_FAILED;
            case UPSTREAM_TIMEOUT -> TryResult.TIMED_OUT;
            case UPSTREAM_CLOSED, UPSTREAM_MALFORMED, UPSTREAM_RESET, RESPONSE_TRUNCATED ->
                    TryResult.RESET;
            default -> null;
        };
    }
}
