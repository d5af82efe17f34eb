@NullMarked
package dev.tare.lab.find;

import org.jspecify.annotations.NullMarked;
