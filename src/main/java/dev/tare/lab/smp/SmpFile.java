package dev.tare.lab.smp;

/** What a file holds that somebody wrote in SMP. */
public sealed interface SmpFile {
    /**
     * Figures.
     *
     * @param result as they were written
     */
    record Result(SmpResult result) implements SmpFile {}

    /**
     * What a test asked for.
     *
     * @param id by which results name it; empty where it has none
     * @param asked of its client
     */
    record Config(String id, SmpAsked asked) implements SmpFile {}

    /**
     * A message without figures of a load.
     *
     * @param kind a mesh or the machines
     */
    record Other(SmpKind kind) implements SmpFile {}
}
