package dev.tare.view.cli.serve;

import dev.tare.io.net.tls.TlsProvider;
import dev.tare.specimen.proxy.Minivoy;
import dev.tare.specimen.proxy.config.ProxyConfig;
import dev.tare.specimen.proxy.copy.CopyMethod;
import dev.tare.specimen.proxy.copy.CopyOptions;
import dev.tare.specimen.proxy.log.AccessLogOptions;
import dev.tare.specimen.proxy.log.LogLevel;
import dev.tare.specimen.proxy.setup.ProxyLogs;
import dev.tare.specimen.proxy.setup.ProxyOptions;
import dev.tare.view.cli.shell.ExitCode;
import dev.tare.view.cli.shell.FailureException;
import dev.tare.view.cli.shell.UsageException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tare proxy}: minivoy on its own. */
@Command(
        name = "proxy",
        mixinStandardHelpOptions = true,
        description = "minivoy, a reverse proxy for HTTP/1.1, HTTP/2 and gRPC, on its own.",
        footer = {
            "",
            "  ./tare proxy 127.0.0.1:9090 127.0.0.1:8080",
            "  ./tare proxy --config minivoy.yaml --validate",
            "  ./tare proxy 0.0.0.0:443 127.0.0.1:8080 --tls-certificate a.pem --tls-key a.key",
            "  ./tare proxy 127.0.0.1:9090 service.example:443 --upstream-tls",
            "  ./tare proxy 127.0.0.1:9090 127.0.0.1:50051 --upstream-http2     # gRPC",
            "",
            "Certificates and the file of --config are read anew when they change; while they are",
            "broken the old ones stay. Beside --config only --validate, --io and --log-level go.",
            "SIGHUP has the file read and the access log opened anew, SIGTERM ends it gracefully."
        })
public final class ProxyCommand implements Callable<Integer> {
    /** What goes with {@code --config}; all else stands in the file. */
    private static final Set<String> WITH_A_FILE =
            Set.of("--config", "--validate", "--io", "--log-level");

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
            description = "Where /stats, /ready and more are (default: a free port of loopback).")
    private String admin = "";

    @Option(
            names = "--upstream-http2",
            description =
                    "Speak HTTP/2 with UPSTREAM: by TLS it must agree to that (ALPN), in clear it"
                            + " must know it. Clients speak HTTP/2 or HTTP/1.1 as they like.")
    private boolean upstreamHttp2;

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

    @Option(
            names = "--log-level",
            paramLabel = "LEVEL",
            defaultValue = "info",
            description =
                    "The least that is said on standard error: debug, info, warn or error"
                            + " (default: ${DEFAULT-VALUE}).")
    private String logLevel = "";

    @Option(
            names = "--access-log",
            paramLabel = "FILE",
            defaultValue = "",
            description = "Add a line a request to FILE; - for standard output (default: none).")
    private String accessLog = "";

    @Option(
            names = "--access-log-format",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text or json (default: ${DEFAULT-VALUE}).")
    private AccessLogOptions.Format accessLogFormat = AccessLogOptions.Format.TEXT;

    @Mixin private ProxyTlsFlags tls = new ProxyTlsFlags();

    @Mixin private UpstreamTlsFlags upstreamTls = new UpstreamTlsFlags();

    @Mixin private LoopFlags flags = new LoopFlags();

    @Spec private CommandSpec spec = CommandSpec.create();

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
                            .withUpstreamHttp2(upstreamHttp2)
                            .withCopy(
                                    CopyOptions.by(CopyMethod.named(copy))
                                            .withMinBytes(copyFromBytes))
                            .withForwardedFields(!noForwarded)
                            .withLogs(logs());
            options = tls.options().map(options::withTls).orElse(options);
            options = upstreamTls.options().map(options::withUpstreamTls).orElse(options);
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
        if (options.tls().isPresent() || options.upstreamTls().isPresent()) {
            TlsProvider.fallback().ifPresent(note -> System.err.println("tare: " + note));
        }
        Minivoy.run(options, System.in, System.out);
        return ExitCode.DONE;
    }

    private int fromFile(Path file)
            throws UsageException, FailureException, IOException, InterruptedException {
        if (!listen.isEmpty()) {
            throw new UsageException(
                    "LISTEN and --config exclude each other: the file says where to listen");
        }
        for (OptionSpec option : spec.commandLine().getParseResult().matchedOptions()) {
            if (!WITH_A_FILE.contains(option.longestName())) {
                throw new UsageException(
                        "%s and --config exclude each other: say it in the file"
                                .formatted(option.longestName()));
            }
        }
        Optional<ProxyConfig> read = ProxyConfigFile.read(file, System.err);
        if (read.isEmpty()) {
            return ExitCode.USAGE;
        }
        if (validate) {
            System.out.println(file + " is valid: " + ProxyConfigFile.summary(read.get()));
            return ExitCode.DONE;
        }
        ProxyOptions options;
        try {
            options = Minivoy.optionsOf(read.get(), level()).withLoop(flags.loop());
        } catch (IllegalArgumentException e) {
            throw new UsageException("--config: " + file + ": " + e.getMessage());
        }
        boolean byTls =
                read.get().listeners().stream().anyMatch(listener -> listener.tls().isPresent())
                        || read.get().clusters().stream()
                                .anyMatch(cluster -> cluster.tls().isPresent());
        if (byTls) {
            TlsProvider.fallback().ifPresent(note -> System.err.println("tare: " + note));
        }
        Minivoy.run(options, Optional.of(new ProxyConfigFile(file)), System.in, System.out);
        return ExitCode.DONE;
    }

    private LogLevel level() throws UsageException {
        return LogLevel.of(logLevel)
                .orElseThrow(() ->
                        new UsageException(
                                "--log-level: \"%s\" is none of debug, info, warn, error"
                                        .formatted(logLevel)));
    }

    private ProxyLogs logs() throws UsageException {
        LogLevel level = level();
        if (accessLog.isEmpty()) {
            return new ProxyLogs(level, Optional.empty());
        }
        Optional<Path> file =
                accessLog.equals("-") ? Optional.empty() : Optional.of(Path.of(accessLog));
        return new ProxyLogs(level, Optional.of(new AccessLogOptions(file, accessLogFormat)));
    }
}
