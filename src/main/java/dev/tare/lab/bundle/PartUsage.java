package dev.tare.lab.bundle;

/**
 * What one process of a specimen of many parts used during a slice's measured phase.
 *
 * @param name unique within the specimen, such as {@code front-sidecar}
 * @param role what it is there for
 * @param usage its own
 */
public record PartUsage(String name, Role role, Usage usage) {
    /** More parts are not read. */
    static final int MAX_PARTS = 64;

    /** What a part is there for. */
    public enum Role {
        /** It is measured through; its use is no cost of the specimen's. */
        APPLICATION,
        /** It is what is weighed. */
        PROXY
    }
}
