package dev.tare.specimen.app.wamp.message;

import java.util.random.RandomGenerator;

/** The numbers by which WAMP names sessions, requests, registrations, … */
public final class WampId {
    /** The smallest. */
    public static final long MIN = 1;

    /** The largest: up to it every integer is a double. */
    public static final long MAX = 1L << 53;

    private WampId() {}

    /** Whether it is between {@link #MIN} and {@link #MAX}. */
    public static boolean isValid(long id) {
        return id >= MIN && id <= MAX;
    }

    /** One of the global scope: every one is as likely as any other. */
    public static long random(RandomGenerator source) {
        return source.nextLong(MIN, MAX + 1);
    }

    /** The one that follows in a session's own scope; after the largest comes the smallest. */
    public static long after(long id) {
        return id >= MAX ? MIN : id + 1;
    }
}
