/**
 * A chain of small steps that every request and response of a route passes: each looks at a head,
 * has it changed, or answers in the upstream's place; who asks for that sees bodies, too.
 *
 * <p>The seam is narrow, and knows no version of HTTP: a {@link
 * dev.tare.specimen.proxy.filter.Filter} is called with a {@link
 * dev.tare.specimen.proxy.filter.FilterCall}, whose fields are a {@link
 * dev.tare.io.wire.FieldsView}, and whose changes are noted for whoever writes the head. A proxy
 * keeps a {@link dev.tare.specimen.proxy.filter.FilterRun} for each exchange. Why it is so, and
 * what it leaves out: {@code docs/decisions/0013-filters.md}.
 *
 * <p>Depends on {@code specimen.proxy.config}, {@code specimen.proxy.upstream} (rate limits),
 * {@code io.wire} and {@code base}. Threads: a {@link dev.tare.specimen.proxy.filter.SharedFilter}
 * is shared by all, what it makes for a loop belongs to that loop's thread. Nothing allocates for a
 * request.
 */
@NullMarked
package dev.tare.specimen.proxy.filter;

import org.jspecify.annotations.NullMarked;
