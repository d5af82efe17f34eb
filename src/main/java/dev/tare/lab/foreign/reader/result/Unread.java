package dev.tare.lab.foreign.reader.result;

/**
 * Something that looks like a tool's output and could not be read, whole or in part.
 *
 * @param place the line where reading stopped; the column, if known, stands in {@code why}
 * @param why one sentence: what was expected or found; what follows from it
 */
public record Unread(Place place, String why) {}
