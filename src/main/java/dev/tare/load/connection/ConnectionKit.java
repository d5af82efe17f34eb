package dev.tare.load.connection;

import dev.tare.base.time.EpochClock;
import dev.tare.io.net.EventLoop;
import dev.tare.io.wire.http2.RequestVariation;
import dev.tare.load.ledger.Ledger;
import dev.tare.load.request.CookieJar;
import dev.tare.load.spec.ConnectionPolicy;
import dev.tare.load.spec.LoadHooks;
import dev.tare.load.spec.LoadSpec;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * What all connections of a loop have in common: the loop's clock, books and memory, and what the
 * load says of connections.
 *
 * <p>Thread-safety: the loop's own thread only. Allocation: none after construction, but for answer
 * readers when more are needed than ever before.
 */
public final class ConnectionKit {
    private static final int GATHER_BYTES = 64 * 1024;

    private final LoadSpec spec;
    private final EventLoop eventLoop;
    private final Ledger ledger;
    private final Arena memory;
    private final LoadHooks.@Nullable ThreadPart hooks;
    private final @Nullable RequestGiver giver;
    private final int checks;
    private final AnswerReaders readers;
    private final RequestVariation variation;
    private final MemorySegment gather;

    /**
     * What the connections of a loop need.
     *
     * @param ledger the loop's books
     * @param memory lives as long as the loop
     * @param hooks code of the user's that takes part in this loop; null: none
     * @param giver of HTTP/1.1 requests; null: endpoints make them
     * @param checks how many different ones answers may be held against
     */
    public ConnectionKit(
            LoadSpec spec,
            EventLoop eventLoop,
            Ledger ledger,
            Arena memory,
            LoadHooks.@Nullable ThreadPart hooks,
            @Nullable RequestGiver giver,
            int checks) {
        this.spec = spec;
        this.eventLoop = eventLoop;
        this.ledger = ledger;
        this.memory = memory;
        this.hooks = hooks;
        this.giver = giver;
        this.checks = checks;
        readers = new AnswerReaders(memory);
        variation = new RequestVariation(memory);
        boolean pipelined = spec.policy().depth() > 1;
        gather = pipelined ? memory.allocate(GATHER_BYTES) : MemorySegment.NULL;
    }

    EventLoop eventLoop() {
        return eventLoop;
    }

    long nowNs() {
        return eventLoop.clock().nowNs();
    }

    Ledger ledger() {
        return ledger;
    }

    AnswerReaders readers() {
        return readers;
    }

    /** Memory in which small requests are put together; what is in it is soon overwritten. */
    MemorySegment gather() {
        return gather;
    }

    /** What one HTTP/2 request differs in; what is in it is soon overwritten. */
    RequestVariation variation() {
        return variation;
    }

    /** Memory that lives as long as the loop. */
    Arena memory() {
        return memory;
    }

    /** Code of the user's that takes part in this loop; null: none. */
    LoadHooks.@Nullable ThreadPart hooks() {
        return hooks;
    }

    /** What gives HTTP/1.1 requests to who sends them; null: their endpoints. */
    @Nullable RequestGiver giver() {
        return giver;
    }

    /** How many different checks answers may be held against. */
    int checks() {
        return checks;
    }

    ConnectionPolicy policy() {
        return spec.policy();
    }

    /** From a request's intended start until it counts as timed out. */
    long timeoutNs() {
        return spec.timeoutNs();
    }

    /** What a client keeps its cookies in; null where clients keep none. */
    @Nullable CookieJar newCookieJar(boolean secure) {
        return spec.cookies() ? new CookieJar(secure, EpochClock.system()) : null;
    }
}
