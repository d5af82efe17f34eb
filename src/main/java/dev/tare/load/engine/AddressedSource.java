package dev.tare.load.engine;

import dev.tare.base.core.LoadModel.ClosedLoop;
import dev.tare.base.core.LoadModel.OpenLoop;
import dev.tare.base.core.Unsent;
import dev.tare.base.time.Instants;
import dev.tare.load.arrival.ArrivalProcess;
import dev.tare.load.connection.ClientConnection;
import dev.tare.load.connection.Exchange;
import dev.tare.load.connection.LinkedQueue;
import dev.tare.load.connection.Pool;
import dev.tare.load.spec.LoadHooks;
import dev.tare.load.spec.LoadSpec;

/**
 * Requests that the user's code makes, each for an address that it says: a request goes over a
 * connection that is kept open to its address, and nothing is connected anew where the next one
 * goes elsewhere.
 *
 * <p>Where a request goes is known only when it is made. It is made when it is due, and then sent,
 * or it waits, already made, for a connection of its address: one that does not answer holds up no
 * other. As long as all requests go to one address, each is made only when it can be sent, for what
 * it says may depend on the answers so far.
 *
 * <p>Thread-safety: the loop's own thread only. Allocation: for an address that is new, and for
 * requests that wait, where more do than ever before, or more than {@value #MAX_SPARE}.
 */
final class AddressedSource implements RequestSource {
    /** The most requests of a loop that are made and wait. */
    static final int MAX_WAITING = 65_536;

    /** The most memory that a loop's waiting requests take before no further one is made. */
    static final long MAX_WAITING_BYTES = 64L * 1024 * 1024;

    /**
     * The most requests in a row that are given up without an attempt to connect, because the last
     * attempt has failed a moment ago: where nothing is sent at all, attempts set the pace.
     */
    static final int MAX_REFUSED_IN_A_ROW = 100;

    private static final int MAX_SPARE = 1_024;
    private static final long MAX_SPARE_BYTES = 64 * 1024;

    private final Traffic traffic;
    private final RequestInHand hand;
    private final RequestStarts starts;
    private final AddressPools addresses;

    /** Requests under way at most, as long as all go to one address. */
    private final int mostUnderWay;

    private final long timeoutNs;
    private final LinkedQueue<HeldRequest> spare = new LinkedQueue<>();
    private int waiting;
    private long waitingBytes;
    private int refusedInARow = MAX_REFUSED_IN_A_ROW;

    AddressedSource(
            Traffic traffic,
            RequestInHand hand,
            RequestStarts starts,
            AddressPools addresses,
            LoadShare share) {
        this.traffic = traffic;
        this.hand = hand;
        this.starts = starts;
        this.addresses = addresses;
        timeoutNs = share.plan().spec().timeoutNs();
        // Where the first request is expected to go, connections are opened before the load.
        mostUnderWay = addresses.at(hand.address()).pool().exchangeCount();
    }

    /** What the load's model wants. */
    static AddressedSource of(
            LoadShare share,
            Traffic traffic,
            LoadHooks.ThreadPart hooks,
            RequestInHand hand,
            AddressPools addresses) {
        LoadSpec spec = share.plan().spec();
        int clients = share.connections() * spec.policy().depth();
        RequestStarts starts =
                switch (spec.model()) {
                    case ClosedLoop(long thinkTimeNs) ->
                            new ClientStarts(traffic, hooks, thinkTimeNs, clients);
                    case OpenLoop open ->
                            new ScheduledStarts(
                                    traffic,
                                    ArrivalProcess.of(open),
                                    share.index(),
                                    spec.threads());
                };
        return new AddressedSource(traffic, hand, starts, addresses, share);
    }

    @Override
    public void begin(long nowNs) {
        starts.begin();
        dispatch(nowNs);
    }

    private boolean hasRoom() {
        return (addresses.all().length > 1 || traffic.inFlightCount() < mostUnderWay)
                && waiting < MAX_WAITING
                && waitingBytes < MAX_WAITING_BYTES;
    }

    private void dispatch(long fromNs) {
        long nowNs = fromNs;
        while (starts.due(nowNs)) {
            if (!starts.clientsWait() && nowNs - starts.nextNs() >= timeoutNs) {
                giveUpUnmade(Unsent.ALL_BUSY);
            } else if (hasRoom()) {
                start(nowNs);
                nowNs = traffic.nowNs();
            } else {
                return;
            }
        }
    }

    /** Makes a request, and sends it or has it wait. */
    private void start(long nowNs) {
        long intendedNs = starts.nextNs();
        long sequence = starts.take();
        hand.make();
        AddressWork address = addresses.at(hand.address());
        Pool pool = address.pool();
        Exchange exchange = address.waiting().isEmpty() ? pool.takeFree() : null;
        while (exchange != null) {
            if (send(exchange, address, sequence, intendedNs)) {
                return;
            }
            exchange = pool.takeFree();
        }
        if (starts.clientsWait()
                && pool.unreachable()
                && pool.connector().pausing(nowNs)
                && refusedInARow < MAX_REFUSED_IN_A_ROW) {
            refusedInARow++;
            countUnsent(Unsent.NO_CONNECTION, address, hand.answers(), intendedNs);
            starts.ended(nowNs);
        } else {
            hold(address, sequence, intendedNs);
        }
    }

