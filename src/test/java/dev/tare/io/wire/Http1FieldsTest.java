package dev.tare.io.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class Http1FieldsTest {
    private static final String HEAD =
            Bytes.lines(
                    "HTTP/1.1 200 OK",
                    "Set-Cookie: a=1",
                    "X_Under: \t v\u00e9 ",
                    "set-COOKIE: b=2",
                    "Empty:",
                    "");

    private final Http1Head head = new Http1Head();
    private final FieldsView fields = new Http1Fields(head);

    private void parseAt(int offset) {
        MemorySegment bytes = Bytes.at(offset, Bytes.latin(HEAD));
        assertThat(head.parseResponse(bytes, offset, HEAD.length())).isEqualTo(HEAD.length());
    }

    @Test
    void fieldsOfOneNameAreFoundOneAfterTheOther() {
        for (int offset : new int[] {0, 13}) {
            parseAt(offset);
            byte[] name = Bytes.latin("set-cookie");
            List<String> values = new ArrayList<>();
            for (int i = fields.find(name, FieldsView.NONE);
                    i != FieldsView.NONE;
                    i = fields.find(name, i)) {
                values.add(fields.valueText(i));
            }
            assertThat(values).containsExactly("a=1", "b=2");
        }
    }

    @Test
    void anyTokenIsFoundWhateverItsCase() {
        parseAt(0);
        assertThat(fields.find(Bytes.latin("x_under"), FieldsView.NONE)).isEqualTo(1);
        assertThat(fields.find(Bytes.latin("x\u007funder"), FieldsView.NONE))
                .isEqualTo(FieldsView.NONE);
        assertThat(fields.find(Bytes.latin("x_unde"), FieldsView.NONE)).isEqualTo(FieldsView.NONE);
    }

    @Test
    void valuesAreWhatStandsBetweenTheBlanks() {
        parseAt(5);
        assertThat(fields.count()).isEqualTo(4);
        assertThat(fields.nameText(1)).isEqualTo("X_Under");
        assertThat(fields.valueText(1)).isEqualTo("v\u00e9");
        assertThat(fields.valueEquals(1, Bytes.latin("v\u00e9"))).isTrue();
        assertThat(fields.valueEquals(1, Bytes.latin("V\u00e9"))).isFalse();
        assertThat(fields.valueEquals(1, Bytes.latin("v"))).isFalse();
        assertThat(fields.valueEquals(3, new byte[0])).isTrue();
        assertThat(Bytes.text(fields.bytes(), fields.valueOffset(2), fields.valueLength(2)))
                .isEqualTo("b=2");
    }
}
