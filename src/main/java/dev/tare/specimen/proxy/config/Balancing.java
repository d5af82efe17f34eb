package dev.tare.specimen.proxy.config;

import java.util.Locale;

/** How a cluster's endpoint is chosen for a request. */
public sealed interface Balancing {
    /** In turn, each as often as its weight says, evenly mixed. */
    record RoundRobin() implements Balancing {}

    /** Of two drawn at random the one with fewer requests in flight for its weight. */
    record LeastRequest() implements Balancing {}

    /**
     * By the hash of a header's value, so that equal values go to the same endpoint while it is
     * there; requests without the header go to any.
     *
     * @param header lower-case
     */
    record RingHash(String header) implements Balancing {
        public RingHash {
            Range.token("header", header);
            header = header.toLowerCase(Locale.ROOT);
        }
    }
}
