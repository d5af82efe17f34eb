package dev.tare.specimen.origin;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * The origin as a process of its own, without the weight of a command line parser: {@code
 * OriginMain ADDRESS:PORT}.
 */
public final class OriginMain {
    private OriginMain() {}

    /**
     * Runs until TERM, or until standard input ends.
     *
     * @throws IOException when the address cannot be bound
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        int colon = args[0].lastIndexOf(':');
        InetSocketAddress listen =
                new InetSocketAddress(
                        InetAddress.ofLiteral(args[0].substring(0, colon)),
                        Integer.parseInt(args[0].substring(colon + 1)));
        Origin.run(
                OriginOptions.standard().withListen(listen).withExitOnStdinEof(true),
                System.in,
                System.out);
    }
}
