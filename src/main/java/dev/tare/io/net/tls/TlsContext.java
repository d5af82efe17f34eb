package dev.tare.io.net.tls;

import dev.tare.io.net.tls.certificate.PeerName;

/** What all sessions of one client or server have in common. Thread-safety: any thread. */
interface TlsContext {

    /**
     * A session with the server of that name, or with a client.
     *
     * @param peer whom to connect to; of a server's context it says nothing
     */
    TlsEngine newEngine(PeerName peer) throws TlsFailure;
}
