/**
 * What a load must come to: thresholds such as {@code p99<10ms}, read from words and held against
 * figures. A figure that is not there, or that may not be believed, meets no threshold.
 *
 * <p>Depends on {@code lab.verdict}, {@code lab.load}, {@code load.spec}, {@code load.result} and
 * base. Pure; all of it is immutable.
 */
@NullMarked
package dev.tare.lab.objective;

import org.jspecify.annotations.NullMarked;
