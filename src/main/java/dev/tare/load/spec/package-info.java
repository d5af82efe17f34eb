/**
 * What a load is to be: its endpoints and targets, its model, how connections are kept, and the
 * places where code of the user's takes part.
 *
 * <p>Depends on {@code base}, {@code io} and {@code load.request}. Records and interfaces; no
 * threads.
 */
@NullMarked
package dev.tare.load.spec;

import org.jspecify.annotations.NullMarked;
