package dev.tare.lab.find;

/** How many requests of an open loop find every connection in use. */
final class ConnectionWait {
    private ConnectionWait() {}

    /**
     * Erlang's C formula, by the recursion of his B formula: with c connections, each in use for
     * the share ρ of the time, a = cρ, B(0) = 1 and B(k) = aB(k−1) / (k + aB(k−1)), the share is
     * B(c) / (1 − ρ(1 − B(c))). It is exact for independent arrivals and exponential service times;
     * even arrivals and even service times wait less.
     *
     * <p>Source: Kleinrock, "Queueing Systems", volume 1, section 3.5.
     *
     * @param connections 1 or more
     * @param busy ρ, 0 or more; from 1 on every request waits
     */
    static double share(int connections, double busy) {
        if (busy >= 1) {
            return 1;
        }
        double offered = connections * busy;
        double blocked = 1;
        for (int k = 1; k <= connections; k++) {
            blocked = offered * blocked / (k + offered * blocked);
        }
        return blocked / (1 - busy * (1 - blocked));
    }
}
