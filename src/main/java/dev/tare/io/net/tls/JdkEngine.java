package dev.tare.io.net.tls;

import dev.tare.base.time.EpochClock;
import dev.tare.io.net.IoFailure;
import dev.tare.io.net.tls.certificate.CertificateFault;
import dev.tare.io.net.tls.certificate.PeerName;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * A session of the JDK's own TLS. It is fed record by record, through a buffer of its own.
 *
 * <p>Allocation: some in every call.
 */
final class JdkEngine implements TlsEngine {
    private static final int HEADER_BYTES = 5;
    private static final int LENGTH_AT = 3;

    /** RFC 5246, section 6.2.3: a record's content may grow by as much. */
    private static final int MAX_EXPANSION_BYTES = 2048;

    private static final int MAX_RECORD_BYTES = HEADER_BYTES + RECORD_BYTES + MAX_EXPANSION_BYTES;
    private static final long NS_PER_MS = 1_000_000;
    private static final String ALERT_WORDS = "Received fatal alert: ";
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final SSLEngine engine;
    private final PeerName peer;
    private final JdkIdentity identity;

    /** The record that is arriving. */
    private final ByteBuffer record = ByteBuffer.allocate(MAX_RECORD_BYTES);

    /** What is to be said, ready to be read. */
    private ByteBuffer words = ByteBuffer.allocate(0);

    private boolean begun;
    private long beganEpochMs;
    private boolean established;
    private boolean resumed;
    private boolean ended;
    private int consumed;
    private @Nullable TlsFailure failure;

    JdkEngine(SSLEngine engine, PeerName peer, JdkIdentity identity) {
        this.engine = engine;
        this.peer = peer;
        this.identity = identity;
    }

