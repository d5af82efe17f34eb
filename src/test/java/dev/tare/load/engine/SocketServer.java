package dev.tare.load.engine;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Listens on loopback and gives every connection to a talk, on a thread of its own. */
final class SocketServer implements AutoCloseable {
    private static final int BACKLOG = 1024;

    /** What is said and heard on one connection, which is closed behind it. */
    interface Talk {
        void on(Socket socket) throws IOException, InterruptedException;
    }

    private final ServerSocket listener;
    private final Talk talk;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final Thread acceptor;

    /** Listens on a free port. */
    SocketServer(Talk talk) throws IOException {
        this.talk = talk;
        listener = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
        acceptor = Thread.ofPlatform().daemon().start(this::accept);
    }

    int port() {
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
            talk.on(socket);
        } catch (IOException | InterruptedException goneOrClosed) {
            assert true : "the other side may go away whenever it likes";
        } finally {
            sockets.remove(socket);
        }
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
