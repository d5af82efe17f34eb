package dev.tare.specimen.app.emojivoto;

import dev.tare.specimen.app.http.HttpServer;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;

/**
 * The web service: serves the page and the API, and asks the other two services.
 *
 * <p>Thread-safety: any thread.
 */
public final class EmojivotoWeb implements AutoCloseable {
    private final HttpServer server;
    private final Upstream emoji;
    private final Upstream voting;
    private final EventLoopGroup loops;

    private EmojivotoWeb(WebOptions options) throws IOException {
        loops = NettyLoops.start("web-calls", options.http().threads());
        emoji = upstream(options, options.emoji(), "emoji-svc");
        voting = upstream(options, options.voting(), "voting-svc");
        WebCounters counters = new WebCounters();
        boolean started = false;
        try {
            server =
                    HttpServer.start(
                            options.http(),
                            loop -> new WebService(loop, options, emoji, voting, counters));
            started = true;
        } finally {
            if (!started) {
                closeCalls();
            }
        }
    }

    private Upstream upstream(WebOptions options, InetSocketAddress address, String service) {
        return new Upstream(address, service, options.instances(), options.deadlineNs(), loops);
    }

    /**
     * Starts the service; the other two need not be there yet.
     *
     * @throws IOException when it cannot listen; the message names the address
     */
    public static EmojivotoWeb start(WebOptions options) throws IOException {
        return new EmojivotoWeb(options);
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return server.address();
    }

    /**
     * Says {@code listening on ADDRESS:PORT}, and returns when the process was told to stop.
     *
     * @throws InterruptedException when the calling thread is interrupted
     */
    public void serveUntilStopped(PrintStream output) throws InterruptedException {
        server.serveUntilStopped(output);
    }

    /** Stops it and waits for its threads. */
    @Override
    public void close() {
        server.close();
        closeCalls();
    }

    private void closeCalls() {
        emoji.close();
        voting.close();
        NettyLoops.end(loops);
    }
}
