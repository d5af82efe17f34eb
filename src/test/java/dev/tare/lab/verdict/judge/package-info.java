/** Weighings of synthetic bundles with planted truths. */
@NullMarked
package dev.tare.lab.verdict.judge;

import org.jspecify.annotations.NullMarked;
