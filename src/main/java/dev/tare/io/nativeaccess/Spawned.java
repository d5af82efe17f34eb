package dev.tare.io.nativeaccess;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;

/**
 * A process that was just started.
 *
 * @param pid its number
 * @param input leads to its standard input, where that is a pipe
 * @param output comes from its standard output, where that is a pipe
 * @param error comes from its standard error, where that is a pipe
 */
public record Spawned(
        long pid,
        Optional<OutputStream> input,
        Optional<InputStream> output,
        Optional<InputStream> error) {}
