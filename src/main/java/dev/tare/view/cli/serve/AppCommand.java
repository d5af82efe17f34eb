package dev.tare.view.cli.serve;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tare app}: the documents' applications, each on its own. */
@Command(
        name = "app",
        mixinStandardHelpOptions = true,
        description = "An application to measure through, on its own.",
        subcommands = {
            TwoHopCommand.class,
            EmojivotoCommand.class,
            WampCommand.class,
            ImageHubCommand.class
        })
public final class AppCommand implements Runnable {
    @Spec private CommandSpec spec = CommandSpec.create();

    private AppCommand() {}

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "app: which one? There are: twohop, emojivoto, wamp, imagehub");
    }
}
