package dev.tare.io.nativeaccess;

/**
 * What the kernel knows of a TCP connection.
 *
 * @param roundTripNs smoothed, to the microsecond
 * @param minRoundTripNs the shortest of the last minutes, that of the handshake included
 * @param segmentsSent over the connection's life
 * @param segmentsRepeated over the connection's life
 */
public record TcpInfo(
        long roundTripNs, long minRoundTripNs, long segmentsSent, long segmentsRepeated) {}
