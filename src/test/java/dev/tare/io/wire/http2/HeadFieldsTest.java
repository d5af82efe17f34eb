package dev.tare.io.wire.http2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tare.io.wire.Http1Fields;
import dev.tare.io.wire.Http1Head;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.junit.jupiter.api.Test;

final class HeadFieldsTest {
    private final Arena arena = Arena.ofAuto();
    private final HeadFields fields = new HeadFields(arena);

    /** The fields as a decoder reads them. */
    private List<String> lines() {
        MemorySegment block = arena.allocate(100_000);
        int length = new HpackEncoder(arena, 1).encodeApart(fields, block, 0);
        Http2Fields read = new Http2Fields(arena);
        assertThat(new HpackDecoder(4096, arena).decode(block, 0, length, read)).isTrue();
        return FieldLines.of(read);
    }

    @Test
    void aHeadIsPutTogetherPieceByPiece() {
        MemorySegment text = Octets.segment(Octets.latin("0123456789"));
        fields.status(204)
                .add(Octets.latin("a"), Octets.latin("b"))
                .add(Octets.latin("c"), text, 3, 4)
                .add(Octets.latin("zero"), 0)
                .add(Octets.latin("large"), Long.MAX_VALUE)
                .addAfter(Octets.latin("d"), Octets.latin("/"), text, 8, 2)
                .add(Octets.latin("secret"), text, 0, 1)
                .neverIndexed();
        assertThat(lines())
                .containsExactly(
                        ":status: 204",
                        "a: b",
                        "c: 3456",
                        "zero: 0",
                        "large: 9223372036854775807",
                        "d: /89",
                        "secret: 0 (never)");
        assertThat(fields.count()).isEqualTo(7);
        fields.clear();
        assertThat(fields.count()).isZero();
        assertThat(fields.listBytes()).isZero();
    }

    @Test
    void whatWasWrittenDownIsTheSame() {
        fields.status(200)
                .add(Octets.latin("empty"), Octets.latin(""))
                .add(Octets.latin("secret"), Octets.latin(""))
                .neverIndexed()
                .add(Octets.latin("last"), Octets.latin("x".repeat(3000)));
        List<String> before = lines();
        int listBytes = fields.listBytes();
        MemorySegment saved = arena.allocate(fields.savedBytes());
        fields.save(saved);
        fields.clear().add(Octets.latin("other"), Octets.latin("one"));
        fields.restore(saved);
        assertThat(lines()).isEqualTo(before);
        assertThat(fields.listBytes()).isEqualTo(listBytes);
    }

    @Test
    void fieldsOfHttp1AreCopiedInLowerCase() {
        byte[] text = Octets.latin("GET / HTTP/1.1\r\nHOST: H\r\nX-Via_1:  A b \r\n\r\n");
        Http1Head head = new Http1Head();
        head.parseRequest(Octets.segment(text), 0, text.length);
        Http1Fields view = new Http1Fields(head);
        fields.copy(view, 1).copy(view, 0).addJoined(Octets.latin("host"), view, Octets.latin("x"));
        assertThat(lines()).containsExactly("x-via_1: A b", "host: H", "host: H, x");
    }

    @Test
    void theMethodOfARequestIsKnown() {
        assertThat(FieldLines.fill(fields, ":scheme: http", ":method: HEAD").asksForHead())
                .isTrue();
        assertThat(FieldLines.fill(fields, ":method: GET", "x: HEAD").asksForHead()).isFalse();
        assertThat(FieldLines.fill(fields, ":status: 200", "method: HEAD").asksForHead()).isFalse();
    }

    @Test
    void moreBytesThanAListMayHaveOverflow() {
        MemorySegment value = arena.allocate(HeadFields.MAX_LIST_BYTES);
        byte[] name = Octets.latin("x");
        int most = HeadFields.MAX_LIST_BYTES - DynamicTable.ENTRY_OVERHEAD_BYTES - name.length;
        fields.add(name, value, 0, most);
        assertThat(fields.overflowed()).isFalse();
        assertThat(fields.listBytes()).isEqualTo(HeadFields.MAX_LIST_BYTES);
        fields.clear().add(name, value, 0, most + 1);
        assertThat(fields.overflowed()).isTrue();
        fields.add(name, 1).neverIndexed();
        assertThat(fields.count()).isZero();
        Http2ClientSession session = new ClientBench().open().session;
        assertThatThrownBy(() -> session.startRequest(0, fields, true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("overflowed");
    }

    @Test
    void moreFieldsThanAListMayHaveOverflow() {
        for (int i = 0; i < HeadFields.MAX_FIELDS; i++) {
            fields.add(Octets.latin("x"), i);
        }
        assertThat(fields.overflowed()).isFalse();
        fields.add(Octets.latin("x"), 1);
        assertThat(fields.overflowed()).isTrue();
        assertThat(fields.count()).isEqualTo(HeadFields.MAX_FIELDS);
    }
}
