/**
 * The admin port: its server, its pages, and what stands on them, for people, for Prometheus and as
 * JSON.
 *
 * <p>Depends on {@code specimen.proxy.count}, {@code specimen.proxy.config}, {@code
 * specimen.proxy.filter} and {@code specimen.proxy.log}, whose figures it shows, on {@code io} and
 * {@code base.core}; what it shows it is given by whoever opens the port. It runs on the first
 * loop's thread, and is no hot path: it allocates.
 */
@NullMarked
package dev.tare.specimen.proxy.admin;

import org.jspecify.annotations.NullMarked;
