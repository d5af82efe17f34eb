package dev.tare.trust;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A small HTTP/1.1 proxy for requests without a body, as a process of its own, that does one thing
 * wrong: {@code FaultyProxy LISTEN ORIGIN [FAULT [N]]}.
 *
 * <p>Threads: one for each connection, with a connection of its own to the origin. Slices are told
 * by the connections that they open: {@value #CONNECTIONS_A_SLICE} each.
 */
public final class FaultyProxy {
    /** How many connections every workload of the bench opens in a slice. */
    static final int CONNECTIONS_A_SLICE = 8;

    private static final int MAX_HEAD_BYTES = 16 * 1024;
    private static final int MAX_BODY_BYTES = 16 * 1024 * 1024;
    private static final double DRIFT_A_SLICE = 1.01;
    private static final double WARMING_A_SLICE = 0.94;
    private static final long RESTART_MS = 100;

    private final InetSocketAddress origin;
    private final ProxyFault fault;
    private final int number;
    private final Semaphore places;
    private final AtomicLong requests = new AtomicLong();
    private final AtomicLong accepted = new AtomicLong();
    private final Map<String, byte[]> cache = new ConcurrentHashMap<>();
    private final Queue<byte[]> leaked = new ConcurrentLinkedQueue<>();

    private FaultyProxy(InetSocketAddress origin, ProxyFault fault, int number) {
        this.origin = origin;
        this.fault = fault;
        this.number = number;
        places = new Semaphore(fault == ProxyFault.LIMIT ? number : Integer.MAX_VALUE);
    }

    /**
     * Serves until it is ended.
     *
     * @throws IOException when the address cannot be listened on
     */
    public static void main(String[] words) throws IOException, InterruptedException {
        ProxyFault fault = words.length > 2 ? ProxyFault.of(words[2]) : ProxyFault.NONE;
        int number = words.length > 3 ? Integer.parseInt(words[3]) : 1;
        if (fault == ProxyFault.SUPERVISED) {
            supervise(words);
            return;
        }
        new FaultyProxy(address(words[1]), fault, number).serve(address(words[0]));
    }

    /** The words that start one; {@code listen} and {@code origin} are host:port. */
    static List<String> command(String listen, String origin, ProxyFault fault, int number) {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
        words.addAll(List.of("-XX:-UsePerfData", "-Xmx512m", "-Xmn4m", "-Xss256k"));
        words.addAll(List.of("-cp", System.getProperty("java.class.path")));
        words.addAll(List.of(FaultyProxy.class.getName(), listen, origin));
        words.addAll(List.of(fault.key(), String.valueOf(number)));
        return words;
    }

    private static InetSocketAddress address(String text) {
        int colon = text.lastIndexOf(':');
        return new InetSocketAddress(
                text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
    }

    /** Starts the proxy as a child again and again, as a container's runtime does. */
    private static void supervise(String[] words) throws IOException, InterruptedException {
        while (true) {
            Process child =
                    new ProcessBuilder(command(words[0], words[1], ProxyFault.NONE, 1))
                            .inheritIO()
                            .start();
            Runtime.getRuntime().addShutdownHook(new Thread(child::destroyForcibly));
            child.waitFor();
            TimeUnit.MILLISECONDS.sleep(RESTART_MS);
        }
    }

    private void serve(InetSocketAddress listen) throws IOException, InterruptedException {
        try (ServerSocket server = new ServerSocket()) {
            server.setReuseAddress(true);
            if (fault == ProxyFault.SHARED_PORT) {
                server.setOption(StandardSocketOptions.SO_REUSEPORT, true);
            }
            server.bind(listen, fault == ProxyFault.SLOW_ACCEPT ? 1 : 1024);
            System.out.println("listening");
            while (true) {
                Socket client = server.accept();
                accepted.incrementAndGet();
                Thread.ofPlatform().daemon().start(() -> converse(client));
                if (fault == ProxyFault.SLOW_ACCEPT) {
                    TimeUnit.MILLISECONDS.sleep(number);
                }
            }
        }
    }

    /** Serves one connection to its end. */
    private void converse(Socket client) {
        places.acquireUninterruptibly();
        try (client;
                Socket upstream = new Socket(origin.getAddress(), origin.getPort())) {
            client.setTcpNoDelay(fault != ProxyFault.NAGLE);
            upstream.setTcpNoDelay(true);
            InputStream fromClient = new BufferedInputStream(client.getInputStream());
            Upstream behind =
                    new Upstream(
                            new BufferedInputStream(upstream.getInputStream()),
                            upstream.getOutputStream());
            int answers = 0;
            for (byte[] head = head(fromClient); head != null; head = head(fromClient)) {
                answers++;
                if (!answer(head, answers, behind, client.getOutputStream())) {
                    return;
                }
            }
        } catch (IOException e) {
            // Either end has closed: the conversation is over.
        } finally {
            places.release();
        }
    }

    /** A connection to the origin. */
    private record Upstream(InputStream in, OutputStream out) {
        byte[] ask(byte[] head) throws IOException {
            out.write(head);
            return body(in);
        }
    }

    /** Answers one request; false where the connection ends with it. */
    private boolean answer(byte[] head, int answers, Upstream upstream, OutputStream toClient)
            throws IOException {
        boolean turn = requests.incrementAndGet() % number == 0;
        if (fault == ProxyFault.SWALLOW && turn) {
            return true;
        }
        byte[] body = body(head, upstream);
        hold();
        if (fault == ProxyFault.LEAK) {
            leaked.add(new byte[number]);
        }
        FaultyAnswer answer;
        if (fault == ProxyFault.CLOSE && answers >= number) {
            answer = FaultyAnswer.last(body);
        } else if (turn || !byTurns()) {
            boolean mayCompress = new String(head, US_ASCII).contains("gzip");
            answer = FaultyAnswer.of(fault, number, body, mayCompress);
        } else {
            answer = FaultyAnswer.sound(body);
        }
        for (byte[] piece : fault == ProxyFault.NAGLE ? answer.pieces() : answer.together()) {
            toClient.write(piece);
        }
        return !answer.closes();
    }

    /** Whether it goes wrong every so often only. */
    private boolean byTurns() {
        return switch (fault) {
            case ERROR_IN_200,
                    ERROR_AS_LONG,
                    SHORT_BODY,
                    CUT_BODY,
                    CORRUPT_BODY,
                    UNAVAILABLE,
                    REDIRECT,
                    MALFORMED,
                    BROKEN_CHUNKS,
                    ANSWERED_TWICE ->
                    true;
            default -> false;
        };
    }

    private byte[] body(byte[] head, Upstream upstream) throws IOException {
        if (fault == ProxyFault.CACHE) {
            String target = new String(head, US_ASCII).lines().findFirst().orElse("");
            byte[] kept = cache.get(target);
            if (kept != null) {
                return kept;
            }
            byte[] fresh = upstream.ask(head);
            cache.put(target, fresh);
            return fresh;
        }
        if (fault == ProxyFault.ASKED_TWICE) {
            upstream.ask(kept(head));
        }
        return upstream.ask(head);
    }

    /** The same request on a connection that is kept. */
    private static byte[] kept(byte[] head) {
        return new String(head, US_ASCII)
                .replace("Connection: close", "Connection: keep-alive")
                .getBytes(US_ASCII);
    }

    /** Waits, or works, as long as the fault says. */
    private void hold() {
        double slices = (double) accepted.get() / CONNECTIONS_A_SLICE;
        double us =
                switch (fault) {
                    case DELAY -> number;
                    case DRIFT -> number * Math.pow(DRIFT_A_SLICE, slices);
                    case WARMING -> number * Math.pow(WARMING_A_SLICE, slices);
                    default -> 0;
                };
        if (us > 0) {
            LockSupport.parkNanos((long) (us * 1000));
        }
    }

    private static byte @Nullable [] head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream(512);
        int ends = 0;
        for (int b = in.read(); b >= 0; b = in.read()) {
            head.write(b);
            boolean wanted = b == (ends % 2 == 0 ? '\r' : '\n');
            ends = wanted ? ends + 1 : b == '\r' ? 1 : 0;
            if (ends == 4) {
                return head.toByteArray();
            }
            if (head.size() > MAX_HEAD_BYTES) {
                throw new IOException("the head is too long");
            }
        }
        return null;
    }

    /** Reads an answer with a Content-Length; gives its body. */
    private static byte[] body(InputStream in) throws IOException {
        byte[] head = head(in);
        if (head == null) {
            throw new IOException("the origin has closed");
        }
        int length =
                new String(head, US_ASCII)
                        .lines()
                        .filter(line -> line.regionMatches(true, 0, "content-length:", 0, 15))
                        .mapToInt(line -> Integer.parseInt(line.substring(15).strip()))
                        .findFirst()
                        .orElse(0);
        if (length > MAX_BODY_BYTES) {
            throw new IOException("the body is too long");
        }
        byte[] body = in.readNBytes(length);
        if (body.length < length) {
            throw new IOException("the origin has closed early");
        }
        return body;
    }
}
