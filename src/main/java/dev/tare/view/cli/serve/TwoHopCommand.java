package dev.tare.view.cli.serve;

import dev.tare.specimen.app.http.HttpServer;
import dev.tare.specimen.app.http.HttpServerOptions;
import dev.tare.specimen.app.twohop.TwoHop;
import dev.tare.view.cli.shell.ExitCode;
import dev.tare.view.cli.shell.UsageException;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tare app twohop}: a front that asks a second service for every answer. */
@Command(
        name = "twohop",
        mixinStandardHelpOptions = true,
        description = "Answers /byte/N with what a second service has for /bytes/N.",
        footer = {
            "",
            "  ./tare origin --listen 127.0.0.1:8000                       # has /bytes/N",
            "  ./tare app twohop --listen 127.0.0.1:8888 --to 127.0.0.1:8000",
            "  ./tare load http://127.0.0.1:8888/byte/100",
            "",
            "Paths: /byte/N  /ready  /metrics"
        })
final class TwoHopCommand implements Callable<Integer> {
    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT",
            defaultValue = "127.0.0.1:8888",
            description = "Where to listen (default: ${DEFAULT-VALUE}).")
    private String listen = "";

    @Option(
            names = "--to",
            paramLabel = "HOST:PORT",
            defaultValue = "127.0.0.1:8000",
            description = "The second service, or the proxy before it (default: ${DEFAULT-VALUE}).")
    private String to = "";

    @Option(
            names = "--httpbin",
            description = "Ask for 102,400 bytes at most, whatever N is: httpbin's limit.")
    private boolean httpbin;

    @Mixin private LoopFlags flags = new LoopFlags();

    private TwoHopCommand() {}

    @Override
    public Integer call() throws UsageException, IOException, InterruptedException {
        TwoHop.Behind behind = TwoHop.Behind.of(Addresses.connect("--to", to));
        HttpServerOptions options;
        try {
            options =
                    HttpServerOptions.standard("twohop")
                            .withListen(Addresses.listen("--listen", listen))
                            .withThreads(flags.threads())
                            .withMaxBodyBytes(0)
                            .withLoop(flags.loop());
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
        HttpServer server = TwoHop.start(options, httpbin ? behind.asHttpbin() : behind);
        server.serveUntilStopped(System.out);
        return ExitCode.DONE;
    }
}
