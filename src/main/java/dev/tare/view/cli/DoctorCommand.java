package dev.tare.view.cli;

import dev.tare.lab.bundle.BundleException;
import dev.tare.lab.bundle.CalibrationFile;
import dev.tare.lab.bundle.CalibrationRecord;
import dev.tare.lab.bundle.CalibrationRecord.Scope;
import dev.tare.lab.calibrate.CalibrationStore;
import dev.tare.lab.calibrate.Doctor;
import dev.tare.view.cli.shell.BuildInfo;
import dev.tare.view.cli.shell.ExitCode;
import dev.tare.view.cli.shell.StopOnInterrupt;
import dev.tare.view.cli.shell.Terminal;
import dev.tare.view.cli.shell.UsageException;
import dev.tare.view.doctor.DoctorText;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code tare doctor}: this machine as an instrument. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description = "This machine as an instrument: what it can see, and what disturbs it.",
        footer = {
            "",
            "  ./tare doctor            everything, about 15 s",
            "  ./tare doctor --quick    the same with shorter loads, about 6 s",
            "",
            "Stored for the runs of a day: $XDG_STATE_HOME/tare/doctor, else"
                    + " ~/.local/state/tare/doctor."
        })
final class DoctorCommand implements Callable<Integer> {
    private static final String CLEAR_LINE = "\r\033[K";

    @Option(names = "--quick", description = "Shorter loads: about 6 s.")
    private boolean quick;

    @Option(
            names = "--format",
            paramLabel = "text|json",
            defaultValue = "text",
            description = "What is printed (default: ${DEFAULT-VALUE}; docs/format/doctor-v1.md).")
    private String format = "text";

    private final Terminal terminal = Terminal.detect();

    private DoctorCommand() {}

    @Override
    public Integer call() throws UsageException {
        if (!format.equals("text") && !format.equals("json")) {
            throw new UsageException("--format: \"" + format + "\" is neither text nor json");
        }
        Doctor doctor =
                new Doctor(
                        quick ? Scope.QUICK : Scope.FULL,
                        BuildInfo.version(),
                        BuildInfo.commit(),
                        this::stage);
        StopOnInterrupt interrupt = StopOnInterrupt.install(doctor::stop);
        try {
            CalibrationRecord calibration = doctor.examine();
            clear();
            int exitCode = print(calibration);
            interrupt.finished(exitCode);
            return exitCode;
        } catch (InterruptedException e) {
            clear();
            System.err.println("tare: stopped; nothing was stored.");
            interrupt.finished(ExitCode.STOPPED);
            return ExitCode.STOPPED;
        }
    }

    private int print(CalibrationRecord calibration) {
        String stored = stored(calibration);
        if (format.equals("json")) {
            System.out.print(
                    new String(CalibrationFile.toJson(calibration), StandardCharsets.UTF_8));
            System.err.println("tare: " + stored);
        } else {
            System.out.print(new DoctorText(terminal.style()).render(calibration, stored));
        }
        System.out.flush();
        return calibration.floor().isPresent() ? ExitCode.DONE : ExitCode.COULD_NOT_RUN;
    }

    private static String stored(CalibrationRecord calibration) {
        if (calibration.floor().isEmpty()) {
            return "Not stored: without a floor it is no calibration.";
        }
        try {
            return ("Stored as %s; ./tare run binds it into its bundles for a day, until this"
                            + " machine starts anew.")
                    .formatted(store().store(calibration));
        } catch (BundleException e) {
            return "Not stored: %s; set XDG_STATE_HOME to a folder that can be written."
                    .formatted(e.getMessage());
        }
    }

    /** Where this user's calibrations are. */
    static CalibrationStore store() {
        return CalibrationStore.of(
                Optional.ofNullable(System.getenv("XDG_STATE_HOME")),
                System.getProperty("user.home", ""));
    }

    private void stage(String what) {
        if (terminal.live()) {
            System.err.print(CLEAR_LINE + "tare: " + what + " …");
            System.err.flush();
        } else {
            System.err.println("tare: " + what.toLowerCase(Locale.ROOT) + ".");
        }
    }

    private void clear() {
        if (terminal.live()) {
            System.err.print(CLEAR_LINE);
            System.err.flush();
        }
    }
}
