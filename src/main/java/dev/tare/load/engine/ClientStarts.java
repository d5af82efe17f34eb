package dev.tare.load.engine;

import dev.tare.base.time.Instants;
import dev.tare.load.spec.LoadHooks;

/**
 * A closed loop's starts: each client's next request starts when its last has ended, and it has
 * thought. The clients that are about to start stand in the order of their starts.
 */
final class ClientStarts implements RequestStarts {
    private final Traffic traffic;
    private final LoadHooks.ThreadPart hooks;
    private final long thinkTimeNs;
    private final long[] startsNs;
    private int head;
    private int count;

    /**
     * Starts of a loop's clients.
     *
     * @param hooks say how long each pause is, where they pause
     * @param thinkTimeNs between an answer and the next start, where they do not, 0 or more
     * @param clients how many there are
     */
    ClientStarts(Traffic traffic, LoadHooks.ThreadPart hooks, long thinkTimeNs, int clients) {
        this.traffic = traffic;
        this.hooks = hooks;
        this.thinkTimeNs = thinkTimeNs;
        startsNs = new long[clients];
    }

    @Override
    public void begin() {
        for (int client = 0; client < startsNs.length; client++) {
            long pauseNs = hooks.pauses() ? hooks.nextPauseNs() : 0;
            add(Instants.after(traffic.ledger().startNs(), pauseNs));
        }
    }

    private void add(long startNs) {
        if (count == startsNs.length) {
            throw new IllegalStateException("more starts than there are clients");
        }
        int place = count;
        // Pauses differ: who pauses for longer than those before stands before them no more.
        while (place > 0 && startsNs[at(place - 1)] > startNs) {
            startsNs[at(place)] = startsNs[at(place - 1)];
            place--;
        }
        startsNs[at(place)] = startNs;
        count++;
    }

    private int at(int place) {
        return (head + place) % startsNs.length;
    }

    @Override
    public boolean due(long nowNs) {
        return count > 0 && startsNs[head] <= nowNs && traffic.budgetLeft();
    }

    @Override
    public long nextNs() {
        return count > 0 && traffic.budgetLeft() ? startsNs[head] : Instants.NEVER;
    }

    @Override
    public long take() {
        head = (head + 1) % startsNs.length;
        count--;
        return traffic.nextSequence();
    }

    @Override
    public void ended(long nowNs) {
        add(Instants.after(nowNs, hooks.pauses() ? hooks.nextPauseNs() : thinkTimeNs));
    }

    @Override
    public boolean clientsWait() {
        return true;
    }
}
