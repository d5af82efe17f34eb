package dev.tare.specimen.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class TemplateTest {
    private static final Template TEMPLATE = new Template("a.cfg", "bind {{host}}:{{port}} {x}");

    @Test
    void everyPlaceIsFilledIn() {
        assertThat(TEMPLATE.fill(Map.of("host", "[::1]", "port", "80")))
                .isEqualTo("bind [::1]:80 {x}");
    }

    @Test
    void aPlaceWithoutAValueIsRefused() {
        assertThatThrownBy(() -> TEMPLATE.fill(Map.of("host", "h")))
                .hasMessage("a.cfg: nothing is given for {{port}}");
    }

    @Test
    void aValueWithoutAPlaceIsRefused() {
        Map<String, String> values = Map.of("host", "h", "port", "80", "prot", "1");
        assertThatThrownBy(() -> TEMPLATE.fill(values)).hasMessage("a.cfg has no place for prot");
    }

    @Test
    void aValueThatCouldBeginADirectiveIsRefused() {
        for (String value :
                new String[] {"80; user root", "80\nlog", "a b", "{{host}}", "", "$x"}) {
            Map<String, String> values = Map.of("host", "h", "port", value);
            assertThatThrownBy(() -> TEMPLATE.fill(values))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("is not a plain word");
        }
    }

    @Test
    void linesForACaseStandInThatCaseOnly() {
        Template template =
                new Template("a.cfg", "all\n{{?tls}}  key {{key}}\n{{?plain}}none\nend");

        assertThat(template.forCases(Set.of("tls")).fill(Map.of("key", "k")))
                .isEqualTo("all\n  key k\nend");
        assertThat(template.forCases(Set.of("plain")).fill(Map.of())).isEqualTo("all\nnone\nend");
        assertThat(template.forCases(Set.of()).fill(Map.of())).isEqualTo("all\nend");
    }

    @Test
    void aResourceThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> Template.ofResource("nothing.cfg"))
                .hasMessageContaining("nothing.cfg");
    }
}
