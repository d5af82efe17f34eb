package dev.tare.load.connection;

import dev.tare.io.wire.FieldsView;
import dev.tare.io.wire.Http1Fields;
import dev.tare.io.wire.Http1ResponseReader;
import java.lang.foreign.Arena;

/** A reader of answers, and the view of its head's fields. */
final class AnswerReader {
    private final Http1ResponseReader reader;
    private final FieldsView fields;

    AnswerReader(Arena memory) {
        reader = new Http1ResponseReader(memory);
        fields = new Http1Fields(reader.head());
    }

    Http1ResponseReader reader() {
        return reader;
    }

    /** The fields of the final head, once it is whole and as long as its bytes are there. */
    FieldsView fields() {
        return fields;
    }

    /** Whether the final head is whole. */
    boolean headIsWhole() {
        return reader.state() == Http1ResponseReader.State.BODY
                || reader.state() == Http1ResponseReader.State.COMPLETE;
    }
}
