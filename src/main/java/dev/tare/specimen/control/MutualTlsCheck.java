package dev.tare.specimen.control;

import dev.tare.base.core.RequestSpec;
import dev.tare.base.time.NanoClock;
import dev.tare.specimen.control.identity.WorkloadIdentities;
import dev.tare.specimen.control.probe.HttpProbe;
import dev.tare.specimen.control.probe.SocketExchange;
import dev.tare.specimen.control.process.Endpoint;
import dev.tare.specimen.control.process.StartFailure;
import dev.tare.specimen.control.proxy.Passage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;

/**
 * Tries the door of a sidecar that lets in certain workloads only: with the right identity, without
 * TLS, without a certificate, and with one that another authority has signed.
 */
public final class MutualTlsCheck {
    private static final long TIMEOUT_NS = 5_000_000_000L;
    private static final int MAX_ANSWER_BYTES = 1 << 20;

    /** Statuses by which servers refuse somebody whom they have let speak. */
    private static final List<Integer> REFUSALS = List.of(400, 401, 403, 495, 496);

    /** RFC 9113, section 3.4, and an empty SETTINGS frame. */
    private static final byte[] PREFACE =
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0"
                    .getBytes(StandardCharsets.ISO_8859_1);

    /**
     * HEADERS with END_STREAM and END_HEADERS of stream 1: {@code GET https / tare.local}, by the
     * static table of RFC 7541, appendix A.
     */
    private static final byte[] HEADERS =
            "\0\0\17\1\5\0\0\0\1\u0082\u0087\u0084A\12tare.local"
                    .getBytes(StandardCharsets.ISO_8859_1);

    private static final int FRAME_HEAD_BYTES = 9;
    private static final int HEADERS_FRAME = 1;

    /** {@code :status: 400} of the static table, as an indexed field. */
    private static final int INDEXED_400 = 0x8c;

    private MutualTlsCheck() {}

    /**
     * Tries a door.
     *
     * @param door a passage that lets in workloads by mTLS
     * @return what was found, in a sentence
     * @throws StartFailure when the right one is refused, or somebody else is not
     */
    public static String of(
            NanoClock clock, String name, WorkloadIdentities identities, Passage door)
            throws StartFailure {
        if (!(door.inbound() instanceof Passage.Inbound.MutualTls mutual)) {
            throw new IllegalArgumentException(door.name() + " is open to everybody");
        }
        try {
            for (String workload : mutual.workloads()) {
                Optional<String> refusal =
                        refusal(clock, door, Optional.of(identities.socketsOf(workload)));
                if (refusal.isPresent()) {
                    throw new StartFailure(
                            "%s refuses %s, whom it should let in: %s"
                                    .formatted(name, workload, refusal.get()));
                }
            }
            List<String> refused = new ArrayList<>();
            expectRefusal(clock, name, door, Optional.empty(), "a client without TLS", refused);
            expectRefusal(
                    clock,
                    name,
                    door,
                    Optional.of(identities.socketsOfNobody()),
                    "one without a certificate",
                    refused);
            expectRefusal(
                    clock,
                    name,
                    door,
                    Optional.of(identities.socketsOfStranger()),
                    "one with a certificate of another authority",
                    refused);
            return "%s lets in %s, and refuses %s"
                    .formatted(
                            name,
                            String.join(
                                    ", ",
                                    mutual.workloads().stream()
                                            .map(WorkloadIdentities::uri)
                                            .toList()),
                            String.join(", ", refused));
        } catch (StartFailure e) {
            throw e;
        } catch (IOException e) {
            throw new StartFailure(name + " could not be tried: " + e.getMessage(), e);
        }
    }

    private static void expectRefusal(
            NanoClock clock,
            String name,
            Passage door,
            Optional<SSLSocketFactory> sockets,
            String who,
            List<String> refused)
            throws StartFailure {
        if (refusal(clock, door, sockets).isEmpty()) {
            throw new StartFailure(name + " lets in " + who + ", which mTLS should keep out");
        }
        refused.add(who);
    }

    /** Why somebody was refused; empty: was let in. */
    private static Optional<String> refusal(
            NanoClock clock, Passage door, Optional<SSLSocketFactory> sockets) {
        Endpoint at = Endpoint.loopback(door.port());
        try {
            int status = door.http2() ? http2(clock, at, sockets) : http1(clock, at, sockets);
            return REFUSALS.contains(status) ? Optional.of("status " + status) : Optional.empty();
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private static int http1(NanoClock clock, Endpoint at, Optional<SSLSocketFactory> sockets)
            throws IOException {
        return HttpProbe.send(clock, at, sockets, RequestSpec.get("/")).status();
    }

    /** Returns 400 or another status, which is then 200: more is not read of it. */
    private static int http2(NanoClock clock, Endpoint at, Optional<SSLSocketFactory> sockets)
            throws IOException {
        byte[] request = new byte[PREFACE.length + HEADERS.length];
        System.arraycopy(PREFACE, 0, request, 0, PREFACE.length);
        System.arraycopy(HEADERS, 0, request, PREFACE.length, HEADERS.length);
        byte[] answer =
                SocketExchange.of(
                        clock,
                        at,
                        sockets,
                        List.of("h2"),
                        request,
                        TIMEOUT_NS,
                        MAX_ANSWER_BYTES,
                        soFar -> firstOfHeaders(soFar) >= 0);
        int first = firstOfHeaders(answer);
        if (first < 0) {
            throw new IOException("the connection was closed without an answer");
        }
        return first == INDEXED_400 ? 400 : 200;
    }

    /** The first byte of the first header block; -1: it has not come yet. */
    static int firstOfHeaders(byte[] frames) {
        int at = 0;
        while (at + FRAME_HEAD_BYTES < frames.length) {
            int length =
                    ((frames[at] & 0xff) << 16)
                            | ((frames[at + 1] & 0xff) << 8)
                            | (frames[at + 2] & 0xff);
            if (frames[at + 3] == HEADERS_FRAME && length > 0) {
                return frames[at + FRAME_HEAD_BYTES] & 0xff;
            }
            at += FRAME_HEAD_BYTES + length;
        }
        return -1;
    }
}
