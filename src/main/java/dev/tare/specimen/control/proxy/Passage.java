package dev.tare.specimen.control.proxy;

import dev.tare.specimen.control.process.Endpoint;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One way through a sidecar: where it listens, whom it lets in, and where it sends on to.
 *
 * @param name unique within the sidecar: small letters, digits and dashes
 * @param port of the loopback interface that it listens on
 * @param inbound how those who connect must speak
 * @param to where it sends on to, with a literal address
 * @param outbound the workload that must be there, which is shown the sidecar's own identity
 *     (mTLS); empty: without TLS
 * @param http2 whether HTTP/2 is spoken on both sides, and not HTTP/1.1
 */
public record Passage(
        String name,
        int port,
        Inbound inbound,
        Endpoint to,
        Optional<String> outbound,
        boolean http2) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

    public Passage {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "passage \"" + name + "\" must be small letters, digits and dashes");
        }
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("port " + port + " must be 1 to 65535");
        }
    }

    /** How those who connect must speak. */
    public sealed interface Inbound {
        /** Without TLS. */
        record Plain() implements Inbound {}

        /** With TLS; anybody may. */
        record Tls() implements Inbound {}

        /**
         * With TLS, and a certificate of one of these workloads.
         *
         * @param workloads at least one
         */
        record MutualTls(List<String> workloads) implements Inbound {
            public MutualTls {
                workloads = List.copyOf(workloads);
                if (workloads.isEmpty()) {
                    throw new IllegalArgumentException("nobody could connect");
                }
            }
        }
    }
}
