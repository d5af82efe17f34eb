package dev.tare.load.script;

import dev.tare.base.time.Sleep;
import dev.tare.io.wire.Http1ResponseReader;
import dev.tare.io.wire.Http1ResponseReader.State;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.HashMap;
import java.util.Map;

/** The smallest load that asks a script what an engine asks: one connection, blocking. */
final class ScriptClient implements AutoCloseable {
    private static final int TIMEOUT_MS = 10_000;

    private final WrkScript script;
    private final ScriptThread thread;
    private final ScriptAnswer answer;
    private final Map<InetSocketAddress, Socket> sockets = new HashMap<>();
    private final byte[] buffer = new byte[64 * 1024];
    private int completed;
    private int statusErrors;

    ScriptClient(WrkScript script, ScriptThread thread) {
        this.script = script;
        this.thread = thread;
        answer = thread.newAnswer();
    }

    int completed() {
        return completed;
    }

    int statusErrors() {
        return statusErrors;
    }

    /** Sends requests until the script stops or {@code rounds} of them are answered. */
    void run(int rounds) throws IOException, InterruptedException {
        byte[] always = script.hooks().request() ? new byte[0] : next();
        for (int i = 0; i < rounds && !thread.stopRequested(); i++) {
            if (script.hooks().delay()) {
                Sleep.forNs(thread.nextDelayNs());
            }
            byte[] request = script.hooks().request() ? next() : always;
            boolean head = thread.headRequest();
            Socket socket = socket(thread.address());
            socket.getOutputStream().write(request);
            for (int k = 0, left = 0; k < script.pipeline(); k++) {
                left = readAnswer(socket, head, left);
            }
        }
    }

    private byte[] next() {
        byte[] bytes = new byte[thread.nextRequest()];
        thread.copyRequest(0, MemorySegment.ofArray(bytes), 0, bytes.length);
        return bytes;
    }

    private Socket socket(InetSocketAddress address) throws IOException {
        Socket known = sockets.get(address);
        if (known == null) {
            known = new Socket(address.getAddress(), address.getPort());
            known.setTcpNoDelay(true);
            known.setSoTimeout(TIMEOUT_MS);
            sockets.put(address, known);
        }
        return known;
    }

    /** Reads one answer; bytes of the next one are moved to the buffer's begin, and counted. */
    private int readAnswer(Socket socket, boolean head, int left) throws IOException {
        Http1ResponseReader reader = new Http1ResponseReader();
        reader.begin(head);
        MemorySegment memory = MemorySegment.ofArray(buffer);
        boolean begun = false;
        int length = left;
        while (true) {
            int at = reader.readHead(memory, 0, length);
            if (!begun && (reader.state() == State.BODY || reader.state() == State.COMPLETE)) {
                answer.begin(reader.head());
                begun = true;
            }
            at += reader.read(memory, at, length - at, answer);
            if (reader.state() == State.COMPLETE) {
                completed++;
                statusErrors += reader.status() > 399 ? 1 : 0;
                if (script.hooks().response()) {
                    thread.answered(answer);
                }
                System.arraycopy(buffer, at, buffer, 0, length - at);
                return length - at;
            }
            length = socket.getInputStream().read(buffer);
            if (length < 0 || reader.state() == State.MALFORMED) {
                throw new IOException("no whole answer: " + reader.state() + reader.fault());
            }
        }
    }

    @Override
    public void close() throws IOException {
        for (Socket socket : sockets.values()) {
            socket.close();
        }
    }
}
