package dev.tare.specimen.control.probe;

import dev.tare.base.time.NanoClock;
import dev.tare.specimen.control.process.Endpoint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** Bytes sent and bytes received on a connection of their own, within a time and a size. */
public final class SocketExchange {
    private static final long NS_PER_MS = 1_000_000L;
    private static final int CHUNK_BYTES = 64 * 1024;

    private SocketExchange() {}

    /** Tells whether an answer is whole. */
    @FunctionalInterface
    public interface Whole {
        /**
         * Looks at what has arrived so far.
         *
         * @throws IOException when it will never be an answer
         */
        boolean isWhole(byte[] soFar) throws IOException;
    }

    /**
     * Sends {@code request} and reads until the answer is whole or the other side closes.
     *
     * @throws IOException when it takes longer than {@code timeoutNs} in all, is longer than {@code
     *     maxBytes}, or cannot be had
     */
    public static byte[] of(
            NanoClock clock, Endpoint to, byte[] request, long timeoutNs, int maxBytes, Whole whole)
            throws IOException {
        return of(clock, to, Optional.empty(), List.of(), request, timeoutNs, maxBytes, whole);
    }

    /**
     * The same, over TLS where {@code tls} makes its sockets: the other side must then prove that
     * it is {@code to}'s host.
     *
     * @param protocols offered by ALPN; none: nothing is offered
     */
    public static byte[] of(
            NanoClock clock,
            Endpoint to,
            Optional<SSLSocketFactory> tls,
            List<String> protocols,
            byte[] request,
            long timeoutNs,
            int maxBytes,
            Whole whole)
            throws IOException {
        long deadlineNs = clock.nowNs() + timeoutNs;
        try (Socket plain = new Socket()) {
            plain.setTcpNoDelay(true);
            plain.connect(to.socketAddress(), millisLeft(clock, deadlineNs));
            plain.setSoTimeout(millisLeft(clock, deadlineNs));
            Socket socket = tls.isPresent() ? secured(plain, to, tls.get(), protocols) : plain;
            socket.getOutputStream().write(request);
            InputStream input = socket.getInputStream();
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            byte[] chunk = new byte[CHUNK_BYTES];
            while (true) {
                socket.setSoTimeout(millisLeft(clock, deadlineNs));
                int count = input.read(chunk);
                if (count < 0) {
                    return answer.toByteArray();
                }
                answer.write(chunk, 0, count);
                if (answer.size() > maxBytes) {
                    throw new IOException("the answer has more than " + maxBytes + " bytes");
                }
                if (whole.isWhole(answer.toByteArray())) {
                    return answer.toByteArray();
                }
            }
        }
    }

    private static SSLSocket secured(
            Socket plain, Endpoint to, SSLSocketFactory factory, List<String> protocols)
            throws IOException {
        SSLSocket socket = (SSLSocket) factory.createSocket(plain, to.host(), to.port(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        parameters.setApplicationProtocols(protocols.toArray(String[]::new));
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    private static int millisLeft(NanoClock clock, long deadlineNs) throws IOException {
        long leftNs = deadlineNs - clock.nowNs();
        if (leftNs <= 0) {
            throw new SocketTimeoutException("no whole answer in time");
        }
        return Math.toIntExact(leftNs / NS_PER_MS + 1);
    }
}
