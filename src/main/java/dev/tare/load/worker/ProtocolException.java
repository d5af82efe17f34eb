package dev.tare.load.worker;

import java.io.IOException;

/** One end of the worker's protocol has said something that the protocol does not know. */
final class ProtocolException extends IOException {
    ProtocolException(String message) {
        super(message);
    }
}
