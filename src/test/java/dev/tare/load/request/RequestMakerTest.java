package dev.tare.load.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tare.base.core.Field;
import dev.tare.base.core.RequestSpec;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RequestMakerTest {
    private static final TemplateData TABLE =
            new TemplateData(
                    List.of("name", "city"),
                    List.of(
                            List.of("Ann & Co", "Köln"),
                            List.of("b/c?d", ""),
                            List.of("100%", "x y")),
                    7);

    private final OutgoingRequest slot = new OutgoingRequest();

    private String body(RequestMaker maker, long sequence) {
        String text = MadeRequests.text(maker, sequence, slot);
        return text.substring(text.indexOf("\r\n\r\n") + 4);
    }

    private String target(RequestMaker maker, long sequence) {
        maker.make(sequence, slot);
        return MadeRequests.text(slot.bytes(), slot.targetOffset(), slot.targetLength());
    }

    @Test
    void withoutATemplateBracesAreJustText() {
        RequestMaker maker =
                MadeRequests.maker(MadeRequests.spec("POST", "/{{x}}"), "{{seq}", Optional.empty());
        String first = MadeRequests.text(maker, 0, slot);
        assertThat(first).startsWith("POST /{{x}} HTTP/1.1\r\n").endsWith("\r\n\r\n{{seq}");
        assertThat(MadeRequests.text(maker, 1, slot)).isEqualTo(first);
        assertThat(target(maker, 2)).isEqualTo("/{{x}}");
    }

    @Test
    void theSameRequestIsSentFromTheSameMemory() {
        RequestMaker maker =
                MadeRequests.maker(MadeRequests.spec("GET", "/"), "", Optional.empty());
        OutgoingRequest other = new OutgoingRequest();
        maker.make(0, slot);
        maker.make(1, other);
        assertThat(slot.bytes()).isEqualTo(other.bytes());
    }

    @Test
    void aTemplateWithoutHolesIsTheRequestItself() {
        RequestSpec request = MadeRequests.spec("PUT", "/a", new Field("X", "y"));
        String constant =
                MadeRequests.text(MadeRequests.maker(request, "z", Optional.empty()), 0, slot);
        RequestMaker template = MadeRequests.template(request, "z", TemplateData.seeded(1));
        assertThat(MadeRequests.text(template, 5, slot)).isEqualTo(constant);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 9, 10, 12_345_678_901L, Long.MAX_VALUE})
    void theNumberStandsWhereItIsAskedForAndTheLengthIsRight(long sequence) {
        RequestMaker maker =
                MadeRequests.template(
                        MadeRequests.spec(
                                "POST", "/{{seq}}?q={{seq}}", new Field("N", "<{{seq}}>")),
                        "{\"a\":{\"b\":{{seq}}}}",
                        TemplateData.seeded(1));
        String text = MadeRequests.text(maker, sequence, slot);
        assertThat(text)
                .startsWith("POST /%d?q=%d HTTP/1.1\r\n".formatted(sequence, sequence))
                .contains("\r\nN: <%d>\r\n".formatted(sequence))
                .endsWith("\r\n\r\n{\"a\":{\"b\":%d}}".formatted(sequence));
    }

    @Test
    void ofThreeBracesTheLastTwoOpen() {
        RequestMaker maker =
                MadeRequests.template(
                        MadeRequests.spec("POST", "/"), "{{{seq}}} {", TemplateData.seeded(1));
        assertThat(body(maker, 4)).isEqualTo("{4} {");
    }

    @Test
    void randomNumbersDependOnSeedAndNumberOnly() {
        RequestSpec request = MadeRequests.spec("POST", "/{{random}}");
        String text = "{{random}} {{random:5-5}} {{random:1-6}}";
        RequestMaker one = MadeRequests.template(request, text, TemplateData.seeded(3));
        RequestMaker same = MadeRequests.template(request, text, TemplateData.seeded(3));
        RequestMaker other = MadeRequests.template(request, text, TemplateData.seeded(4));
        Set<String> dice = new HashSet<>();
        Set<String> bodies = new HashSet<>();
        for (int i = 999; i >= 0; i--) {
            String body = body(one, i);
            assertThat(body(same, i)).isEqualTo(body).isNotEqualTo(body(other, i));
            assertThat(body).matches("\\d{1,15} 5 [1-6]");
            assertThat("/" + body.substring(0, body.indexOf(' '))).isNotEqualTo(target(one, i));
            dice.add(body.substring(body.length() - 1));
            bodies.add(body);
        }
        assertThat(dice).hasSize(6);
        assertThat(bodies).hasSize(1000);
    }

    @Test
    void randomValuesNeverChange() {
        RequestMaker maker =
                MadeRequests.template(
                        MadeRequests.spec("POST", "/"),
                        "{{random}} {{random:0-999}} {{uuid}}",
                        TemplateData.seeded(1));
        assertThat(body(maker, 0))
                .isEqualTo("480294310474533 277 976c289b-c77c-4512-a6e9-c1e4d466b847");
    }

    @Test
    void uuidsAreOfVersionFourAndDiffer() {
        RequestMaker maker =
                MadeRequests.template(
                        MadeRequests.spec("POST", "/"), "{{uuid}}{{uuid}}", TemplateData.seeded(1));
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 500; i++) {
            String body = body(maker, i);
            for (String uuid : List.of(body.substring(0, 36), body.substring(36))) {
                assertThat(uuid)
                        .matches(
                                "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
                seen.add(uuid);
            }
        }
        assertThat(seen).hasSize(1000);
    }

    @Test
    void rowsAreUsedInTurnAndEncodedForTheirPlace() {
        RequestMaker maker =
                MadeRequests.template(
                        MadeRequests.spec(
                                "POST",
                                "/u?n={{csv.name}}&c={{csv.city}}",
                                new Field("City", "{{csv.city}}")),
                        "{{csv.name}}, {{csv.city}}",
                        TABLE);
        assertThat(target(maker, 0)).isEqualTo("/u?n=Ann%20%26%20Co&c=K%C3%B6ln");
        assertThat(target(maker, 4)).isEqualTo("/u?n=b%2Fc%3Fd&c=");
        assertThat(target(maker, 2)).isEqualTo("/u?n=100%25&c=x%20y");
        assertThat(MadeRequests.text(maker, 3, slot)).contains("\r\nCity: Köln\r\n");
        assertThat(body(maker, 3_000_000_000L)).isEqualTo("Ann & Co, Köln");
        assertThat(body(maker, 2)).isEqualTo("100%, x y");
    }

    @Test
    void aRawValueStandsInTheTargetAsItIs() {
        TemplateData paths = new TemplateData(List.of("p"), List.of(List.of("a/b?c=%20d")), 1);
        RequestMaker maker =
                MadeRequests.template(MadeRequests.spec("GET", "/{{csv.p:raw}}"), "", paths);
        assertThat(target(maker, 0)).isEqualTo("/a/b?c=%20d");
    }

    static Stream<Arguments> unfillable() {
        return Stream.of(
                Arguments.of("/{{seq", "", "a {{ in the request target is not closed by }}"),
                Arguments.of("/{{sec}}", "", "{{sec}} in the request target is not known"),
                Arguments.of("/{{csv.x}}", "", "{{csv.name}}, {{csv.city}}; with :raw"),
                Arguments.of("/", "{{csv.name:raw}}", "{{csv.name:raw}} in the body is not known"),
                Arguments.of("/", "{{random:6-1}}", "6 is more than 1"),
                Arguments.of("/{{csv.name:raw}}", "", "column \"name\", row 1 of the data"),
                Arguments.of("/", "x".repeat(TemplateRequestMaker.MAX_BODY_BYTES + 1), "the body"));
    }

    @ParameterizedTest(name = "{2}")
    @MethodSource("unfillable")
    void whatCannotBeFilledIsSaidInOneLine(String target, String body, String expected) {
        assertThatThrownBy(
                        () -> MadeRequests.template(MadeRequests.spec("POST", target), body, TABLE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(expected)
                .message()
                .hasLineCount(1);
    }

    @Test
    void aControlCharacterIsRefusedForAHeaderButNotForABody() {
        TemplateData data =
                new TemplateData(List.of("v"), List.of(List.of("ok"), List.of("a\r\nB: c")), 1);
        RequestSpec inHeader = MadeRequests.spec("POST", "/", new Field("A", "{{csv.v}}"));
        assertThatThrownBy(() -> MadeRequests.template(inHeader, "", data))
                .hasMessageContaining("column \"v\", row 2 of the data")
                .hasMessageContaining("control character");
        RequestMaker inBody =
                MadeRequests.template(MadeRequests.spec("POST", "/"), "{{csv.v}}", data);
        assertThat(body(inBody, 1)).isEqualTo("a\r\nB: c");
    }

    @Test
    void aHostThatIsNoneIsRefusedWhicheverRowItStandsIn() {
        TemplateData hosts =
                new TemplateData(List.of("h"), List.of(List.of("a"), List.of("b c")), 1);
        RequestSpec request = MadeRequests.spec("GET", "/", new Field("Host", "{{csv.h}}"));
        assertThatThrownBy(() -> MadeRequests.template(request, "", hosts))
                .hasMessageContaining("no HTTP/1.1 request");
    }

    @Test
    void aHeadThatMayBecomeTooLargeIsRefused() {
        TemplateData data =
                new TemplateData(
                        List.of("v"), List.of(List.of(""), List.of("x".repeat(70_000))), 1);
        RequestSpec request = MadeRequests.spec("GET", "/", new Field("A", "{{csv.v}}"));
        assertThatThrownBy(() -> MadeRequests.template(request, "", data))
                .hasMessageContaining("the head may have");
    }

    @Test
    void cookiesFollowTheFieldsOfAnyMaker() {
        OutgoingRequest client = new OutgoingRequest(new CookieJar(false, () -> 0));
        RequestSpec request = MadeRequests.spec("POST", "/a/b");
        for (RequestMaker maker :
                List.of(
                        MadeRequests.maker(request, "body", Optional.empty()),
                        MadeRequests.template(request, "body", TemplateData.seeded(1)))) {
            assertThat(MadeRequests.text(maker, 0, client)).doesNotContain("Cookie");
            client.cookies().take(MadeRequests.answer("Set-Cookie: k=v; Path=/a"), client);
            client.cookies().take(MadeRequests.answer("Set-Cookie: n=o; Path=/x"), client);
            assertThat(MadeRequests.text(maker, 0, client))
                    .endsWith("\r\nContent-Length: 4\r\nCookie: k=v\r\n\r\nbody");
            client.cookies()
                    .take(MadeRequests.answer("Set-Cookie: k=; Path=/a; Max-Age=0"), client);
            assertThat(MadeRequests.text(maker, 0, client)).doesNotContain("Cookie");
        }
    }

    @Test
    void aCookieThatTheRequestGivesItselfIsSentAlone() {
        OutgoingRequest client = new OutgoingRequest(new CookieJar(false, () -> 0));
        RequestMaker maker =
                MadeRequests.maker(
                        MadeRequests.spec("GET", "/", new Field("cookie", "own=1")),
                        "",
                        Optional.empty());
        maker.make(0, client);
        client.cookies().take(MadeRequests.answer("Set-Cookie: k=v"), client);
        assertThat(MadeRequests.text(maker, 1, client)).contains("own=1").doesNotContain("k=v");
    }
}
