/** Tests of the readers, on what the tools printed and on what no tool would print. */
@NullMarked
package dev.tare.lab.foreign.reader;

import org.jspecify.annotations.NullMarked;
