package dev.tare.io.net;

/** A descriptor of an event loop's, as {@link LinuxSources} keeps it. */
abstract class LinuxSource {
    final int descriptor;

    /**
     * Tells this source from an earlier one of the same descriptor, of which the kernel may still
     * have something to tell. Never 0.
     */
    final int generation;

    /** Whether this is in the list of changed sources; that list's own. */
    boolean listed;

    LinuxSource(int descriptor, int generation) {
        this.descriptor = descriptor;
        this.generation = generation;
    }
}
