package dev.tare.specimen.proxy.admin;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.tare.io.net.AcceptHandler;
import dev.tare.io.net.Connection;
import dev.tare.io.net.ConnectionHandler;
import dev.tare.io.net.IoFailure;
import dev.tare.io.wire.Http1Head;
import dev.tare.io.wire.Http1RequestReader;
import dev.tare.io.wire.Http1Writer;
import dev.tare.io.wire.HttpMethod;
import dev.tare.specimen.proxy.admin.AdminPage.Answer;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/**
 * Answers on the admin port: GET and HEAD of every page, POST of some; 404 and 405 for the rest.
 *
 * <p>Everything is bounded: a head by 64 KiB, a body (which is not looked at) by {@link
 * #MAX_BODY_BYTES}, an answer waits for its client alone, and a client too many takes the place of
 * the one that has been silent for longest.
 *
 * <p>Thread-safety: its loop's thread.
 */
public final class AdminServer implements AcceptHandler {
    /** The longest queue of connections not yet accepted. */
    public static final int BACKLOG = 16;

    /** Connections at a time. */
    static final int MAX_CONNECTIONS = 64;

    /** A longer body of a request is not waited for. */
    static final int MAX_BODY_BYTES = 4096;

    /** Answers that a client may leave unread while it asks for more. */
    static final int MAX_PENDING_BYTES = 1024 * 1024;

    private static final int HEAD_BYTES = 512;
    private static final int NOT_FOUND = 404;
    private static final int NOT_ALLOWED = 405;
    private static final int CONTENT_TOO_LARGE = 413;
    private static final byte[] CONTENT_TYPE = "Content-Type".getBytes(US_ASCII);
    private static final byte[] CONTENT_LENGTH = "Content-Length".getBytes(US_ASCII);
    private static final byte[] NO_STORE = "Cache-Control: no-store\r\n".getBytes(US_ASCII);
    private static final byte[] ALLOW_GET = "Allow: GET, HEAD\r\n".getBytes(US_ASCII);
    private static final byte[] ALLOW_POST = "Allow: GET, HEAD, POST\r\n".getBytes(US_ASCII);
    private static final byte[] CLOSE = "Connection: close\r\n".getBytes(US_ASCII);

    private final Map<String, AdminPage> pages;

    /** Those that are open, whoever was silent for longest first. */
    private final SequencedSet<Client> clients = new LinkedHashSet<>();

    /** A server of these pages, by their paths. */
    public AdminServer(Map<String, AdminPage> pages) {
        this.pages = Map.copyOf(pages);
    }

    @Override
    public ConnectionHandler onAccept(Connection connection) {
        if (clients.size() == MAX_CONNECTIONS) {
            clients.getFirst().close();
        }
        Client client = new Client(connection);
        clients.addLast(client);
        return client;
    }

    private final class Client implements ConnectionHandler {
        private final Connection connection;
        private final Http1RequestReader reader = new Http1RequestReader();

        /** What is asked for, kept until its body is there. */
        private HttpMethod method = HttpMethod.OTHER;

        private String target = "";
        private MemorySegment pending = MemorySegment.NULL;
        private long pendingStart;
        private boolean closing;

        Client(Connection connection) {
            this.connection = connection;
        }

        @Override
        public void onConnected(Connection self) {}

        @Override
        public void onData(Connection self, MemorySegment buffer, long offset, int length) {
            clients.addLast(this);
            int consumed = 0;
            while (consumed < length && connection.isOpen() && !closing) {
                consumed += read(buffer, offset + consumed, length - consumed);
            }
        }

