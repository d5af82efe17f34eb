package dev.tare.io.wire;

/**
 * The four forms of a request target.
 *
 * <p>Source: RFC 9112, section 3.2.
 */
public enum TargetForm {
    /** {@code /path?query}. */
    ORIGIN,
    /** {@code http://host/path?query}, as a forward proxy gets it. */
    ABSOLUTE,
    /** {@code host:port}, with CONNECT only. */
    AUTHORITY,
    /** {@code *}, with OPTIONS only. */
    ASTERISK
}
