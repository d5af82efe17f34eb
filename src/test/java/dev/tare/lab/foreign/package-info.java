/** Tests of other tools' formats, against golden files and against what the tools print. */
@NullMarked
package dev.tare.lab.foreign;

import org.jspecify.annotations.NullMarked;
