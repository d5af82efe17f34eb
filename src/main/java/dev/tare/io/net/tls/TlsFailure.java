package dev.tare.io.net.tls;

import dev.tare.io.net.IoFailure;

/** Why a session cannot go on. Its message is for the user. */
final class TlsFailure extends Exception {
    private final IoFailure kind;

    TlsFailure(IoFailure kind, String reason) {
        super(reason, null, false, false);
        this.kind = kind;
    }

    IoFailure kind() {
        return kind;
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
