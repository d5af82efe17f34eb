package dev.tare.lab.calibrate;

import dev.tare.io.nativeaccess.LinuxProcesses;
import dev.tare.io.net.EventLoops;
import dev.tare.lab.bundle.CalibrationRecord.Machine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Which machine this is, in which state: what must be the same for a calibration to hold. */
final class MachineIdentity {
    private static final int KEY_DIGITS = 16;

    private MachineIdentity() {}

    /** This machine, with the cores that this thread may use. */
    static Machine now() {
        return of(
                MachineFiles.system(),
                allowedCores(),
                EventLoops.auto().backEnd().name().toLowerCase(Locale.ROOT));
    }

    /** A machine by its files. */
    static Machine of(MachineFiles files, Set<Integer> cores, String ioBackEnd) {
        CoreFacts facts = CoreFacts.of(files, cores);
        String identity =
                files.word("etc/machine-id", 0)
                        .or(() -> files.word("proc/sys/kernel/hostname", 0))
                        .orElse("");
        String architecture = System.getProperty("os.arch", "");
        return new Machine(
                fingerprint(identity + "\n" + facts.model() + "\n" + architecture),
                files.word("proc/sys/kernel/random/boot_id", 0).orElse(""),
                files.text("proc/sys/kernel/osrelease")
                        .orElse(System.getProperty("os.version", "")),
                facts.model(),
                TimeChecks.list(cores),
                Runtime.version().toString(),
                ioBackEnd);
    }

    /** The cores that this thread may use. */
    static Set<Integer> allowedCores() {
        try {
            Optional<LinuxProcesses> processes = LinuxProcesses.find();
            if (processes.isPresent()) {
                return processes.get().cores(0);
            }
        } catch (IOException e) {
            // The kernel does not tell: the JVM's own count is left.
        }
        return IntStream.range(0, Runtime.getRuntime().availableProcessors())
                .boxed()
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * Why a calibration does not hold for {@code now}; empty where it does.
     *
     * @return a few words, such as {@code it is of another boot}
     */
    static Optional<String> difference(Machine then, Machine now) {
        if (!then.key().equals(now.key())) {
            return Optional.of("it is of another machine");
        }
        if (!then.bootId().equals(now.bootId())) {
            return Optional.of("it is of another boot");
        }
        if (!then.kernel().equals(now.kernel())) {
            return Optional.of("it is of another kernel");
        }
        if (!then.cores().equals(now.cores())) {
            return Optional.of("it is of other cores, %s".formatted(then.cores()));
        }
        if (!then.javaVersion().equals(now.javaVersion())) {
            return Optional.of("it is of another Java");
        }
        return then.ioBackEnd().equals(now.ioBackEnd())
                ? Optional.empty()
                : Optional.of("it is of another I/O, %s".formatted(then.ioBackEnd()));
    }

    private static String fingerprint(String text) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, KEY_DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
