package dev.tare.view.cli.serve;

import dev.tare.io.net.tls.TlsIdentity;
import dev.tare.io.net.tls.TlsProvider;
import dev.tare.io.net.tls.TlsServerOptions;
import dev.tare.specimen.origin.Origin;
import dev.tare.specimen.origin.OriginOptions;
import dev.tare.view.cli.shell.ExitCode;
import dev.tare.view.cli.shell.UsageException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
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
            "Paths: /byte/N (or /bytes/N)  /byte/N?delay=5ms  /chunked/N  /close/N  /status/CODE",
            "       /error-in-200  /echo  /stall?for=1s  /close-idle  /stats  /ready"
        })
public final class OriginCommand implements Callable<Integer> {
    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT|unix:PATH",
            defaultValue = "127.0.0.1:8080",
            description = "Where to listen (default: ${DEFAULT-VALUE}).")
    private String listen = "";

    @Option(
            names = "--tls-certificate",
            paramLabel = "FILE",
            description = "Serve HTTPS with these certificates (PEM, the server's own first).")
    private Optional<Path> certificate = Optional.empty();

    @Option(
            names = "--tls-key",
            paramLabel = "FILE",
            description = "The certificate's private key (PEM, not encrypted).")
    private Optional<Path> key = Optional.empty();

    @Option(
            names = "--tls-client-ca",
            paramLabel = "FILE",
            description = "Serve only clients with a certificate by one of these (PEM; mTLS).")
    private Optional<Path> clientAuthorities = Optional.empty();

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
            options = tls().map(options::withTls).orElse(options);
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
        if (options.tls().isPresent()) {
            TlsProvider.fallback().ifPresent(note -> System.err.println("tare: " + note));
        }
        Origin.run(options, System.in, System.out);
        return ExitCode.DONE;
    }

    private Optional<TlsServerOptions> tls() throws UsageException {
        if (certificate.isPresent() != key.isPresent()) {
            throw new UsageException("--tls-certificate and --tls-key go together");
        }
        if (certificate.isEmpty()) {
            if (clientAuthorities.isPresent()) {
                throw new UsageException("--tls-client-ca needs --tls-certificate and --tls-key");
            }
            return Optional.empty();
        }
        TlsServerOptions tls =
                TlsServerOptions.standard(new TlsIdentity(certificate.get(), key.get()));
        return Optional.of(clientAuthorities.map(tls::withClientAuthorities).orElse(tls));
    }
}
