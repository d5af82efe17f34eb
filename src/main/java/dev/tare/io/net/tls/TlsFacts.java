package dev.tare.io.net.tls;

import java.util.Optional;

/**
 * What two sides have agreed on, and how long that took. Times are instants on the loop's clock.
 *
 * @param protocol {@code TLSv1.2} or {@code TLSv1.3}
 * @param cipher its name as the provider writes it
 * @param alpn the application protocol, if one was agreed on
 * @param resumed whether an earlier session was resumed, without certificates
 * @param serverName the name asked for (SNI), if one was
 * @param peerSubject whom the other side's certificate names, if it showed one
 * @param beganNs when connecting began; of an accepted connection, when it was accepted
 * @param tcpConnectedNs when TCP was connected and the handshake began
 * @param establishedNs when the handshake was done
 */
public record TlsFacts(
        String protocol,
        String cipher,
        Optional<String> alpn,
        boolean resumed,
        Optional<String> serverName,
        Optional<String> peerSubject,
        long beganNs,
        long tcpConnectedNs,
        long establishedNs) {

    /** How long it took to connect by TCP, in ns. */
    public long tcpConnectNs() {
        return tcpConnectedNs - beganNs;
    }

    /** How long the handshake took, in ns: waiting for the other side included. */
    public long handshakeNs() {
        return establishedNs - tcpConnectedNs;
    }
}
