/** The rules of trust on synthetic bundles with planted faults. */
@NullMarked
package dev.tare.lab.verdict.rule;

import org.jspecify.annotations.NullMarked;
