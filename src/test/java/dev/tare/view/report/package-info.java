/** Tests of the reports, most of them against golden files. */
@NullMarked
package dev.tare.view.report;

import org.jspecify.annotations.NullMarked;
