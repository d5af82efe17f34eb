package dev.tare.lab.foreign.reader;

import dev.tare.lab.foreign.reader.result.Tool;

/** The lines of one tool's output, while they are read one by one. For one thread. */
interface TextBlock {
    /**
     * Takes a line, if it belongs to this block.
     *
     * @param number of the line, counted from 1
     * @param line stripped
     * @return whether it did: if not it is prose, or the next block's
     */
    boolean take(int number, String line);

    /** Whether the line with which the tool ends was taken. */
    boolean ended();

    /** Whether enough was read to be a result, not a mere quotation. */
    boolean hasFigures();

    /** Who printed this. */
    Tool tool();

    /** What was read so far. */
    Draft draft();

    /** The words of the line with which the tool ends, for who misses it. */
    String lastLine();
}
