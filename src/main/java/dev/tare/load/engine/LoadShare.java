package dev.tare.load.engine;

import dev.tare.base.histogram.Rotation;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;

/**
 * What one loop of a load is given.
 *
 * @param spec of the whole load
 * @param index of the loop, from 0
 * @param address of the other side
 * @param request the bytes of the request
 * @param memory lives as long as the loop
 * @param rotation takes what is recorded
 * @param onRotated is run when something was passed on, on the loop's thread
 */
record LoadShare(
        LoadSpec spec,
        int index,
        InetSocketAddress address,
        MemorySegment request,
        Arena memory,
        Rotation<IntervalFrame> rotation,
        Runnable onRotated) {

    /** The loop's part of the connections; the first loops have the odd ones. */
    int connections() {
        int share = spec.connections() / spec.threads();
        return index < spec.connections() % spec.threads() ? share + 1 : share;
    }
}
