/**
 * Reads minivoy's configuration from one YAML (or JSON) document, as {@code
 * docs/format/minivoy-v1.md} describes it.
 *
 * <p>The document is read as a bare tree of maps, lists and scalars, within bounds; no tag makes a
 * class, no alias is followed. Every fault is collected with its line and place, so that one
 * reading tells them all. Depends on {@code specimen.proxy.config} and, alone in minivoy, on a YAML
 * parser (docs/decisions/0012). Pure functions; any thread.
 */
@NullMarked
package dev.tare.specimen.proxy.config.yaml;

import org.jspecify.annotations.NullMarked;