    @Override
    public boolean handshake(MemorySegment in, long offset, int length) throws TlsFailure {
        int used = 0;
        try {
            if (!begun) {
                begun = true;
                beganEpochMs = EpochClock.system().epochNs() / NS_PER_MS;
                engine.beginHandshake();
            }
            ByteBuffer none = ByteBuffer.allocate(MAX_RECORD_BYTES);
            boolean more = true;
            while (more && !established) {
                switch (engine.getHandshakeStatus()) {
                    case NEED_TASK -> runTasks();
                    case NEED_WRAP -> say(engine);
                    case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
                        used += gather(in, offset + used, length - used);
                        more = recordIsWhole();
                        if (more) {
                            established =
                                    unwrap(none).getHandshakeStatus()
                                            == SSLEngineResult.HandshakeStatus.FINISHED;
                        }
                    }
                    case FINISHED, NOT_HANDSHAKING -> established = true;
                }
            }
        } catch (SSLException e) {
            farewell();
            throw failed(e);
        } finally {
            consumed = used;
        }
        if (established) {
            // A session that is resumed keeps the time of its creation.
            resumed = engine.getSession().getCreationTime() < beganEpochMs;
        }
        return established;
    }

    private void runTasks() {
        for (Runnable task = engine.getDelegatedTask();
                task != null;
                task = engine.getDelegatedTask()) {
            task.run();
        }
    }

    /** Has the engine say what it has to, behind what waits already. */
    private void say(SSLEngine from) throws SSLException {
        int room = from.getSession().getPacketBufferSize();
        ByteBuffer more = ByteBuffer.allocate(words.remaining() + room).put(words);
        from.wrap(NOTHING, more);
        words = more.flip();
    }

    /** Lets the engine say why it ends. */
    private void farewell() {
        try {
            engine.closeOutbound();
            while (engine.getHandshakeStatus() == SSLEngineResult.HandshakeStatus.NEED_WRAP) {
                say(engine);
            }
        } catch (SSLException e) {
            // It says nothing then; the connection is closed in any case.
            words = NOTHING.duplicate();
        }
    }

    private TlsFailure failed(SSLException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateFault fault) {
                return new TlsFailure(IoFailure.TLS_CERTIFICATE, fault.reason());
            }
        }
        String text = String.valueOf(e.getMessage());
        int alert = text.indexOf(ALERT_WORDS);
        if (alert >= 0) {
            String name = text.substring(alert + ALERT_WORDS.length());
            Optional<Integer> number = Alerts.number(name);
            if (number.isPresent()) {
                // Before TLS 1.3 the lack of a certificate has no alert of its own.
                boolean missing =
                        number.get() == Alerts.HANDSHAKE_FAILURE && identity.wasAskedInVain(engine);
                return Alerts.received(
                        missing ? Alerts.CERTIFICATE_REQUIRED : number.get(), established);
            }
        }
        if (text.toLowerCase(Locale.ROOT).contains("empty client certificate chain")) {
            return new TlsFailure(IoFailure.TLS_CERTIFICATE, "the client has shown no certificate");
        }
        return established
                ? new TlsFailure(IoFailure.TLS_PROTOCOL, "what arrived is not valid TLS: " + text)
                : new TlsFailure(IoFailure.TLS_HANDSHAKE, "the handshake has failed: " + text);
    }

    /** Takes bytes of the record that is arriving; returns how many. */
    private int gather(MemorySegment in, long offset, int length) throws SSLException {
        int taken = take(in, offset, length, HEADER_BYTES);
        if (record.position() >= HEADER_BYTES) {
            int whole = recordBytes();
            if (whole > MAX_RECORD_BYTES) {
                throw new SSLException("a record of %d bytes is too long".formatted(whole));
            }
            taken += take(in, offset + taken, length - taken, whole);
        }
        return taken;
    }

    private int take(MemorySegment in, long offset, int length, int upTo) {
        int taken = Math.clamp((long) upTo - record.position(), 0, length);
        MemorySegment.copy(in, offset, MemorySegment.ofBuffer(record), 0, taken);
        record.position(record.position() + taken);
        return taken;
    }

    private int recordBytes() {
        return HEADER_BYTES + (record.getShort(LENGTH_AT) & 0xffff);
    }

    private boolean recordIsWhole() {
        return record.position() >= HEADER_BYTES && record.position() == recordBytes();
    }

    private SSLEngineResult unwrap(ByteBuffer out) throws SSLException {
        record.flip();
        try {
            return engine.unwrap(record, out);
        } finally {
            // One call takes one record, or fails.
            record.compact();
        }
    }

    @Override
    public boolean blocked() {
        return false;
    }

    @Override
    public int decrypt(
            MemorySegment in,
            long offset,
            int length,
            MemorySegment out,
            long outOffset,
            int capacity) {
        ByteBuffer plain = out.asSlice(outOffset, capacity).asByteBuffer();
        int used = 0;
        try {
            while (used < length && !ended && plain.remaining() > MAX_RECORD_BYTES) {
                used += gather(in, offset + used, length - used);
                if (recordIsWhole()) {
                    SSLEngineResult result = unwrap(plain);
                    ended = result.getStatus() == SSLEngineResult.Status.CLOSED;
                    afterUnwrap();
                }
            }
        } catch (SSLException e) {
            farewell();
            failure = failed(e);
        }
        consumed = used;
        return plain.position();
    }

    /** After the handshake there are still tickets and new keys (RFC 8446, section 4.6). */
    private void afterUnwrap() throws SSLException {
        if (engine.getHandshakeStatus() == SSLEngineResult.HandshakeStatus.NEED_TASK) {
            runTasks();
        }
        if (!ended && engine.getHandshakeStatus() == SSLEngineResult.HandshakeStatus.NEED_WRAP) {
            say(engine);
        }
    }

    @Override
    public int consumed() {
        return consumed;
    }

    @Override
    public @Nullable TlsFailure failure() {
        return failure;
    }

    @Override
    public boolean ended() {
        return ended;
    }

    @Override
    public int encrypt(MemorySegment in, long offset, int length, MemorySegment out) {
        ByteBuffer plain = in.asSlice(offset, length).asByteBuffer();
        ByteBuffer sealed = out.asByteBuffer();
        sealed.put(words);
        try {
            while (plain.hasRemaining()) {
                SSLEngineResult result = engine.wrap(plain, sealed);
                if (result.getStatus() != SSLEngineResult.Status.OK) {
                    return -1;
                }
            }
        } catch (SSLException e) {
            failure = failed(e);
            return -1;
        }
        return sealed.position();
    }

    @Override
    public int drain(MemorySegment out) {
        int length = (int) Math.min(words.remaining(), out.byteSize());
        ByteBuffer part = words.slice(words.position(), length);
        out.asByteBuffer().put(part);
        words.position(words.position() + length);
        return length;
    }

    @Override
    public int closeNotify(MemorySegment out) {
        engine.closeOutbound();
        try {
            say(engine);
        } catch (SSLException e) {
            // It cannot be said; what waited before still can.
            failure = failed(e);
        }
        return drain(out);
    }

    @Override
    public boolean resumed() {
        return resumed;
    }

    @Override
    public TlsSuite suite() {
        SSLSession session = engine.getSession();
        return new TlsSuite(session.getProtocol(), session.getCipherSuite());
    }

    @Override
    public Terms terms() {
        SSLSession session = engine.getSession();
        String alpn = engine.getApplicationProtocol();
        return new Terms(
                suite(),
                alpn == null || alpn.isEmpty() ? Optional.empty() : Optional.of(alpn),
                resumed,
                peer.serverName().or(() -> askedFor(session)),
                subject(session));
    }

    private static Optional<String> askedFor(SSLSession session) {
        if (!(session instanceof ExtendedSSLSession extended)) {
            return Optional.empty();
        }
        return extended.getRequestedServerNames().stream()
                .filter(SNIHostName.class::isInstance)
                .map(name -> ((SNIHostName) name).getAsciiName())
                .findFirst();
    }

    private static Optional<String> subject(SSLSession session) {
        try {
            return session.getPeerCertificates()[0] instanceof X509Certificate certificate
                    ? Optional.of(certificate.getSubjectX500Principal().getName())
                    : Optional.empty();
        } catch (SSLPeerUnverifiedException e) {
            // It has shown none.
            return Optional.empty();
        }
    }

    @Override
    public void free() {
        engine.closeOutbound();
    }
}
