package dev.tare.load.engine;

import dev.tare.load.connection.Exchange;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A server on loopback that reads requests without bodies and lets a script write whatever bytes it
 * likes, right or wrong.
 */
public final class RawServer implements AutoCloseable {
    private static final int BACKLOG = 1024;

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
     * @param socket to be closed or reset
     * @param in the rest of the request
     * @param out where the answer goes
     */
    public record Exchange(Socket socket, InputStream in, OutputStream out) {
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

    private final ServerSocket listener;
    private final Script script;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final Thread acceptor;

    /** Listens on a free port. */
    public RawServer(Script script) throws IOException {
        this.script = script;
        listener = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
        acceptor = Thread.ofPlatform().daemon().start(this::accept);
    }

    public int port() {
        return listener.getLocalPort();
    }

    private void accept() {
        try {
            while (!listener.isClosed()) {
                Socket socket = listener.accept();
                sockets.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException closed) {
            assert listener.isClosed();
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            Exchange exchange = new Exchange(socket, in, socket.getOutputStream());
            for (int number = 0; skipHead(in) && !socket.isClosed(); number++) {
                script.serve(exchange, number);
            }
        } catch (IOException | InterruptedException goneOrClosed) {
            assert true : "the other side may go away whenever it likes";
        } finally {
            sockets.remove(socket);
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
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
        boolean interrupted = false;
        try {
            acceptor.join();
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
