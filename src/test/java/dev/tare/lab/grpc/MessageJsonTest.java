package dev.tare.lab.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** JSON to messages and back; where it is none, the place. */
final class MessageJsonTest {
    private static final GrpcMethod SAME = GrpcFixtures.echo("Same");

    @Test
    void everyKindOfFieldGoesThereAndBack() throws GrpcException {
        String json =
                """
                {"text": "a\\u00e9", "maybe": "", "numbers": [1, -2], "unpacked": [3],
                 "leavesByName": {"x": {"name": "n", "weightGrams": "9007199254740993"}},
                 "moods": {"-1": "SAD"}, "word": "w", "mood": "GLAD",
                 "at": "2026-11-20T10:00:00.000000001Z", "lasting": "1.500s",
                 "any": {"@type": "type.googleapis.com/tare.test.v1.Leaf", "name": "in any"},
                 "struct": {"k": [null, true, 1.5, {"d": "e"}]}, "wrapped": "7",
                 "mask": "text,otherName", "somethingElse": "o", "maybeNumber": 0,
                 "inner": {"rich": {"flag": true}}, "nothing": {}, "zigzag": "-5", "fixed": 6,
                 "wide": 1.0E-300, "narrow": "NaN", "flag": true,
                 "large": "18446744073709551615", "signed": "-9",
                 "leaves": [{"raw": "/w=="}]}
                """;
        byte[] bytes = SAME.request().encode(json);
        JsonMapper mapper = new JsonMapper();
        assertThat(mapper.readTree(SAME.response().print(bytes))).isEqualTo(mapper.readTree(json));
    }

    @Test
    void bothNamesOfAFieldAreTaken() throws GrpcException {
        assertThat(SAME.request().encode("{\"other_name\":\"a\"}"))
                .isEqualTo(SAME.request().encode("{\"somethingElse\":\"a\"}"))
                .hasSize(4);
    }

    @Test
    void nothingIsAnEmptyMessage() throws GrpcException {
        for (String blank : new String[] {"", " \n", "{}"}) {
            assertThat(SAME.request().encode(blank)).isEmpty();
        }
        assertThat(SAME.response().print(new byte[0])).isEqualTo("{}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{`nope`: 1} | $.nope: tare.test.v1.Rich has no such field; it has ",
                "{`numbers`: [1, `x`]} | $.numbers[1]: ",
                "{`numbers`: 5} | $.numbers: ",
                "{`leaves`: [{}, {`nam`: 1}]} | $.leaves[1].nam: tare.test.v1.Leaf has no such"
                        + " field; it has name, raw, weightGrams",
                "{`leavesByName`: {`k`: {`weightGrams`: true}}} | $.leavesByName.k.weightGrams: ",
                "{`inner`: {`rich`: {`flag`: 3}}} | $.inner.rich.flag: ",
                "{`mood`: `ANGRY`} | $.mood: ",
                "{`at`: `yesterday`} | $.at: ",
                "{`any`: {`@type`: `type.googleapis.com/no.Such`}} | $.any: ",
                "{`fixed`: -1} | $.fixed: ",
                "{`flag`: 1, `text`: 2} | $.flag: ",
                "{`word`: `a`, `leaf`: {}} | $: ",
                "{`other_name`: `a`, `somethingElse`: `b`} | $.somethingElse: the field is given"
                        + " twice",
                "3 | $: ",
                "`text` | $: "
            })
    void aFaultIsNamedWithItsPlace(String json, String message) {
        assertThatThrownBy(() -> SAME.request().encode(json.replace('`', '"')))
                .isInstanceOf(GrpcException.class)
                .hasMessageStartingWith(message.strip())
                .hasMessageEndingWith("(message tare.test.v1.Rich)")
                .message()
                .hasLineCount(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"text\": }",
                "{text: 1}",
                "{'text': 'a'}",
                "{\"text\": \"a\",}",
                "{\"text\": \"a\", \"text\": \"b\"}",
                "{\"text\": \"a\"",
                "nope"
            })
    void whatIsNoStrictJsonIsRefusedWithLineAndColumn(String json) {
        assertThatThrownBy(() -> SAME.request().encode("\n" + json))
                .isInstanceOf(GrpcException.class)
                .hasMessageStartingWith("the message is no JSON at line 2, column ");
    }

    @Test
    void twoValuesAreNotOneMessage() {
        assertThatThrownBy(() -> SAME.request().encode("{} {}"))
                .hasMessage("2 JSON values where one tare.test.v1.Rich is wanted");
    }

    @Test
    void depthWithoutEndIsRefused() {
        assertThatThrownBy(() ->
                        SAME.request()
                                .encode(
                                        "{\"inner\":{\"rich\":".repeat(200)
                                                + "{}"
                                                + "}}".repeat(200)))
                .isInstanceOf(GrpcException.class);
        assertThatThrownBy(() -> SAME.request().encode("[".repeat(100_000)))
                .isInstanceOf(GrpcException.class);
    }

    @Test
    void bytesThatAreNoMessageAreRefused() {
        assertThatThrownBy(() -> SAME.response().print(new byte[] {10, 5, 1}))
                .isInstanceOf(GrpcException.class)
                .hasMessageStartingWith("3 bytes cannot be shown as tare.test.v1.Rich: ");
    }

    @Test
    void anAnyOfAnUnknownTypeIsSaidToBeOne() {
        // Field 12 of Rich is the Any; field 1 of that the type's URL.
        byte[] message = new byte[] {98, 5, 10, 3, 'a', '/', 'b'};
        assertThatThrownBy(() -> SAME.response().print(message))
                .isInstanceOf(GrpcException.class)
                .hasMessageContaining("a/b");
    }
}
