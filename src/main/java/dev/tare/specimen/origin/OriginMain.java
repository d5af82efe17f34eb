package dev.tare.specimen.origin;

import dev.tare.io.net.tls.TlsIdentity;
import dev.tare.io.net.tls.TlsServerOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Locale;

/**
 * The origin as a process of its own, without the weight of a command line parser: {@code
 * OriginMain ADDRESS:PORT [CERTIFICATE-FILE KEY-FILE [CLIENT-CA-FILE]]}.
 */
public final class OriginMain {
    private static final int WITH_TLS = 3;

    private OriginMain() {}

    /**
     * Runs until TERM, or until standard input ends.
     *
     * @throws IOException when the address cannot be bound, or a file is not what it should be
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT);
        int colon = args[0].lastIndexOf(':');
        InetSocketAddress listen =
                new InetSocketAddress(
                        InetAddress.ofLiteral(args[0].substring(0, colon)),
                        Integer.parseInt(args[0].substring(colon + 1)));
        OriginOptions options =
                OriginOptions.standard().withListen(listen).withExitOnStdinEof(true);
        if (args.length >= WITH_TLS) {
            options = options.withTls(tls(args));
        }
        Origin.run(options, System.in, System.out);
    }

    private static TlsServerOptions tls(String[] args) {
        TlsServerOptions options =
                TlsServerOptions.standard(new TlsIdentity(Path.of(args[1]), Path.of(args[2])));
        return args.length == WITH_TLS ? options : options.withClientAuthorities(Path.of(args[3]));
    }
}
