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
    /** Any other error of the system. */
    OTHER
}
