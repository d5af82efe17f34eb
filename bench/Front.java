import dev.tare.base.time.NanoClock;
import dev.tare.base.time.Sleep;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;

/** A proxy with one worker that is started by a command. */
interface Front {
    /** Of the contestant. */
    String name();

    /** Where it listens on loopback. */
    int port();

    /** Starts it in the foreground. */
    List<String> command();

    static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return free.getLocalPort();
        }
    }

    /** Waits until it can be connected to. */
    default void awaitListening(long limitNs) throws IOException, InterruptedException {
        NanoClock clock = NanoClock.system();
        long endNs = clock.nowNs() + limitNs;
        while (true) {
            try (Socket socket = new Socket()) {
                socket.connect(
                        new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port()), 1000);
                return;
            } catch (IOException e) {
                if (clock.nowNs() - endNs > 0) {
                    throw new IOException(name() + " does not listen on port " + port(), e);
                }
            }
            Sleep.forNs(20_000_000L);
        }
    }
}
