package dev.tare.specimen.proxy.filter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.base.core.Field;
import dev.tare.specimen.proxy.config.FilterRule;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class HeadEditsTest {
    private final HeadEdits edits = new HeadEdits(4);

    private void add(List<Field> set, List<Field> add, String... removed) {
        edits.add(FieldEdits.of(new FilterRule.Edits(set, add, List.of(removed))));
    }

    private List<String> told() {
        List<String> told = new ArrayList<>();
        edits.tell((name, lowerCase, value) -> {
            assertThat(text(lowerCase)).isEqualToIgnoringCase(text(name)).isLowerCase();
            told.add(text(name) + ": " + text(value));
        });
        return told;
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private boolean drops(String name) {
        byte[] bytes = ("  " + name).getBytes(StandardCharsets.ISO_8859_1);
        return edits.drop(MemorySegment.ofArray(bytes), 2, name.length());
    }

    @Test
    void whatIsSetOrRemovedGoesAndWhatIsAddedJoins() {
        add(List.of(new Field("X-Set", " 1 ")), List.of(new Field("X-Add", "2")), "x-gone");

        assertThat(drops("x-SET")).isTrue();
        assertThat(drops("X-Gone")).isTrue();
        assertThat(drops("x-add")).isFalse();
        assertThat(drops("x-gon")).isFalse();
        assertThat(drops("x-gone2")).isFalse();
        assertThat(told()).containsExactly("X-Set: 1", "X-Add: 2");
    }

    @Test
    void aLaterChangeCountsOverAnEarlierOne() {
        add(List.of(new Field("a", "1"), new Field("b", "1")), List.of(new Field("c", "1")));
        add(List.of(new Field("A", "2")), List.of(new Field("C", "2")), "b");

        assertThat(told()).containsExactly("c: 1", "A: 2", "C: 2");
        edits.clear();
        assertThat(told()).isEmpty();
        assertThat(edits.isEmpty()).isTrue();
        assertThat(HeadEdits.NONE.isEmpty()).isTrue();
    }
}
