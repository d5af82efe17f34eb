@NullMarked
package dev.tare.view.find;

import org.jspecify.annotations.NullMarked;
