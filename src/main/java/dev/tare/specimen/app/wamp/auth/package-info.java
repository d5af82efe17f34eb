/**
 * Who may come in, and how they prove who they are: nobody in particular, by ticket, by WAMP-CRA.
 *
 * <p>Secrets are compared in constant time and shown by nothing, neither in text forms nor in
 * messages of faults.
 *
 * <p>Depends on {@code specimen.app.wamp.message}, {@code base.time}. No state but the users, who
 * do not change; any thread.
 *
 * <p>Source: the specification's advanced profile, sections on ticket and challenge response
 * authentication.
 */
@NullMarked
package dev.tare.specimen.app.wamp.auth;

import org.jspecify.annotations.NullMarked;
