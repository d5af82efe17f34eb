/**
 * What a specimen costs to run, in the words of those who pay for it: vCPU and memory per 1,000
 * requests a second, money, and the response time of a page that makes many calls.
 *
 * <p>Pure functions of a bundle and its weighing; {@code docs/cost.md} says what each figure is.
 * Uses {@code lab.bundle} and {@code lab.verdict}. No threads of its own.
 */
@NullMarked
package dev.tare.lab.cost;

import org.jspecify.annotations.NullMarked;
