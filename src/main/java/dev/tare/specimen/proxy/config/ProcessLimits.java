package dev.tare.specimen.proxy.config;

/**
 * What the process takes at most.
 *
 * @param connections client connections over all threads, 1 to {@link #MAX_CONNECTIONS}
 * @param headBytes the longest head of a request or a response, 256 to 65,536
 */
public record ProcessLimits(int connections, int headBytes) {
    public static final int MAX_CONNECTIONS = 10_000_000;

    private static final int MIN_HEAD_BYTES = 256;
    private static final int MAX_HEAD_BYTES = 64 * 1024;
    private static final int STANDARD_CONNECTIONS = 20_000;
    private static final int STANDARD_HEAD_BYTES = 32 * 1024;

    public ProcessLimits {
        Range.count("connections", connections, 1, MAX_CONNECTIONS);
        Range.count("head_bytes", headBytes, MIN_HEAD_BYTES, MAX_HEAD_BYTES);
    }

    /** 20,000 connections, heads of 32 KiB. */
    public static ProcessLimits standard() {
        return new ProcessLimits(STANDARD_CONNECTIONS, STANDARD_HEAD_BYTES);
    }
}
