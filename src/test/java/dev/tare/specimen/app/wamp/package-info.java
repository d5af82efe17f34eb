/** What the tests of WAMP's parts share. */
@NullMarked
package dev.tare.specimen.app.wamp;

import org.jspecify.annotations.NullMarked;
