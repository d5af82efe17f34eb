/**
 * Every call of native code, by the Foreign Function and Memory API, behind one seam: a class a
 * purpose, each with an {@code Optional} factory that says in words why it is absent.
 *
 * <p>Depends on the JDK alone. Linux on x86-64 and AArch64; elsewhere every factory is empty and
 * the rest of Tare does without.
 */
@NullMarked
package dev.tare.io.nativeaccess;

import org.jspecify.annotations.NullMarked;
