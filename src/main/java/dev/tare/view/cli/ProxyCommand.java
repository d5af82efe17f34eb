package dev.tare.view.cli;

import dev.tare.specimen.proxy.Minivoy;
import dev.tare.specimen.proxy.ProxyOptions;
import dev.tare.specimen.proxy.config.ProxyConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tare proxy}: minivoy on its own. */
@Command(
        name = "proxy",
        mixinStandardHelpOptions = true,
        description = "minivoy, a reverse proxy for HTTP/1.1, on its own.",
        footer = {
            "",
            "  ./tare proxy 127.0.0.1:9090 127.0.0.1:8080",
            "  ./tare proxy --config minivoy.yaml --validate"
        })
final class ProxyCommand implements Callable<Integer> {
    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "LISTEN",
            description = "HOST:PORT for clients.")
    private String listen = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "UPSTREAM",
            description = "HOST:PORT of the service.")
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
            names = "--config",
            paramLabel = "FILE",
            description = "A YAML file instead of LISTEN and UPSTREAM (docs/minivoy-config.md).")
    private @Nullable Path config;

    @Option(
            names = "--validate",
            description = "Only say whether the file of --config is valid; exit code 0 or 2.")
    private boolean validate;

    @Mixin private LoopFlags flags = new LoopFlags();

    private ProxyCommand() {}

    @Override
    public Integer call()
            throws UsageException, FailureException, IOException, InterruptedException {
        if (config != null) {
            return fromFile(config);
        }
        if (validate) {
            throw new UsageException("--validate needs --config FILE");
        }
        if (listen.isEmpty() || upstream.isEmpty()) {
            throw new UsageException(
                    "name LISTEN and UPSTREAM, as in ./tare proxy 127.0.0.1:9090 127.0.0.1:8080");
        }
        ProxyOptions options;
        try {
            options =
                    ProxyOptions.to(Addresses.connect("UPSTREAM", upstream))
                            .withListen(Addresses.listen("LISTEN", listen))
                            .withAdminListen(Addresses.listen("--admin", admin))
                            .withThreads(flags.threads())
                            .withLoop(flags.loop())
                            .withForwardedFields(!noForwarded);
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
        Minivoy.run(options, System.in, System.out);
        return ExitCode.DONE;
    }

    private int fromFile(Path file) throws UsageException, FailureException {
        if (!listen.isEmpty()) {
            throw new UsageException(
                    "LISTEN and --config exclude each other: the file says where to listen");
        }
        Optional<ProxyConfig> read = ProxyConfigFile.read(file, System.err);
        if (read.isEmpty()) {
            return ExitCode.USAGE;
        }
        if (!validate) {
            throw new FailureException(
                    "minivoy does not run from a file yet, only --validate reads it; run it as"
                            + " ./tare proxy LISTEN UPSTREAM");
        }
        System.out.println(file + " is valid: " + ProxyConfigFile.summary(read.get()));
        return ExitCode.DONE;
    }
}
