package dev.tare.io.nativeaccess;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/** Finds out whether there is an io_uring here that does what {@link LinuxIoUring} needs. */
final class IoUringProbe {
    private static final IoUringBuffers.Sizes SMALL = new IoUringBuffers.Sizes(0, 1, 4096, 1, 4096);
    private static final Path SWITCH = Path.of("/proc/sys/kernel/io_uring_disabled");

    private IoUringProbe() {}

    /** Why there is none, in one line; empty where there is. */
    static Optional<String> absence() {
        if (!Libc.isSupported()) {
            return Optional.of(
                    "io_uring needs 64-bit Linux on x86-64 or AArch64; this is %s on %s"
                            .formatted(
                                    System.getProperty("os.name"), System.getProperty("os.arch")));
        }
        try {
            LinuxIoUring ring = new LinuxIoUring();
            int result = ring.setUp(SMALL, 0);
            ring.close();
            return result < 0 ? Optional.of(reason(-result, switchedOff())) : Optional.empty();
        } catch (ExceptionInInitializerError | UnsatisfiedLinkError | IllegalCallerException e) {
            Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
            return Optional.of(
                    cause instanceof IllegalCallerException
                            ? "io_uring: native access is denied; start java with"
                                    + " --enable-native-access=ALL-UNNAMED"
                            : "io_uring: " + cause.getMessage());
        }
    }

    /** What the switch of the whole machine says: 0 is on; empty where there is no such switch. */
    private static String switchedOff() {
        try {
            return Files.readString(SWITCH).strip();
        } catch (IOException e) {
            return "";
        }
    }

    /** Why setting up a ring failed, and what would help. */
    static String reason(int errno, String switchedOff) {
        return switch (errno) {
            case LinuxErrno.ENOSYS ->
                    "io_uring: this kernel has none, or a sandbox hides it; take --io epoll";
            case LinuxErrno.EPERM ->
                    switchedOff.equals("1") || switchedOff.equals("2")
                            ? "io_uring: forbidden on this machine; set sysctl"
                                    + " kernel.io_uring_disabled, which is "
                                    + switchedOff
                                    + ", to 0"
                            : "io_uring: forbidden to this process; allow io_uring_setup,"
                                    + " io_uring_enter and io_uring_register in its seccomp filter";
            case LinuxErrno.EINVAL ->
                    "io_uring: this kernel's lacks what is needed; it takes Linux 6.1 or later";
            default -> "io_uring: " + LinuxErrno.text(errno);
        };
    }
}
