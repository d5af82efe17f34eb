package dev.tare.specimen.planlimit;

import dev.tare.base.stats.SplitMix64;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * How many requests each user has made in the minute at hand.
 *
 * <p>Who has made none in it loses the place when another one needs it. Where there is no place, or
 * too many names have hashes alike, those without one share a count.
 *
 * <p>Thread-safety: all threads, under a lock. Allocation: for a user who is new, and when places
 * are cleared, once a minute at most.
 */
final class UserWindows {
    /** How many places are looked at for a name. */
    static final int MAX_PROBES = 64;

    /** The name under which those without a place are counted. */
    static final String OTHERS = "(others)";

    private static final byte[] OTHERS_NAME = PlanLimiter.ascii(OTHERS);
    private static final long MULTIPLIER = 0x9fb21c651e98df25L;

    private final int maxUsers;
    private final int mask;
    private final long seed = ThreadLocalRandom.current().nextLong();

    private byte[] @Nullable [] names; // guarded by this, as is all below
    private long[] minutes;
    private int[] counts;
    private int users;
    private long clearedMinute = Long.MIN_VALUE;
    private long othersMinute = Long.MIN_VALUE;
    private int othersCount;

    UserWindows(int maxUsers) {
        this.maxUsers = maxUsers;
        int places = Integer.highestOneBit(Math.max(1, maxUsers - 1)) << 2;
        mask = places - 1;
        names = new byte[places][];
        minutes = new long[places];
        counts = new int[places];
    }

    /**
     * Counts one more request.
     *
     * @param minute since 1970
     * @param told of the count, this request included, and the name that it belongs to
     */
    synchronized void count(byte[] name, int length, long minute, PlanCheck told) {
        int place = place(name, length);
        if (place >= 0 && names[place] == null) {
            place = take(place, name, length, minute);
        }
        byte[] known = place < 0 ? null : names[place];
        if (known == null) {
            othersCount = othersMinute == minute ? increased(othersCount) : 1;
            othersMinute = minute;
            told.counted(othersCount, OTHERS_NAME);
            return;
        }
        counts[place] = minutes[place] == minute ? increased(counts[place]) : 1;
        minutes[place] = minute;
        told.counted(counts[place], known);
    }

    private static int increased(int count) {
        return count == Integer.MAX_VALUE ? count : count + 1;
    }

    /** The place of a name, or the free one that it may have; -1 for none. */
    private int place(byte[] name, int length) {
        long hash = seed;
        for (int i = 0; i < length; i++) {
            hash = Long.rotateLeft((hash ^ name[i]) * MULTIPLIER, 29);
        }
        long start = SplitMix64.at(hash, length);
        for (int i = 0; i < MAX_PROBES; i++) {
            int place = (int) (start + i) & mask;
            byte[] there = names[place];
            if (there == null || Arrays.equals(there, 0, there.length, name, 0, length)) {
                return place;
            }
        }
        return -1;
    }

    /** Gives a name a free place, if it may have one; returns it, or -1. */
    private int take(int free, byte[] name, int length, long minute) {
        int place = free;
        if (users == maxUsers) {
            if (clearedMinute == minute) {
                return -1;
            }
            clear(minute);
            place = place(name, length);
            if (users == maxUsers || place < 0) {
                return -1;
            }
        }
        names[place] = Arrays.copyOf(name, length);
        minutes[place] = minute;
        counts[place] = 0;
        users++;
        return place;
    }

    /** Keeps those that have made a request in this minute. */
    private void clear(long minute) {
        byte[] @Nullable [] oldNames = names;
        long[] oldMinutes = minutes;
        int[] oldCounts = counts;
        names = new byte[oldNames.length][];
        minutes = new long[oldNames.length];
        counts = new int[oldNames.length];
        users = 0;
        clearedMinute = minute;
        for (int i = 0; i < oldNames.length; i++) {
            byte[] kept = oldNames[i];
            int place = kept == null || oldMinutes[i] != minute ? -1 : place(kept, kept.length);
            if (place >= 0) {
                names[place] = kept;
                minutes[place] = minute;
                counts[place] = oldCounts[i];
                users++;
            }
        }
    }

    /** How many users have a place. */
    synchronized int users() {
        return users;
    }
}
