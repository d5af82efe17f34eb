/** Commands that load, their flags, and the dialects beside the real tools. */
@NullMarked
package dev.tare.view.cli.load;

import org.jspecify.annotations.NullMarked;
