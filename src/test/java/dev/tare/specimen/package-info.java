/** What the tests of specimens share. */
@NullMarked
package dev.tare.specimen;

import org.jspecify.annotations.NullMarked;
