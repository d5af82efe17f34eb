package dev.tare.io.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class KnownFieldTest {
    @Test
    void everyNameIsFoundInAnyCase() {
        for (int known = 1; known < KnownField.COUNT; known++) {
            String name = KnownField.name(known);
            assertThat(find(name)).isEqualTo(known);
            assertThat(find(name.toLowerCase(Locale.ROOT))).isEqualTo(known);
            assertThat(find(name.toUpperCase(Locale.ROOT))).isEqualTo(known);
        }
    }

    @Test
    void aNameThatIsAlmostOneIsUnknown() {
        for (int known = 1; known < KnownField.COUNT; known++) {
            String name = KnownField.name(known);
            assertThat(find(name + "s")).isEqualTo(KnownField.UNKNOWN);
            assertThat(find("X" + name)).isEqualTo(KnownField.UNKNOWN);
            assertThat(find(name.substring(1))).isEqualTo(KnownField.UNKNOWN);
            assertThat(find(name.replace('-', '_') + "_")).isEqualTo(KnownField.UNKNOWN);
        }
        assertThat(find("Content_Length")).isEqualTo(KnownField.UNKNOWN);
    }

    @Test
    void everyConstantIsTheNumberOfItsName() throws IllegalAccessException {
        for (Field field : KnownField.class.getFields()) {
            int value = field.getInt(null);
            if (!field.getName().equals("UNKNOWN") && !field.getName().equals("COUNT")) {
                String name = KnownField.name(value).replace('-', '_').toUpperCase(Locale.ROOT);
                assertThat(name).isEqualTo(field.getName());
            }
        }
        assertThat(Arrays.stream(KnownField.class.getFields())).hasSize(KnownField.COUNT + 1);
    }

    @Test
    void hopByHopIsWhatRfc9110Lists() {
        assertThat(
                        IntStream.range(1, KnownField.COUNT)
                                .filter(KnownField::hopByHop)
                                .mapToObj(KnownField::name))
                .containsExactlyInAnyOrder(
                        "Connection",
                        "Keep-Alive",
                        "Proxy-Connection",
                        "TE",
                        "Transfer-Encoding",
                        "Upgrade");
    }

    @Test
    void unknownHasNoName() {
        assertThatThrownBy(() -> KnownField.name(KnownField.UNKNOWN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0 is no known field");
    }

    private static int find(String name) {
        return KnownField.find(Bytes.of(name), 0, name.length());
    }
}
