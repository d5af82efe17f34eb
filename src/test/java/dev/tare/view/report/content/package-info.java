/** What reports say, before any format. */
@NullMarked
package dev.tare.view.report.content;

import org.jspecify.annotations.NullMarked;
