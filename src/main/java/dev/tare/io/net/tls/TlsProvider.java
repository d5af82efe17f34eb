package dev.tare.io.net.tls;

import java.util.Optional;

/** Which implementation of TLS to use. */
public enum TlsProvider {
    /** BoringSSL where its library is there for this machine, else the JDK's. */
    AUTO,
    /** BoringSSL, as built for Netty: Linux on x86-64 and AArch64. */
    BORINGSSL,
    /** The JDK's own: everywhere; it allocates, and costs several times the CPU. */
    JDK;

    /**
     * Why {@link #AUTO} is not BoringSSL here, as a sentence for the user; empty where it is. Loads
     * the library.
     */
    public static Optional<String> fallback() {
        return BoringLibrary.absence()
                .map(reason -> "TLS by the JDK, which costs more CPU: " + reason);
    }
}
