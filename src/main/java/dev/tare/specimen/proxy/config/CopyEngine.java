package dev.tare.specimen.proxy.config;

/** How the bytes of a body get from one socket to the other. */
public enum CopyEngine {
    /** Received into an off-heap buffer and sent from it. */
    MEM,
    /** By the kernel, through a pipe. */
    SPLICE,
    /** By Intel's Data Streaming Accelerator. */
    DSA,
    /** By a model of that device in software. */
    DSA_MODEL
}
