package dev.tare.lab.foreign;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The flags of {@code fortio load} 1.75.2, sorted by what becomes of them.
 *
 * <p>Every flag that fortio knows stands here, those of its servers too: they share one command
 * line.
 */
final class FortioFlags {
    private static final Set<String> TAKEN_BOOLEANS =
            Set.of(
                    "keepalive",
                    "compression",
                    "calc-qps",
                    "allow-initial-errors",
                    "quiet",
                    "a",
                    "jitter",
                    "uniform",
                    "nocatchup",
                    "h2",
                    "k",
                    "https-insecure",
                    "grpc",
                    "ping");
    private static final Set<String> TAKEN =
            Set.of(
                    "qps",
                    "c",
                    "t",
                    "n",
                    "p",
                    "r",
                    "offset",
                    "abort-on",
                    "timeout",
                    "runid",
                    "labels",
                    "gomaxprocs",
                    "loglevel",
                    "json",
                    "data-dir",
                    "H",
                    "X",
                    "payload",
                    "payload-file",
                    "payload-size",
                    "content-type",
                    "user",
                    "connection-reuse",
                    "resolve",
                    "unix-socket",
                    "cacert",
                    "cert",
                    "key",
                    "s",
                    "healthservice",
                    "grpc-ping-delay");

    /** Accepted without effect: they tune fortio's inside, its log or its server. */
    private static final Set<String> IDLE_BOOLEANS =
            Set.of(
                    "health",
                    "mtls",
                    "stdclient",
                    "sequential-warmup",
                    "log-errors",
                    "httpccch",
                    "no-reresolve",
                    "udp-async",
                    "pprof",
                    "proxy-all-headers",
                    "multi-mirror-origin",
                    "multi-serial-mode",
                    "nc-dont-stop-on-eof",
                    "curl-stdout-headers",
                    "logger-file-line",
                    "logger-force-color",
                    "logger-goroutine",
                    "logger-json",
                    "logger-no-color",
                    "logger-timestamp");

    private static final Set<String> IDLE =
            Set.of(
                    "httpbufferkb",
                    "maxpayloadsizekb",
                    "dns-method",
                    "resolve-ip-type",
                    "grpc-max-streams",
                    "grpc-port",
                    "udp-timeout",
                    "access-log-format",
                    "base-url",
                    "config-dir",
                    "config-port",
                    "echo-debug-path",
                    "echo-server-default-params",
                    "http-port",
                    "init",
                    "max-echo-delay",
                    "redirect-port",
                    "server-idle-timeout",
                    "static-dir",
                    "sync",
                    "sync-interval",
                    "tcp-port",
                    "udp-port",
                    "ui-path",
                    "M",
                    "P");

    /** Never offered, and why. */
    private static final Map<String, String> REFUSED_BOOLEANS =
            Map.of(
                    "L", "redirects are not followed: give the address that they lead to",
                    "http1.0", "HTTP/1.0 is not spoken",
                    "halfclose", "a connection is never closed by half",
                    "grpc-compression", "messages of gRPC are sent as they are",
                    "stream", "a body is not read from standard input: use -payload-file",
                    "curl", "one request alone is curl's work");

    private static final Map<String, String> REFUSED =
            Map.of(
                    "grpc-method", "./tare load --grpc SERVICE/METHOD calls any method",
                    "access-log-file", "requests are not logged one by one: use -json",
                    "profile", "there is no profile of this program");

    private FortioFlags() {}

    /**
     * Reads the words after {@code fortio load}.
     *
     * @throws ForeignUsageException for what fortio would refuse, with its exit code 2, and for
     *     what is not offered, with 1
     */
    static GoFlags read(List<String> args) throws ForeignUsageException {
        GoFlags flags =
                GoFlags.of(
                        all(List.of(TAKEN_BOOLEANS, IDLE_BOOLEANS, REFUSED_BOOLEANS.keySet())),
                        all(List.of(TAKEN, IDLE, REFUSED.keySet())),
                        args);
        for (String name : flags.names()) {
            refuse(flags, name);
        }
        return flags;
    }

    private static void refuse(GoFlags flags, String name) throws ForeignUsageException {
        String why = REFUSED.get(name);
        if (REFUSED_BOOLEANS.containsKey(name) && flags.flag(name, false)) {
            why = REFUSED_BOOLEANS.get(name);
        }
        if (why != null) {
            throw new ForeignUsageException("-" + name + ": " + why, 1);
        }
    }

    private static Set<String> all(List<Set<String>> sets) {
        return sets.stream().flatMap(Set::stream).collect(Collectors.toUnmodifiableSet());
    }
}
