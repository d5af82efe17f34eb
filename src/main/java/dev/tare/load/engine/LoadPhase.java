package dev.tare.load.engine;

/** The part of a load in which a request was intended to start. */
public enum LoadPhase {
    /** Kept apart: connections and caches settle. */
    LEAD,
    /** What figures are made of. */
    MEASURED
}
