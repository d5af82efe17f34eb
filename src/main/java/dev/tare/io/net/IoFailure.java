package dev.tare.io.net;

/** Why a connection failed. */
public enum IoFailure {
    /** ECONNREFUSED; ENOENT of a unix socket: nothing listens there. */
    REFUSED,
    /** EHOSTUNREACH, ENETUNREACH, ENETDOWN: no way there. */
    UNREACHABLE,
    /** ETIMEDOUT: the kernel gave up. */
    TIMED_OUT,
    /** ECONNRESET, EPIPE: the other side broke it off. */
    RESET,
    /**
     * EMFILE, ENFILE, ENOBUFS, ENOMEM, EADDRNOTAVAIL; EAGAIN of connecting to a unix socket: this
     * machine has run out of something.
     */
    NO_RESOURCES,
    /** TLS: the two sides came to no agreement, or the other side does not speak TLS. */
    TLS_HANDSHAKE,
    /** TLS: one side has refused the other's certificate, or the lack of one. */
    TLS_CERTIFICATE,
    /** TLS: after the handshake came something that is not TLS, or a fatal alert. */
    TLS_PROTOCOL,
    /** TLS: FIN without a close_notify before it, so that anything may be missing. */
    TLS_TRUNCATED,
    /** Any other error of the system. */
    OTHER
}
