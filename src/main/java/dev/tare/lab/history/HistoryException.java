package dev.tare.lab.history;

import java.io.IOException;

/** There is no history to show: what is wrong and what to do, in one line. */
public final class HistoryException extends IOException {
    HistoryException(String sentence) {
        super(sentence);
    }
}
