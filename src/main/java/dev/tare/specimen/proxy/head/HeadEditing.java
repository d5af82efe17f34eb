package dev.tare.specimen.proxy.head;

import dev.tare.io.wire.Http1Writer;
import dev.tare.io.wire.forward.HeadChange;
import dev.tare.io.wire.http2.HeadFields;
import dev.tare.specimen.proxy.filter.HeadEdits;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * What filters and the route change of a head that comes or goes by HTTP/2, while that is put
 * together. One of a loop's writers, used for one head after the other.
 *
 * <p>Thread-safety: its loop's thread. Allocation: none.
 */
final class HeadEditing implements HeadChange {
    private final HeadEdits.Sink fieldAdder = (_, name, value) -> addField(name, value);
    private final HeadEdits.Sink lineWriter = (name, _, value) -> writeLine(name, value);
    private HeadEdits edits = HeadEdits.NONE;
    private TargetRewrite rewrite = TargetRewrite.NONE;
    private @Nullable HeadFields fields;
    private @Nullable Http1Writer writer;

    /** The changes of the next head, a request's. */
    HeadEditing of(HeadEdits ofFields, TargetRewrite ofTarget) {
        edits = ofFields;
        rewrite = ofTarget;
        return this;
    }

    /** The same for a response. */
    HeadEditing of(HeadEdits ofFields) {
        return of(ofFields, TargetRewrite.NONE);
    }

    /** Whether received fields with this name stay behind. */
    boolean drops(byte[] lowerCaseName) {
        return edits.drop(lowerCaseName);
    }

    /** Adds the fields that come. */
    void addTo(HeadFields target) {
        if (!edits.isEmpty()) {
            fields = target;
            edits.tell(fieldAdder);
        }
    }

    /** The same for a head of HTTP/1.1. */
    void addTo(Http1Writer target) {
        if (!edits.isEmpty()) {
            writer = target;
            edits.tell(lineWriter);
        }
    }

    private void addField(byte[] name, byte[] value) {
        HeadFields target = fields;
        if (target != null) {
            target.add(name, value);
        }
    }

    private void writeLine(byte[] name, byte[] value) {
        Http1Writer target = writer;
        if (target != null) {
            target.field(name, value);
        }
    }

    @Override
    public boolean dropsSome() {
        return !edits.isEmpty();
    }

    @Override
    public boolean drops(MemorySegment bytes, long nameOffset, int nameLength) {
        return edits.drop(bytes, nameOffset, nameLength);
    }

    @Override
    public byte @Nullable [] authority() {
        return rewrite.host();
    }

    @Override
    public byte @Nullable [] pathPrefix() {
        return rewrite.changesPath() ? rewrite.prefix() : null;
    }

    @Override
    public int replacedPathBytes() {
        return rewrite.replacedLength();
    }
}
