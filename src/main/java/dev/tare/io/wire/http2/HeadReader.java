package dev.tare.io.wire.http2;

import dev.tare.io.wire.http2.HeadRules.Role;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Turns header blocks into checked fields.
 *
 * <p>Note 1: a peer that answers the same again and again sends the same few bytes again and again.
 * Danger: the same bytes may mean other fields. Fact: what they mean depends on the dynamic table
 * alone, whose version changes whenever it does. Use: a block that equals the one before, under the
 * version at which that one began and ended, is not decoded anew.
 *
 * <p>Allocation: none once buffers have grown.
 */
final class HeadReader {
    /** The longest block that is remembered. */
    private static final int MAX_REMEMBERED_BYTES = 256;

    private static final int NOTHING = -1;

    private final HpackDecoder decoder;
    private final HeadRules rules;
    private final Arena arena;
    private final Role role;
    private final Http2Fields fields;
    private MemorySegment remembered = MemorySegment.NULL;
    private int rememberedBytes = NOTHING;
    private long rememberedVersion;
    private String fault = "";

    HeadReader(HpackDecoder decoder, HeadRules rules, Role role, Arena arena) {
        this.decoder = decoder;
        this.rules = rules;
        this.role = role;
        this.arena = arena;
        fields = new Http2Fields(arena);
    }

    /**
     * Reads a whole block.
     *
     * @return whether the decoder could decode it; {@link #fault} says whether the fields are well
     */
    boolean read(MemorySegment block, long offset, int length) {
        long version = decoder.version();
        if (length == rememberedBytes
                && version == rememberedVersion
                && MemorySegment.mismatch(block, offset, offset + length, remembered, 0, length)
                        < 0) {
            return true;
        }
        rememberedBytes = NOTHING;
        if (!decoder.decode(block, offset, length, fields)) {
            return false;
        }
        fault = rules.check(fields, role);
        if (length <= MAX_REMEMBERED_BYTES && decoder.version() == version) {
            remember(block, offset, length, version);
        }
        return true;
    }

    private void remember(MemorySegment block, long offset, int length, long version) {
        if (remembered.byteSize() == 0) {
            remembered = arena.allocate(MAX_REMEMBERED_BYTES);
        }
        MemorySegment.copy(block, offset, remembered, 0, length);
        rememberedBytes = length;
        rememberedVersion = version;
    }

    /** The fields of the last block. */
    Http2Fields fields() {
        return fields;
    }

    /** What is wrong with them as a message's, in words; empty when nothing is. */
    String fault() {
        return fault;
    }
}