        private int read(MemorySegment buffer, long offset, int length) {
            int consumed = 0;
            if (reader.state() == Http1RequestReader.State.HEAD) {
                consumed = reader.readHead(buffer, offset, length);
                keepHead();
            }
            if (reader.state() == Http1RequestReader.State.BODY) {
                consumed += reader.read(buffer, offset + consumed, length - consumed, null);
            }
            if (reader.bodyBytes() > MAX_BODY_BYTES) {
                send(Answer.text(CONTENT_TOO_LARGE, "the body is too long\n"), null, true);
                return consumed;
            }
            switch (reader.state()) {
                case HEAD, BODY -> {}
                case COMPLETE -> {
                    answer();
                    reader.begin();
                    method = HttpMethod.OTHER;
                }
                case MALFORMED -> {
                    String fault = reader.fault() + "\n";
                    send(Answer.text(reader.faultStatus(), fault), null, true);
                }
            }
            return consumed;
        }

        private void keepHead() {
            if (reader.state() == Http1RequestReader.State.BODY
                    || reader.state() == Http1RequestReader.State.COMPLETE) {
                Http1Head head = reader.head();
                method = head.method();
                target = head.copy(head.targetStart(), head.targetEnd());
            }
        }

        private void answer() {
            int mark = target.indexOf('?');
            String path = mark < 0 ? target : target.substring(0, mark);
            String query = mark < 0 ? "" : target.substring(mark + 1);
            boolean last = !reader.keepAlive();
            AdminPage page = pages.get(path);
            if (page == null) {
                send(Answer.text(NOT_FOUND, "there is no such page\n"), null, last);
            } else if (method == HttpMethod.GET || method == HttpMethod.HEAD) {
                send(page.get(), null, last);
            } else if (method == HttpMethod.POST && page.takesPost()) {
                send(page.post(query), null, last);
            } else {
                byte[] allow = page.takesPost() ? ALLOW_POST : ALLOW_GET;
                send(Answer.text(NOT_ALLOWED, "not with this method\n"), allow, last);
            }
        }

        private void send(Answer answer, byte @Nullable [] allow, boolean last) {
            byte[] body = answer.body().getBytes(US_ASCII);
            int capacity = HEAD_BYTES + body.length;
            MemorySegment bytes = Arena.ofAuto().allocate(capacity);
            Http1Writer writer = new Http1Writer().begin(bytes, 0, capacity);
            writer.statusLine(answer.status()).bytes(NO_STORE);
            writer.field(CONTENT_TYPE, answer.contentType().getBytes(US_ASCII));
            writer.field(CONTENT_LENGTH, body.length);
            if (allow != null) {
                writer.bytes(allow);
            }
            if (last) {
                writer.bytes(CLOSE);
            }
            writer.crlf();
            if (method != HttpMethod.HEAD) {
                writer.bytes(body);
            }
            closing |= last;
            long left = pending.byteSize() - pendingStart;
            MemorySegment all = bytes.asSlice(0, writer.length());
            if (left > 0) {
                // Asked for more before it has read: both wait, and nothing more is read.
                MemorySegment both = Arena.ofAuto().allocate(left + all.byteSize());
                MemorySegment.copy(pending, pendingStart, both, 0, left);
                MemorySegment.copy(all, 0, both, left, all.byteSize());
                all = both;
            }
            if (all.byteSize() > MAX_PENDING_BYTES + capacity) {
                close();
                return;
            }
            pending = all;
            pendingStart = 0;
            flush();
        }

        private void flush() {
            int left = (int) (pending.byteSize() - pendingStart);
            if (left > 0) {
                int taken = connection.send(pending, pendingStart, left);
                if (taken == Connection.BROKEN) {
                    close();
                    return;
                }
                pendingStart += taken;
                left -= taken;
            }
            connection.wantWritable(left > 0);
            connection.wantReadable(left == 0);
            if (left == 0) {
                pending = MemorySegment.NULL;
                pendingStart = 0;
                if (closing) {
                    close();
                }
            }
        }

        void close() {
            connection.close();
            clients.remove(this);
        }

        @Override
        public void onWritable(Connection self) {
            flush();
        }

        @Override
        public void onEnd(Connection self) {
            closing = true;
            if (pending.byteSize() == 0) {
                close();
            }
        }

        @Override
        public void onFailure(Connection self, IoFailure failure) {
            clients.remove(this);
        }
    }
}
