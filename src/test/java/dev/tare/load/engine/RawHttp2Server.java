package dev.tare.load.engine;

import dev.tare.io.wire.http2.FrameBytes;
import dev.tare.io.wire.http2.FrameBytes.Frame;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A server on loopback that reads HTTP/2 and lets a script write whatever frames it likes. */
final class RawHttp2Server implements AutoCloseable {
    private static final int PREFACE_BYTES = 24;
    private static final int HEADER_BYTES = 9;

    /** What is done on a connection. */
    interface Script {
        /** Says the first words; the client's preface is read, its SETTINGS are not. */
        default void greet(Exchange exchange) throws IOException, InterruptedException {
            exchange.write(new FrameBytes().settings());
        }

        /** HEADERS have come: answers on their stream, or does not. */
        void serve(Exchange exchange) throws IOException, InterruptedException;
    }

    /**
     * A request and its connection.
     *
     * @param socket of TCP, to be closed or reset
     * @param out where the answer goes
     * @param streamId of the request; 0 before the first one
     */
    record Exchange(Socket socket, OutputStream out, int streamId) {
        void write(FrameBytes frames) throws IOException {
            out.write(frames.bytes());
        }

        /** Ends the connection with RST. */
        void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }
    }

    private final Script script;
    private final SocketServer server;
    private final Queue<Frame> lastFrames = new ConcurrentLinkedQueue<>();

    /** Listens on a free port. */
    RawHttp2Server(ServerLayer layer, Script script) throws IOException {
        this.script = script;
        server = new SocketServer(socket -> serve(socket, layer.over(socket)));
    }

    int port() {
        return server.port();
    }

    /** The last frame that came on each connection which the client has ended. */
    Queue<Frame> lastFrames() {
        return lastFrames;
    }

    private void serve(Socket socket, Socket spoken) throws IOException, InterruptedException {
        DataInputStream in = new DataInputStream(new BufferedInputStream(spoken.getInputStream()));
        OutputStream out = spoken.getOutputStream();
        in.readFully(new byte[PREFACE_BYTES]);
        script.greet(new Exchange(socket, out, 0));
        Frame last = null;
        try {
            while (!socket.isClosed()) {
                last = read(in);
                if (last.isHeaders()) {
                    script.serve(new Exchange(socket, out, last.streamId()));
                }
            }
        } catch (EOFException ended) {
            if (last != null) {
                lastFrames.add(last);
            }
        }
    }

    private static Frame read(DataInputStream in) throws IOException {
        byte[] frame = new byte[HEADER_BYTES];
        in.readFully(frame);
        int length = (frame[0] & 0xff) << 16 | (frame[1] & 0xff) << 8 | (frame[2] & 0xff);
        byte[] whole = Arrays.copyOf(frame, HEADER_BYTES + length);
        in.readFully(whole, HEADER_BYTES, length);
        return FrameBytes.parse(whole).getFirst();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
