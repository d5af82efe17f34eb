/** Statistics against published tables and against simulation. */
@NullMarked
package dev.tare.base.stats;

import org.jspecify.annotations.NullMarked;
