package dev.tare.io.nativeaccess;

/**
 * Error numbers of Linux that Tare tells apart; the same on x86-64 and AArch64.
 *
 * <p>Source: {@code asm-generic/errno-base.h} and {@code asm-generic/errno.h}.
 */
public final class LinuxErrno {
    public static final int EPERM = 1;
    public static final int ENOENT = 2;
    public static final int EINTR = 4;
    public static final int ENXIO = 6;
    public static final int EBADF = 9;
    public static final int EAGAIN = 11;
    public static final int ENOMEM = 12;
    public static final int EACCES = 13;
    public static final int EBUSY = 16;
    public static final int EEXIST = 17;
    public static final int ENODEV = 19;
    public static final int ENOTDIR = 20;
    public static final int EINVAL = 22;
    public static final int ENFILE = 23;
    public static final int EMFILE = 24;
    public static final int EPIPE = 32;
    public static final int ENOSYS = 38;
    public static final int EOPNOTSUPP = 95;
    public static final int EAFNOSUPPORT = 97;
    public static final int EADDRINUSE = 98;
    public static final int EADDRNOTAVAIL = 99;
    public static final int ENETDOWN = 100;
    public static final int ENETUNREACH = 101;
    public static final int ECONNABORTED = 103;
    public static final int ECONNRESET = 104;
    public static final int ENOBUFS = 105;
    public static final int ETIMEDOUT = 110;
    public static final int ECONNREFUSED = 111;
    public static final int EHOSTUNREACH = 113;
    public static final int ECANCELED = 125;
    public static final int EINPROGRESS = 115;

    private LinuxErrno() {}

    /** What the error means, for a message that a person reads. */
    public static String text(int errno) {
        return switch (errno) {
            case ENOMEM, ENOBUFS -> "the kernel is out of memory";
            case ENOENT, ENOTDIR -> "no such folder";
            case EACCES -> "permission denied";
            case ENFILE, EMFILE -> "too many open files";
            case EAFNOSUPPORT -> "this machine has no such address family";
            case EADDRINUSE -> "the address is already in use";
            case EADDRNOTAVAIL -> "the address is not one of this machine";
            default -> "system error " + errno;
        };
    }
}
