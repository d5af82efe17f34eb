package dev.tare.io.net.tls;

import dev.tare.io.nativeaccess.BundledLibrary;
import io.netty.internal.tcnative.Library;
import java.io.IOException;
import java.util.Optional;

/** BoringSSL, as Netty builds it: loaded once, by the first who asks. Thread-safety: any thread. */
final class BoringLibrary {
    private static final String RESOURCE = "META-INF/native/libnetty_tcnative_{}.so";

    /** The library is loaded already when its classes look for it. */
    private static final String PROVIDED = "provided";

    private static final Optional<String> ABSENCE = load();

    private BoringLibrary() {}

    private static Optional<String> load() {
        Optional<String> fault = BundledLibrary.load(RESOURCE);
        if (fault.isPresent()) {
            return fault.map(reason -> "BoringSSL is absent: " + reason);
        }
        try {
            return Library.initialize(PROVIDED, null)
                    ? Optional.empty()
                    : Optional.of("BoringSSL could not be started");
        } catch (Exception | LinkageError e) {
            return Optional.of("BoringSSL could not be started: " + e.getMessage());
        }
    }

    /** Why it is not there, as one sentence; empty where it is. */
    static Optional<String> absence() {
        return ABSENCE;
    }

    /**
     * Whether it is the one to use.
     *
     * @throws IOException when it is asked for and not there
     */
    static boolean wanted(TlsProvider provider) throws IOException {
        return switch (provider) {
            case JDK -> false;
            case AUTO -> ABSENCE.isEmpty();
            case BORINGSSL -> {
                if (ABSENCE.isPresent()) {
                    throw new IOException(ABSENCE.get());
                }
                yield true;
            }
        };
    }
}
