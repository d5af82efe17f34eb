/**
 * Can these figures be true? What can be applied of the rules of trust to what other tools printed:
 * pure functions from {@link dev.tare.lab.foreign.reader.result.ForeignResult}s, one by one and
 * beside their siblings, to findings in words. {@link dev.tare.lab.audit.Auditor} is the way in;
 * {@code docs/audit.md} has the table of the rules, their thresholds and where those come from.
 *
 * <p>Depends on its packages and on {@code lab.foreign.reader.result}. No I/O, no clock; all is
 * immutable or used by one thread.
 */
@NullMarked
package dev.tare.lab.audit;

import org.jspecify.annotations.NullMarked;
