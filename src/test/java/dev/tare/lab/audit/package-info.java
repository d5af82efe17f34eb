/** The rules against fixtures, the documents they came from, and small texts of one fault each. */
@NullMarked
package dev.tare.lab.audit;

import org.jspecify.annotations.NullMarked;
