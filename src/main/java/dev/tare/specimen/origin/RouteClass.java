package dev.tare.specimen.origin;

import java.util.Locale;

/** What a request asks of the origin; each class is counted for itself. */
public enum RouteClass {
    /** {@code /byte/N}: N bytes with a Content-Length. */
    BYTE,
    /** {@code /chunked/N}: N bytes in chunks. */
    CHUNKED,
    /** {@code /close/N}: N bytes with a Content-Length, then the connection is closed. */
    CLOSE,
    /** {@code /until-close/N}: N bytes without a length; the connection's end is the body's. */
    UNTIL_CLOSE,
    /** {@code /status/CODE}: an answer with that status. */
    STATUS,
    /** {@code /error-in-200}: a failure that calls itself a success. */
    ERROR_IN_200,
    /** {@code /echo}: the request's body. */
    ECHO,
    /** {@code /stall?for=TIME}: an answer; after it the whole origin stops for that long. */
    STALL,
    /** {@code /close-idle}: an answer; after it connections without a request are closed. */
    CLOSE_IDLE,
    /** {@code /stats}: the counters. */
    STATS,
    /** {@code /ready}: whether the origin is up. */
    READY,
    /** No such route: 404. */
    NOT_FOUND,
    /** A route with a method that it does not have: 405. */
    WRONG_METHOD,
    /** Malformed, or a parameter out of range: 400, or what the parser says. */
    BAD_REQUEST;

    /** The name in JSON. */
    String jsonName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it is about the origin itself, and no part of a load. */
    boolean isAdmin() {
        return this == STALL || this == CLOSE_IDLE || this == STATS || this == READY;
    }
}
