/** Tags, fixtures and peers that tests share. */
@NullMarked
package dev.tare.testing;

import org.jspecify.annotations.NullMarked;
