/**
 * What the user asks for: a plan from YAML, from flags or built in, and its layout in time.
 *
 * <p>Depends on {@code base} and a YAML reader. A plan is plain data; reading one instantiates
 * nothing but the records of this package.
 */
@NullMarked
package dev.tare.lab.plan;

import org.jspecify.annotations.NullMarked;
