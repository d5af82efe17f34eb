package dev.tare.view.cli;

import dev.tare.specimen.origin.Origin;
import dev.tare.specimen.origin.OriginOptions;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tare origin}: the service with a known service time, on its own. */
@Command(
        name = "origin",
        mixinStandardHelpOptions = true,
        description = "A service with a known service time: /byte/N, /byte/N?delay=5ms, /stats …",
        footer = {
            "",
            "Paths: /byte/N  /byte/N?delay=5ms  /chunked/N  /close/N  /status/CODE",
            "       /error-in-200  /echo  /stall?for=1s  /stats  /ready"
        })
final class OriginCommand implements Callable<Integer> {
    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT|unix:PATH",
            defaultValue = "127.0.0.1:8080",
            description = "Where to listen (default: ${DEFAULT-VALUE}).")
    private String listen = "";

    @Mixin private LoopFlags flags = new LoopFlags();

    private OriginCommand() {}

    @Override
    public Integer call() throws UsageException, IOException, InterruptedException {
        OriginOptions options;
        try {
            options =
                    OriginOptions.standard()
                            .withListen(Addresses.listenAnywhere("--listen", listen))
                            .withThreads(flags.threads())
                            .withLoop(flags.loop());
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
        Origin.run(options, System.in, System.out);
        return ExitCode.DONE;
    }
}
