package dev.tare.view.cli;

import dev.tare.specimen.proxy.Minivoy;
import dev.tare.specimen.proxy.ProxyOptions;
import dev.tare.specimen.proxy.copy.CopyMethod;
import dev.tare.specimen.proxy.copy.CopyOptions;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tare proxy}: minivoy on its own. */
@Command(
        name = "proxy",
        mixinStandardHelpOptions = true,
        description = "minivoy, a reverse proxy for HTTP/1.1, on its own.",
        footer = {"", "  ./tare proxy 127.0.0.1:9090 127.0.0.1:8080"})
final class ProxyCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "LISTEN", description = "HOST:PORT for clients.")
    private String listen = "";

    @Parameters(index = "1", paramLabel = "UPSTREAM", description = "HOST:PORT of the service.")
    private String upstream = "";

    @Option(
            names = "--admin",
            paramLabel = "HOST:PORT",
            defaultValue = "127.0.0.1:0",
            description = "Where /stats and /ready are (default: a free port of loopback).")
    private String admin = "";

    @Option(
            names = "--no-forwarded",
            description = "Add no X-Forwarded-For, X-Forwarded-Proto and X-Request-Id.")
    private boolean noForwarded;

    @Option(
            names = "--copy",
            paramLabel = "ENGINE",
            defaultValue = "mem",
            description = {
                "How the bytes of bodies pass (default: ${DEFAULT-VALUE}):",
                "mem: received, and sent from where they are;",
                "splice: in pipes within the kernel (Linux, epoll, no TLS);",
                "dsa: copied by Intel's Data Streaming Accelerator;",
                "dsa-model: by a software model of it, to try the engine."
            })
    private String copy = "";

    @Option(
            names = "--copy-from",
            paramLabel = "BYTES",
            description =
                    "From what size on splice and dsa are worth it (default: 65536, the lower of"
                            + " the estimates for the device).")
    private int copyFromBytes = CopyOptions.STANDARD_MIN_BYTES;

    @Mixin private LoopFlags flags = new LoopFlags();

    private ProxyCommand() {}

    @Override
    public Integer call() throws UsageException, IOException, InterruptedException {
        ProxyOptions options;
        try {
            options =
                    ProxyOptions.to(Addresses.connect("UPSTREAM", upstream))
                            .withListen(Addresses.listen("LISTEN", listen))
                            .withAdminListen(Addresses.listen("--admin", admin))
                            .withThreads(flags.threads())
                            .withLoop(flags.loop())
                            .withCopy(
                                    CopyOptions.by(CopyMethod.named(copy))
                                            .withMinBytes(copyFromBytes))
                            .withForwardedFields(!noForwarded);
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
        Minivoy.run(options, System.in, System.out);
        return ExitCode.DONE;
    }
}
