/**
 * The report as one HTML page that loads nothing: tables, charts as SVG, provenance; and the head
 * that the pages of other views share. Style and glossary lie beside the classes as resources.
 *
 * <p>Depends on {@code view.report.content}, {@code view.text}, {@code lab} and {@code base}. No
 * I/O but reading its own resources; what comes from outside is escaped. Each page is drawn by one
 * thread.
 */
@NullMarked
package dev.tare.view.report.html;

import org.jspecify.annotations.NullMarked;
