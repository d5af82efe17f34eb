package dev.tare.load.worker;

/** The types of the protocol's documents, and its version. */
final class Message {
    /** Raised by every change that an older end would misread. */
    static final int PROTOCOL = 1;

    static final String TYPE = "type";
    static final String LOAD = "load";
    static final String STOP = "stop";
    static final String HELLO = "hello";
    static final String INTERVAL = "interval";
    static final String RESULT = "result";
    static final String ERROR = "error";

    private Message() {}
}
