/** Tests of the history, on bundles made for them. */
@NullMarked
package dev.tare.lab.history;

import org.jspecify.annotations.NullMarked;
