package dev.tare.specimen.proxy.log;

import java.util.Locale;

/** What can be said of in the {@link EventLog}; each kind has its level and its own bound. */
public enum EventKind {
    /** One client's connection, or one request, in detail. */
    REQUEST_FAILED(LogLevel.DEBUG),
    /** minivoy was asked to stop. */
    STOPPING(LogLevel.INFO),
    /** minivoy was asked by SIGHUP to take up its files anew. */
    HANGUP(LogLevel.INFO),
    /** Somebody has changed what is logged. */
    LOG_LEVEL(LogLevel.INFO),
    /** No connection to an upstream. */
    UPSTREAM_UNREACHABLE(LogLevel.WARN),
    /** An upstream has not answered, or not as HTTP has it, or broke off. */
    UPSTREAM_FAILED(LogLevel.WARN),
    /** Health checks say that an endpoint serves again, or does not. */
    HEALTH_CHANGED(LogLevel.WARN),
    /** A new configuration is in force. */
    CONFIG_CHANGED(LogLevel.INFO),
    /** A new configuration is not what it should be, or needs a restart: the old one stays. */
    CONFIG_BROKEN(LogLevel.ERROR),
    /** A connection by TLS, on either side, has failed: why. */
    TLS_FAILED(LogLevel.WARN),
    /** Files of certificates have changed, and count for new connections. */
    CERTIFICATES_CHANGED(LogLevel.INFO),
    /** Files of certificates have changed and are not what they should be. */
    CERTIFICATES_BROKEN(LogLevel.ERROR),
    /** More clients than are allowed: new ones are closed. */
    CLIENTS_REFUSED(LogLevel.WARN),
    /** Bytes of bodies pass by other means than was asked for. */
    COPY_FALLS_BACK(LogLevel.WARN),
    /** New connections wait in the system's queue: there are no more descriptors. */
    ACCEPT_PAUSED(LogLevel.WARN),
    /** The access log does not keep up, and lines were left out. */
    ACCESS_LOG_BEHIND(LogLevel.WARN),
    /** The access log cannot be written. */
    ACCESS_LOG_BROKEN(LogLevel.ERROR),
    /** A fault of minivoy's own. */
    FAULT(LogLevel.ERROR);

    private final LogLevel level;

    EventKind(LogLevel level) {
        this.level = level;
    }

    /** How much events of this kind matter. */
    public LogLevel level() {
        return level;
    }

    /** As it stands in a line. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
