package dev.tare.specimen;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that does with each connection what a test says. */
public final class ScriptedServer implements AutoCloseable {
    /** What is done with a connection, which is closed after that. */
    public interface Script {
        /**
         * Plays the script.
         *
         * @param number of the connection, from 1 on
         */
        void play(RawClient connection, int number) throws IOException;
    }

    private final ServerSocket server;
    private final Script script;
    private final AtomicInteger connections = new AtomicInteger();
    private final List<String> heads = new CopyOnWriteArrayList<>();

    /** Listens on a free port of 127.0.0.1. */
    public ScriptedServer(Script script) throws IOException {
        this.script = script;
        server = new ServerSocket(0, 100, InetAddress.ofLiteral("127.0.0.1"));
        Thread.ofVirtual().start(this::accept);
    }

    /** A server that answers each request with the same text, and keeps the connection. */
    public static ScriptedServer answering(String response) throws IOException {
        ScriptedServer[] self = new ScriptedServer[1];
        self[0] =
                new ScriptedServer((connection, number) -> {
                    while (true) {
                        self[0].heads.add(connection.readHeadText());
                        connection.send(response);
                    }
                });
        return self[0];
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                int number = connections.incrementAndGet();
                Thread.ofVirtual().start(() -> play(socket, number));
            }
        } catch (IOException e) {
            // The test is over.
        }
    }

    private void play(Socket socket, int number) {
        try (RawClient connection = RawClient.of(socket)) {
            script.play(connection, number);
        } catch (IOException e) {
            // The other side has closed.
        }
    }

    public InetSocketAddress address() {
        return (InetSocketAddress) server.getLocalSocketAddress();
    }

    /** How many connections were opened. */
    public int connections() {
        return connections.get();
    }

    /** The request heads that {@link #answering} has read, a line a line. */
    public List<String> heads() {
        return heads;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
