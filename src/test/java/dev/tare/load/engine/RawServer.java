package dev.tare.load.engine;

import dev.tare.load.connection.Exchange;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * A server on loopback that reads requests without bodies and lets a script write whatever bytes it
 * likes, right or wrong.
 */
public final class RawServer implements AutoCloseable {
    /** What is done with one request. */
    public interface Script {
        /**
         * Answers, or does not.
         *
         * @param number of the request on this connection, from 0
         */
        void serve(Exchange exchange, int number) throws IOException, InterruptedException;
    }

    /**
     * A request and its connection.
     *
     * @param socket of TCP, to be closed or reset
     * @param spoken what is spoken over it: TLS, or the same socket
     * @param in the rest of the request
     * @param out where the answer goes
     */
    public record Exchange(Socket socket, Socket spoken, InputStream in, OutputStream out) {
        /** Writes text in ISO-8859-1; {@code |} stands for a line's end. */
        public void write(String text) throws IOException {
            out.write(text.replace("|", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        }

        /** Ends the connection with RST. */
        public void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }
    }

    private final Script script;
    private final SocketServer server;

    /** Listens on a free port, in the clear. */
    public RawServer(Script script) throws IOException {
        this(socket -> socket, script);
    }

    /** Listens on a free port, and speaks over a layer on every connection. */
    RawServer(ServerLayer layer, Script script) throws IOException {
        this.script = script;
        server = new SocketServer(socket -> serve(socket, layer.over(socket)));
    }

    public int port() {
        return server.port();
    }

    private void serve(Socket socket, Socket spoken) throws IOException, InterruptedException {
        InputStream in = new BufferedInputStream(spoken.getInputStream());
        Exchange exchange = new Exchange(socket, spoken, in, spoken.getOutputStream());
        for (int number = 0; skipHead(in) && !socket.isClosed(); number++) {
            script.serve(exchange, number);
        }
    }

    private static boolean skipHead(InputStream in) throws IOException {
        int newLines = 0;
        for (int octet = in.read(); octet >= 0; octet = in.read()) {
            if (octet == '\n') {
                newLines++;
                if (newLines == 2) {
                    return true;
                }
            } else if (octet != '\r') {
                newLines = 0;
            }
        }
        return false;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
