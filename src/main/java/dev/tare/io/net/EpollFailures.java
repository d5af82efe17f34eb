package dev.tare.io.net;

import dev.tare.io.nativeaccess.LinuxErrno;

/** Tells an {@link IoFailure} from an error number of Linux. */
final class EpollFailures {
    private EpollFailures() {}

    static IoFailure of(int errno) {
        return switch (errno) {
            case LinuxErrno.ECONNREFUSED -> IoFailure.REFUSED;
            case LinuxErrno.EHOSTUNREACH, LinuxErrno.ENETUNREACH, LinuxErrno.ENETDOWN ->
                    IoFailure.UNREACHABLE;
            case LinuxErrno.ETIMEDOUT -> IoFailure.TIMED_OUT;
            case LinuxErrno.ECONNRESET, LinuxErrno.EPIPE, LinuxErrno.ECONNABORTED ->
                    IoFailure.RESET;
            case LinuxErrno.EMFILE,
                    LinuxErrno.ENFILE,
                    LinuxErrno.ENOBUFS,
                    LinuxErrno.ENOMEM,
                    LinuxErrno.EADDRNOTAVAIL ->
                    IoFailure.NO_RESOURCES;
            default -> IoFailure.OTHER;
        };
    }
}
