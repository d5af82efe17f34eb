package dev.tare.io.net;

import dev.tare.io.nativeaccess.LinuxErrno;

/** Tells an {@link IoFailure} from an error number of Linux. */
final class LinuxFailures {
    private LinuxFailures() {}

    static IoFailure of(int errno) {
        return switch (errno) {
            // ENOENT: the file of a unix socket is not there.
            case LinuxErrno.ECONNREFUSED, LinuxErrno.ENOENT -> IoFailure.REFUSED;
            case LinuxErrno.EHOSTUNREACH, LinuxErrno.ENETUNREACH, LinuxErrno.ENETDOWN ->
                    IoFailure.UNREACHABLE;
            case LinuxErrno.ETIMEDOUT -> IoFailure.TIMED_OUT;
            case LinuxErrno.ECONNRESET, LinuxErrno.EPIPE, LinuxErrno.ECONNABORTED ->
                    IoFailure.RESET;
            case LinuxErrno.EMFILE,
                    LinuxErrno.ENFILE,
                    LinuxErrno.ENOBUFS,
                    LinuxErrno.ENOMEM,
                    LinuxErrno.EADDRNOTAVAIL,
                    // Of connecting to a unix socket: the queue of who listens there is full.
                    LinuxErrno.EAGAIN ->
                    IoFailure.NO_RESOURCES;
            default -> IoFailure.OTHER;
        };
    }
}
