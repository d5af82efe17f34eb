/**
 * The vocabulary of Tare as records, enums and sealed types: requests, load models, outcomes and
 * counts.
 *
 * <p>Depends on nothing but the JDK and JSpecify. Does no I/O and reads no clock. Everything here
 * is immutable and may be shared between threads.
 */
@NullMarked
package dev.tare.base.core;

import org.jspecify.annotations.NullMarked;
