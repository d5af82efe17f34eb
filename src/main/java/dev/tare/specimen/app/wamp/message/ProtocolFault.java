package dev.tare.specimen.app.wamp.message;

/** What a peer has sent breaks WAMP's rules; the message says what, and how it should be. */
public final class ProtocolFault extends Exception {
    private static final long serialVersionUID = 1L;

    private final String reason;

    /** A breach for which there is no word but {@link WampErrors#PROTOCOL_VIOLATION}. */
    public ProtocolFault(String message) {
        this(WampErrors.PROTOCOL_VIOLATION, message);
    }

    /**
     * A breach with a word of its own.
     *
     * @param reason the URI that {@code ABORT} is to name
     */
    public ProtocolFault(String reason, String message) {
        // Peers cause these as often as they like: no stack trace is gathered.
        super(message, null, false, false);
        this.reason = reason;
    }

    /** The URI that {@code ABORT} is to name. */
    public String reason() {
        return reason;
    }
}
