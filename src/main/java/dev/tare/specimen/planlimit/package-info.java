/**
 * So many requests a minute for each user, by the user's plan: the rule of the image hub, which the
 * application itself and a filter of minivoy both apply.
 *
 * <p>A token names user and plan: base64 of {@code {"username":"ann","plan":"Team"}}. It is not
 * signed, so this is a load for measurements and keeps nobody out who lies.
 *
 * <p>Depends on {@code base}; no sockets and no clocks. A {@link
 * dev.tare.specimen.planlimit.PlanLimiter} is shared by all threads, each of which has a {@link
 * dev.tare.specimen.planlimit.PlanCheck} of its own. Nothing allocates but for a user who is new.
 */
@NullMarked
package dev.tare.specimen.planlimit;

import org.jspecify.annotations.NullMarked;
