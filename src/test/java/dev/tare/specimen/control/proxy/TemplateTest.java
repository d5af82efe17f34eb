package dev.tare.specimen.control.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
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
    void aLineCanBeForSeveralCasesAtOnce() {
        Template template = new Template("a.cfg", "{{?tls}}{{?http2}}both\n{{?tls}}one\n");

        assertThat(template.forCases(Set.of("tls", "http2")).text()).isEqualTo("both\none\n");
        assertThat(template.forCases(Set.of("tls")).text()).isEqualTo("one\n");
    }

    @Test
    void linesForAGroupStandOnceForEachOfItsItems() {
        Template template =
                new Template(
                        "a.cfg",
                        """
                        max {{max}}
                        {{*way}}way {{name}}
                        {{*way}}{{?tls}}tls {{max}}
                        {{*way}}{{*peer}}  peer {{uri}}
                        end
                        """);
        Template.Item peer = new Template.Item(Map.of("uri", "spiffe://a/b"), Set.of(), Map.of());
        Template.Item one =
                new Template.Item(
                        Map.of("name", "in"), Set.of("tls"), Map.of("peer", List.of(peer, peer)));
        Template.Item two =
                new Template.Item(Map.of("name", "out"), Set.of(), Map.of("peer", List.of()));

        assertThat(template.forEach("way", List.of(one, two)).fill(Map.of("max", "9")))
                .isEqualTo(
                        """
                        max 9
                        way in
                        tls 9
                          peer spiffe://a/b
                          peer spiffe://a/b
                        way out
                        end
                        """);
    }

    @Test
    void aGroupThatIsNotThereOrNotGivenIsRefused() {
        Template.Item item = new Template.Item(Map.of("x", "a b"), Set.of(), Map.of());
        assertThatThrownBy(() -> TEMPLATE.forEach("way", List.of(item)))
                .hasMessage("a.cfg has no lines for {{*way}}");
        Template nested = new Template("a.cfg", "{{*way}}{{*peer}}x\n");
        assertThatThrownBy(() -> nested.forEach("way", List.of(item)))
                .hasMessageContaining("is not a plain word");
        Template.Item plain = new Template.Item(Map.of(), Set.of(), Map.of());
        assertThatThrownBy(() -> nested.forEach("way", List.of(plain)))
                .hasMessage("a.cfg: nothing is given for {{*peer}}");
    }

    @Test
    void aResourceThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> Template.ofResource("nothing.cfg"))
                .hasMessageContaining("nothing.cfg");
    }
}