    private boolean send(Exchange exchange, AddressWork address, long sequence, long intendedNs) {
        boolean begun =
                traffic.send(exchange, address.endpoint(), sequence, intendedNs, traffic.nowNs());
        if (begun) {
            refusedInARow = 0;
        }
        return begun;
    }

    private void hold(AddressWork address, long sequence, long intendedNs) {
        HeldRequest room = spare.removeFirst();
        HeldRequest held = room == null ? new HeldRequest() : room;
        hand.keep(held, sequence, intendedNs);
        address.waiting().addLast(held);
        waiting++;
        waitingBytes += held.memoryBytes();
    }

    private void release(AddressWork address, HeldRequest held) {
        address.waiting().remove(held);
        waiting--;
        waitingBytes -= held.memoryBytes();
        if (spare.size() < MAX_SPARE && held.memoryBytes() <= MAX_SPARE_BYTES) {
            spare.addLast(held);
        }
    }

    /** Sends what waits for an address, as long as exchanges are free. */
    private void serve(AddressWork address) {
        HeldRequest first = address.waiting().first();
        while (first != null) {
            if (traffic.budgetLeft()) {
                Exchange exchange = address.pool().takeFree();
                if (exchange == null) {
                    return;
                }
                hand.take(first);
                if (send(exchange, address, first.sequence(), first.intendedNs())) {
                    release(address, first);
                }
            } else {
                // Others were faster, and have used up the load's requests.
                release(address, first);
            }
            first = address.waiting().first();
        }
    }

    @Override
    public void onFree(Exchange exchange, long freeSinceNs, long nowNs) {
        AddressWork address = addresses.of(exchange.connection());
        address.pool().free().addLast(exchange);
        serve(address);
        dispatch(nowNs);
    }

    @Override
    public void onEnded(Exchange exchange, long nowNs) {
        // The exchange may be free in a moment: onFree or tick let the client start.
        starts.ended(nowNs);
    }

    @Override
    public void onAttemptFailed(ClientConnection connection, long nowNs) {
        AddressWork address = addresses.of(connection);
        HeldRequest first = address.waiting().first();
        if (starts.clientsWait() && first != null && address.pool().unreachable()) {
            giveUp(address, first, Unsent.NO_CONNECTION);
            starts.ended(nowNs);
        }
    }

    private void giveUp(AddressWork address, HeldRequest held, Unsent reason) {
        countUnsent(reason, address, held.answers(), held.intendedNs());
        release(address, held);
    }

    private void countUnsent(Unsent reason, AddressWork address, int answers, long intendedNs) {
        for (int due = answers; due > 0 && traffic.budgetLeft(); due--) {
            traffic.countUnsent(reason, address.endpoint(), intendedNs);
        }
    }

    /** What was never made counts for the address that the user's code was at last. */
    private void giveUpUnmade(Unsent reason) {
        long intendedNs = starts.nextNs();
        starts.take();
        countUnsent(reason, addresses.at(hand.address()), 1, intendedNs);
    }

    @Override
    public void tick(long nowNs) {
        for (AddressWork address : addresses.all()) {
            HeldRequest first = address.waiting().first();
            while (first != null && nowNs - first.intendedNs() >= timeoutNs) {
                giveUp(
                        address,
                        first,
                        address.pool().unreachable() ? Unsent.NO_CONNECTION : Unsent.ALL_BUSY);
                starts.ended(nowNs);
                first = address.waiting().first();
            }
        }
        dispatch(nowNs);
        for (AddressWork address : addresses.all()) {
            if (!address.waiting().isEmpty()) {
                Pool pool = address.pool();
                pool.connector().demand(pool.connectionsFor(address.waiting().size()), nowNs);
            }
        }
    }

    @Override
    public long nextNs() {
        long nextNs = starts.nextNs();
        if (nextNs != Instants.NEVER && !hasRoom()) {
            nextNs = starts.clientsWait() ? Instants.NEVER : Instants.after(nextNs, timeoutNs);
        }
        for (AddressWork address : addresses.all()) {
            HeldRequest first = address.waiting().first();
            if (first != null) {
                nextNs = Math.min(nextNs, Instants.after(first.intendedNs(), timeoutNs));
            }
        }
        return nextNs;
    }

    @Override
    public void end(long nowNs) {
        if (!starts.clientsWait()) {
            // What fell due in time and only waited for this thread to wake up is sent still.
            dispatch(nowNs);
        }
        for (AddressWork address : addresses.all()) {
            HeldRequest first = address.waiting().first();
            while (first != null) {
                giveUp(
                        address,
                        first,
                        address.pool().unreachable() ? Unsent.NO_CONNECTION : Unsent.STOPPED);
                first = address.waiting().first();
            }
        }
        while (!starts.clientsWait() && starts.due(nowNs)) {
            giveUpUnmade(Unsent.STOPPED);
        }
    }
}
