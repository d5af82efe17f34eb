package dev.tare.view.cli;

import dev.tare.io.net.EventLoops;
import dev.tare.view.cli.load.Dialects;
import dev.tare.view.cli.load.FindCommand;
import dev.tare.view.cli.load.LoadCommand;
import dev.tare.view.cli.serve.AppCommand;
import dev.tare.view.cli.serve.OriginCommand;
import dev.tare.view.cli.serve.ProxyCommand;
import dev.tare.view.cli.shell.BuildInfo;
import dev.tare.view.cli.shell.ExitCode;
import dev.tare.view.cli.shell.FailureException;
import dev.tare.view.cli.shell.UsageException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/** The command line: {@code tare COMMAND …}. */
@Command(
        name = "tare",
        description = "What a proxy or a service mesh really costs.",
        versionProvider = BuildInfo.class,
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Begin with: ./tare run --quick",
            "Exit codes: 0 done; 1 could not run; 2 usage; 3 no specimen has a valid headline",
            "figure; 99 a threshold failed; 130 stopped by the user (what was measured is kept)."
        })
public final class Tare {
    /** In the order in which help lists them. */
    private static final Map<String, Class<?>> COMMANDS = new LinkedHashMap<>();

    static {
        COMMANDS.put("run", RunCommand.class);
        COMMANDS.put("load", LoadCommand.class);
        COMMANDS.put("find", FindCommand.class);
        COMMANDS.put("report", ReportCommand.class);
        COMMANDS.put("doctor", DoctorCommand.class);
        COMMANDS.put("compare", CompareCommand.class);
        COMMANDS.put("audit", AuditCommand.class);
        COMMANDS.put("history", HistoryCommand.class);
        COMMANDS.put("proxy", ProxyCommand.class);
        COMMANDS.put("origin", OriginCommand.class);
        COMMANDS.put("app", AppCommand.class);
    }

    private Tare() {}

    /** Runs a command and ends the process with its exit code. */
    public static void main(String[] args) {
        Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT);
        if (args.length > 0 && args[0].equals("load")) {
            // Binding the system's calls takes about as long as reading the command: both at once.
            Thread.ofPlatform().daemon().name("tare-prepare").start(EventLoops::auto);
        }
        System.exit(run(args));
    }

    /** Runs a command; every failure is one line on standard error and an exit code. */
    public static int run(String... args) {
        OptionalInt foreign = Dialects.run(args);
        if (foreign.isPresent()) {
            return foreign.getAsInt();
        }
        CommandLine commandLine = new CommandLine(new Tare());
        addCommands(commandLine, args);
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        commandLine.setUsageHelpAutoWidth(true);
        commandLine.setParameterExceptionHandler(Tare::usage);
        commandLine.setExecutionExceptionHandler((e, command, parsed) -> failure(e));
        if (args.length == 0) {
            commandLine.usage(System.err);
            return ExitCode.USAGE;
        }
        return commandLine.execute(args);
    }

    /** Adds the command that is called, or else all: what is not called need not be looked at. */
    private static void addCommands(CommandLine commandLine, String... args) {
        Class<?> called = args.length == 0 ? null : COMMANDS.get(args[0]);
        if (called != null) {
            commandLine.addSubcommand(called);
            return;
        }
        COMMANDS.values().forEach(commandLine::addSubcommand);
        Dialects.addTo(commandLine);
    }

    private static int usage(ParameterException e, String[] args) {
        String command = e.getCommandLine().getCommandSpec().qualifiedName();
        System.err.println(
                "tare: " + firstLine(e) + "; see ./" + command + " --help for what it takes.");
        return ExitCode.USAGE;
    }

    private static int failure(Exception e) {
        if (e instanceof UsageException) {
            System.err.println("tare: " + firstLine(e));
            return ExitCode.USAGE;
        }
        if (e instanceof IOException || e instanceof FailureException) {
            System.err.println("tare: " + firstLine(e));
        } else {
            System.err.println(
                    "tare: this is a fault of Tare's own ("
                            + e
                            + "); please report it, with this:");
            e.printStackTrace();
        }
        return ExitCode.COULD_NOT_RUN;
    }

    private static String firstLine(Exception e) {
        String message = e.getMessage() == null ? e.toString() : e.getMessage();
        return message.lines().findFirst().orElse(e.toString());
    }
}
