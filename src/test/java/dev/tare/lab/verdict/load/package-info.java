/** Verdicts on single loads with planted faults. */
@NullMarked
package dev.tare.lab.verdict.load;

import org.jspecify.annotations.NullMarked;
