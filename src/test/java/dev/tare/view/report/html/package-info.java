/** Reports as HTML pages, most of them against golden files. */
@NullMarked
package dev.tare.view.report.html;

import org.jspecify.annotations.NullMarked;
