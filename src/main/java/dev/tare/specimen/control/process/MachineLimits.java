package dev.tare.specimen.control.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many connections the machine gives.
 *
 * @param openFiles file descriptors that a process may have, each connection's end being one; what
 *     the runner has, its processes have too
 * @param ports that the kernel chooses from for connections to one address
 */
public record MachineLimits(long openFiles, int ports) {
    private static final Path PORT_RANGE = Path.of("/proc/sys/net/ipv4/ip_local_port_range");
    private static final Pattern RANGE = Pattern.compile("\\s*([0-9]{1,5})\\s+([0-9]{1,5})\\s*");

    /** Where the kernel does not tell: a shell's usual limit, and Linux's usual range. */
    static final MachineLimits USUAL = new MachineLimits(1024, 28_232);

    public MachineLimits {
        if (openFiles < 1 || ports < 1) {
            throw new IllegalArgumentException(
                    "%d files and %d ports: each must be 1 or more".formatted(openFiles, ports));
        }
    }

    /**
     * This machine's, for the runner: the JVM has raised the soft limit of files to the hard one
     * when it started, and what it starts inherits that.
     */
    public static MachineLimits system() {
        long openFiles = ProcFiles.system().maxOpenFiles("self").orElse(Long.MAX_VALUE);
        String range = "";
        try {
            range = Files.readString(PORT_RANGE);
        } catch (IOException e) {
            // The usual range is as good a guess as any.
        }
        return new MachineLimits(openFiles, ports(range));
    }

    /** How many ports are in a range such as {@code 32768 60999}. */
    static int ports(String range) {
        Matcher ends = RANGE.matcher(range);
        if (!ends.matches()) {
            return USUAL.ports();
        }
        return Math.max(1, Integer.parseInt(ends.group(2)) - Integer.parseInt(ends.group(1)) + 1);
    }
}
