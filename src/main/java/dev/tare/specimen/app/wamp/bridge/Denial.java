package dev.tare.specimen.app.wamp.bridge;

import java.util.Locale;

/** Why a request is not served. The numbers are crossbar's; the words are ours. */
final class Denial extends Exception {
    /** The kinds, each with the status that answers it. */
    enum Kind {
        /** Neither POST nor PUT nor OPTIONS. */
        AR405(405),
        /** The body is too long. */
        AR413(413),
        /** Another charset than UTF-8. */
        AR450(400),
        /** The body is no UTF-8. */
        AR451(400),
        /** Another content type than JSON. */
        AR452(400),
        /** The body is no JSON. */
        AR453(400),
        /** The JSON is no object, or what is in it is of the wrong type. */
        AR454(400),
        /** The object lacks a key. */
        AR455(400),
        /** The signature is not right. */
        AR459(401),
        /** The key is not known. */
        AR460(401),
        /** A field of a signed request is missing. */
        AR461(400),
        /** A field of a signed request is malformed. */
        AR462(400),
        /** The stamp is too old, or too young. */
        AR464(400),
        /** The address is not among those that may. */
        AR466(400);

        private final int status;

        Kind(int status) {
            this.status = status;
        }

        int status() {
            return status;
        }

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final long serialVersionUID = 1L;

    private final Kind kind;

    Denial(Kind kind, String message) {
        // Clients cause these as often as they like: no stack trace is gathered.
        super(message, null, false, false);
        this.kind = kind;
    }

    Kind kind() {
        return kind;
    }

    /** For the answer: {@code AR452: …}. */
    String said() {
        return kind.name() + ": " + getMessage();
    }
}
