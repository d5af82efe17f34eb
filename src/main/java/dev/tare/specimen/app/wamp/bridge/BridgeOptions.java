package dev.tare.specimen.app.wamp.bridge;

import java.util.List;
import java.util.Optional;

/**
 * What a bridge asks of requests, and how it answers.
 *
 * @param signing by what requests must be signed; empty where they need not be
 * @param postBodyLimit the longest body, bytes; 0 for as long as the server takes
 * @param timestampDeltaLimitS how far a request's stamp may be from now, seconds; 0 for any
 * @param requireIp from where requests may come; empty for anywhere
 * @param callTimeoutMs how long a call may take, milliseconds; 0 for ever
 * @param crossbarCompatible whether answers are as those of the crossbar of 2015, byte for byte:
 *     status 200 for errors of applications too
 */
public record BridgeOptions(
        Optional<Signing> signing,
        int postBodyLimit,
        int timestampDeltaLimitS,
        List<IpNetwork> requireIp,
        long callTimeoutMs,
        boolean crossbarCompatible) {
    /** As crossbar's code has it. */
    public static final int TIMESTAMP_DELTA_LIMIT_S = 300;

    /** Nobody waits longer for a callee that does not answer. */
    public static final long CALL_TIMEOUT_MS = 60_000;

    public BridgeOptions {
        requireIp = List.copyOf(requireIp);
        requireNotNegative("post body limit", postBodyLimit);
        requireNotNegative("timestamp delta limit", timestampDeltaLimitS);
        requireNotNegative("call timeout", callTimeoutMs);
    }

    /** Unsigned requests from anywhere, truthful answers. */
    public static BridgeOptions standard() {
        return new BridgeOptions(
                Optional.empty(), 0, TIMESTAMP_DELTA_LIMIT_S, List.of(), CALL_TIMEOUT_MS, false);
    }

    /** The same, for signed requests only. */
    public BridgeOptions withSigning(Signing by) {
        return new BridgeOptions(
                Optional.of(by),
                postBodyLimit,
                timestampDeltaLimitS,
                requireIp,
                callTimeoutMs,
                crossbarCompatible);
    }

    /** The same with other limits for bodies and stamps. */
    public BridgeOptions withLimits(int bodyBytes, int deltaS) {
        return new BridgeOptions(
                signing, bodyBytes, deltaS, requireIp, callTimeoutMs, crossbarCompatible);
    }

    /** The same for these addresses only. */
    public BridgeOptions withRequireIp(List<IpNetwork> networks) {
        return new BridgeOptions(
                signing,
                postBodyLimit,
                timestampDeltaLimitS,
                networks,
                callTimeoutMs,
                crossbarCompatible);
    }

    /** The same with another patience for calls. */
    public BridgeOptions withCallTimeoutMs(long ms) {
        return new BridgeOptions(
                signing, postBodyLimit, timestampDeltaLimitS, requireIp, ms, crossbarCompatible);
    }

    /** The same with answers as crossbar's. */
    public BridgeOptions asCrossbar() {
        return new BridgeOptions(
                signing, postBodyLimit, timestampDeltaLimitS, requireIp, callTimeoutMs, true);
    }

    private static void requireNotNegative(String what, long value) {
        if (value < 0) {
            throw new IllegalArgumentException("%s: %d must be 0 or more".formatted(what, value));
        }
    }
}
