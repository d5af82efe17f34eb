/** What an audit looks like, held by golden files. */
@NullMarked
package dev.tare.view.audit;

import org.jspecify.annotations.NullMarked;
