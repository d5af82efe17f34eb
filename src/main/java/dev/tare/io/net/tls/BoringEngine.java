package dev.tare.io.net.tls;

import dev.tare.io.net.IoFailure;
import dev.tare.io.net.tls.certificate.CertificateFault;
import dev.tare.io.net.tls.certificate.PeerName;
import io.netty.internal.tcnative.SSL;
import io.netty.internal.tcnative.SSLSession;
import java.io.ByteArrayInputStream;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Cleaner;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A session of BoringSSL on raw memory: no buffers, no results, no objects a call.
 *
 * <p>1. Danger: the library's BIO has one slot, for bytes to read or for room to write to, and an
 * owner who is called back may send. Fact: the slot is only looked at during a call. Use: it is set
 * before every call, and what a call has used is asked for before anyone is called back.
 *
 * <p>2. Danger: what the library says of its own while it reads waits in a buffer of the BIO, and a
 * write that finds bytes there reports more as written than it was given. Use: they are drained
 * before every write.
 *
 * <p>Allocation: none in {@link #decrypt} and {@link #encrypt}.
 */
final class BoringEngine implements TlsEngine {
    /** Room for what it says of its own; a longer flight goes out in several pieces. */
    private static final int OWN_WORDS_BYTES = 2048;

    private static final int REASON_BITS = 0xfff;

    /** Errors from here on are alerts of the other side, 256 at most. */
    private static final int FIRST_ALERT_REASON = 1000;

    private static final int ALERTS = 256;

    /** Frees a session's native memory once; holds the context until then. */
    private record Native(long session, BoringContext context) implements Runnable {
        @Override
        public void run() {
            context.peers().remove(session);
            SSL.freeSSL(session);
        }
    }

    private final long session;
    private final long bio;
    private final BoringPeers.Peer peer;
    private final Cleaner.Cleanable cleanable;

    private boolean established;
    private boolean blocked;
    private boolean ended;
    private int consumed;
    private @Nullable TlsFailure failure;

    BoringEngine(BoringContext context, PeerName name) {
        session = SSL.newSSL(context.address(), context.isServer());
        cleanable = BoringContext.CLEANER.register(this, new Native(session, context));
        peer = context.peers().add(session, name);
        bio = SSL.bioNewByteBuffer(session, OWN_WORDS_BYTES);
        name.serverName().ifPresent(asked -> SSL.setTlsExtHostName(session, asked));
        long resumed = context.sessionFor(name);
        if (resumed != 0) {
            SSL.setSession(session, resumed);
            SSLSession.free(resumed);
        }
    }

    @Override
    public boolean handshake(MemorySegment in, long offset, int length) throws TlsFailure {
        blocked = false;
        if (length > 0) {
            SSL.bioSetByteBuffer(bio, in.address() + offset, length, false);
        } else {
            SSL.bioClearByteBuffer(bio);
        }
        int result = SSL.doHandshake(session);
        consumed = length - SSL.bioLengthByteBuffer(bio);
        if (result == 1) {
            established = true;
            return true;
        }
        int error = SSL.getError(session, result);
        if (error == SSL.SSL_ERROR_WANT_WRITE) {
            blocked = true;
        } else if (error != SSL.SSL_ERROR_WANT_READ) {
            throw lastFailure();
        }
        return false;
    }

    /** What the library's queue of errors says, in words. */
    private TlsFailure lastFailure() {
        int number = SSL.getLastErrorNumber();
        String text = SSL.getErrorString(number & 0xffff_ffffL);
        SSL.clearError();
        CertificateFault fault = peer.fault();
        if (fault != null) {
            return new TlsFailure(IoFailure.TLS_CERTIFICATE, fault.reason());
        }
        int reason = number & REASON_BITS;
        if (reason >= FIRST_ALERT_REASON && reason < FIRST_ALERT_REASON + ALERTS) {
            int alert = reason - FIRST_ALERT_REASON;
            // Before TLS 1.3 the lack of a certificate has no alert of its own.
            boolean missing = alert == Alerts.HANDSHAKE_FAILURE && peer.wantsCertificate();
            return Alerts.received(missing ? Alerts.CERTIFICATE_REQUIRED : alert, established);
        }
        String words = text.substring(text.lastIndexOf(':') + 1).toLowerCase(Locale.ROOT);
        if (words.equals("peer_did_not_return_a_certificate")) {
            return new TlsFailure(IoFailure.TLS_CERTIFICATE, "the client has shown no certificate");
        }
        return established
                ? new TlsFailure(
                        IoFailure.TLS_PROTOCOL,
                        "what arrived is not valid TLS: " + words.replace('_', ' '))
                : new TlsFailure(
                        IoFailure.TLS_HANDSHAKE,
                        "the handshake has failed: " + words.replace('_', ' '));
    }

    @Override
    public boolean blocked() {
        return blocked;
    }

    @Override
    public int decrypt(
            MemorySegment in,
            long offset,
            int length,
            MemorySegment out,
            long outOffset,
            int capacity) {
        long outAddress = out.address() + outOffset;
        SSL.bioSetByteBuffer(bio, in.address() + offset, length, false);
        int written = 0;
        int left;
        while (true) {
            int read = SSL.readFromSSL(session, outAddress + written, capacity - written);
            left = SSL.bioLengthByteBuffer(bio);
            if (read <= 0) {
                readNothing(read);
                break;
            }
            written += read;
            // The library takes no more than a record at a time from the BIO: nothing is left.
            if (left == 0 || capacity - written < RECORD_BYTES) {
                break;
            }
        }
        consumed = length - left;
        return written;
    }

    private void readNothing(int result) {
        int error = SSL.getError(session, result);
        if (error == SSL.SSL_ERROR_ZERO_RETURN) {
            ended = true;
        } else if (error != SSL.SSL_ERROR_WANT_READ) {
            failure = lastFailure();
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
        int room = (int) out.byteSize();
        SSL.bioSetByteBuffer(bio, out.address(), room, true);
        SSL.bioFlushByteBuffer(bio);
        int taken = SSL.writeToSSL(session, in.address() + offset, length);
        if (taken != length) {
            SSL.clearError();
            return -1;
        }
        return room - SSL.bioLengthByteBuffer(bio);
    }

    @Override
    public int drain(MemorySegment out) {
        if (SSL.bioLengthNonApplication(bio) == 0) {
            return 0;
        }
        SSL.bioSetByteBuffer(bio, out.address(), (int) out.byteSize(), true);
        return SSL.bioFlushByteBuffer(bio);
    }

    @Override
    public int closeNotify(MemorySegment out) {
        int room = (int) out.byteSize();
        SSL.bioSetByteBuffer(bio, out.address(), room, true);
        SSL.bioFlushByteBuffer(bio);
        SSL.shutdownSSL(session);
        SSL.clearError();
        return room - SSL.bioLengthByteBuffer(bio);
    }

    @Override
    public boolean resumed() {
        return SSL.isSessionReused(session);
    }

    @Override
    public TlsSuite suite() {
        return new TlsSuite(SSL.getVersion(session), SSL.getCipherForSSL(session));
    }

    @Override
    public Terms terms() {
        return new Terms(
                suite(),
                Optional.ofNullable(SSL.getAlpnSelected(session)),
                resumed(),
                peer.name().serverName().or(() -> Optional.ofNullable(SSL.getSniHostname(session))),
                subject(SSL.getPeerCertificate(session)));
    }

    private static Optional<String> subject(byte @Nullable [] certificate) {
        if (certificate == null) {
            return Optional.empty();
        }
        try {
            X509Certificate read =
                    (X509Certificate)
                            CertificateFactory.getInstance("X.509")
                                    .generateCertificate(new ByteArrayInputStream(certificate));
            return Optional.of(read.getSubjectX500Principal().getName());
        } catch (CertificateException e) {
            // It was believed unread, and says nothing that can be told.
            return Optional.empty();
        }
    }

    @Override
    public void free() {
        cleanable.clean();
    }
}
