/** Commands that serve, as processes of their own. */
@NullMarked
package dev.tare.view.cli.serve;

import org.jspecify.annotations.NullMarked;
