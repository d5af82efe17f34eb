package dev.tare.specimen.proxy.filter;

/**
 * The steps of one route, in their order, as one loop calls them.
 *
 * <p>Thread-safety: its loop's thread.
 */
public final class FilterChain {
    private final SharedFilter[] shared;
    private final Filter[] filters;

    /** A chain of these; {@code filters} are what {@code shared} has made for this loop. */
    FilterChain(SharedFilter[] shared, Filter[] filters) {
        this.shared = shared;
        this.filters = filters;
    }

    int length() {
        return filters.length;
    }

    Filter filter(int i) {
        return filters[i];
    }

    SharedFilter shared(int i) {
        return shared[i];
    }
}
