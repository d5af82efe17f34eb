/** Verdicts on synthetic bundles with planted truths. */
@NullMarked
package dev.tare.lab.verdict;

import org.jspecify.annotations.NullMarked;
