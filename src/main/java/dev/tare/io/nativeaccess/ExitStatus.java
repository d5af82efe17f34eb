package dev.tare.io.nativeaccess;

/**
 * How a process ended.
 *
 * @param signalled a signal ended it
 * @param value the signal's number, or the exit code from 0 to 255
 */
public record ExitStatus(boolean signalled, int value) {

    /**
     * From what {@code waitpid} stores; the layout is that of Linux's {@code bits/waitstatus.h}.
     */
    static ExitStatus ofWaitStatus(int status) {
        int signal = status & 0x7f;
        return signal == 0
                ? new ExitStatus(false, (status >> 8) & 0xff)
                : new ExitStatus(true, signal);
    }

    /** Such as {@code exit code 1} or {@code signal 9}. */
    @Override
    public String toString() {
        return (signalled ? "signal " : "exit code ") + value;
    }
}
