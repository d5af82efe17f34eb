package dev.tare.specimen.proxy;

import dev.tare.io.net.tls.TlsIdentity;
import dev.tare.io.net.tls.TlsServerOptions;
import dev.tare.specimen.proxy.log.LogLevel;
import dev.tare.specimen.proxy.setup.ProxyLogs;
import dev.tare.specimen.proxy.setup.ProxyOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * minivoy as a process of its own, without the weight of a command line parser: {@code MinivoyMain
 * LISTEN UPSTREAM ADMIN [CERTIFICATE-FILE KEY-FILE]}, the first three each {@code ADDRESS:PORT}.
 */
public final class MinivoyMain {
    private static final int WITH_TLS = 5;

    private MinivoyMain() {}

    /**
     * Runs until TERM.
     *
     * @throws IOException when an address cannot be bound, or a file is not what it should be
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT);
        ProxyOptions options =
                ProxyOptions.to(address(args[1]))
                        .withListen(address(args[0]))
                        .withAdminListen(address(args[2]))
                        // The proxies of others are configured to add nothing either.
                        .withForwardedFields(false)
                        .withLogs(new ProxyLogs(LogLevel.INFO, Optional.empty()));
        if (args.length == WITH_TLS) {
            TlsIdentity identity = new TlsIdentity(Path.of(args[3]), Path.of(args[4]));
            options = options.withTls(TlsServerOptions.standard(identity));
        }
        Minivoy.run(options, System.in, System.out);
    }

    private static InetSocketAddress address(String text) throws IOException {
        int colon = text.lastIndexOf(':');
        String host = text.substring(0, colon).replaceAll("^\\[|]$", "");
        return new InetSocketAddress(
                InetAddress.getByName(host), Integer.parseInt(text.substring(colon + 1)));
    }
}
