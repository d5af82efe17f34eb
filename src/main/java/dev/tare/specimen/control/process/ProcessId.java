package dev.tare.specimen.control.process;

/**
 * One process, told from a later one that was given the same number.
 *
 * @param pid its number
 * @param startTicks when it started, in clock ticks since the machine's boot (field 22 of {@code
 *     /proc/PID/stat})
 */
public record ProcessId(long pid, long startTicks) {}
