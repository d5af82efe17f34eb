package dev.tare.specimen.app.wamp.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

final class WampMessagesTest {
    private static final Map<String, @Nullable Object> DICT = Map.of("a", 1L);
    private static final Map<String, @Nullable Object> NONE = Map.of();

    /** Each kind of message as it stands in the specification's lists. */
    static final List<List<@Nullable Object>> LISTS =
            List.of(
                    List.of(1L, "realm1", Map.of("roles", Map.of())),
                    List.of(2L, 9129137332L, DICT),
                    List.of(3L, Map.of("message", "m"), "wamp.error.no_such_realm"),
                    List.of(4L, "wampcra", DICT),
                    List.of(5L, "signature", DICT),
                    List.of(6L, NONE, "wamp.close.close_realm"),
                    List.of(8L, 48L, 7L, NONE, "com.example.error"),
                    List.of(8L, 68L, 7L, NONE, "com.example.error", List.of(1L)),
                    List.of(8L, 48L, 7L, NONE, "com.example.error", List.of(), DICT),
                    List.of(16L, 1L, DICT, "com.example.topic"),
                    List.of(16L, 1L, DICT, "com.example.topic", List.of("x"), DICT),
                    List.of(17L, 1L, 1L << 53),
                    List.of(32L, 1L, NONE, "com.example.topic"),
                    List.of(33L, 1L, 2L),
                    List.of(34L, 1L, 2L),
                    List.of(35L, 1L),
                    List.of(36L, 1L, 2L, NONE),
                    List.of(36L, 1L, 2L, NONE, List.of("x")),
                    List.of(48L, 1L, NONE, "com.example.add2", List.of(2L, 3L)),
                    List.of(49L, 1L, Map.of("mode", "kill")),
                    List.of(50L, 1L, NONE),
                    List.of(50L, 1L, NONE, List.of(5L), NONE),
                    List.of(64L, 1L, NONE, "com.example.add2"),
                    List.of(65L, 1L, 2L),
                    List.of(66L, 1L, 2L),
                    List.of(67L, 1L),
                    List.of(68L, 1L, 2L, NONE, List.of()),
                    List.of(69L, 1L, NONE),
                    List.of(70L, 1L, NONE, List.of(5L)));

    @ParameterizedTest
    @FieldSource("LISTS")
    void whatIsReadIsWrittenAsItWas(List<@Nullable Object> list) throws ProtocolFault {
        assertThat(WampMessages.toList(WampMessages.fromList(list))).isEqualTo(list);
    }

    @Test
    void everyKindOfMessageIsAmongThem() throws ProtocolFault {
        List<Class<?>> kinds =
                Arrays.stream(WampMessage.class.getPermittedSubclasses()).distinct().toList();
        List<Class<?>> read = new java.util.ArrayList<>();
        for (List<@Nullable Object> list : LISTS) {
            read.add(WampMessages.fromList(list).getClass());
        }
        assertThat(read).containsAll(kinds);
    }

    @Test
    void absentAndEmptyArgumentsAreKeptApart() throws ProtocolFault {
        assertThat(payloadOf(List.of(70L, 1L, NONE))).isEqualTo(Payload.NONE);
        assertThat(payloadOf(List.of(70L, 1L, NONE, List.of())))
                .isEqualTo(new Payload(List.of(), null));
        assertThat(payloadOf(List.of(70L, 1L, NONE, List.of(), NONE)))
                .isEqualTo(new Payload(List.of(), Map.of()));
    }

    private static Payload payloadOf(List<@Nullable Object> list) throws ProtocolFault {
        return ((WampMessage.Yield) WampMessages.fromList(list)).payload();
    }

    @Test
    void keywordArgumentsAloneAreWrittenBehindAnEmptyList() {
        Payload payload = new Payload(null, DICT);
        assertThat(WampMessages.toList(new WampMessage.Yield(1, NONE, payload)))
                .isEqualTo(List.of(70L, 1L, NONE, List.of(), DICT));
    }

    static final List<List<@Nullable Object>> NO_MESSAGES =
            List.of(
                    List.of(),
                    List.of("1", "realm1", NONE),
                    List.of(0L),
                    List.of(-1L, 1L),
                    List.of(7L, NONE, "a.b"),
                    List.of(71L, 1L, NONE),
                    List.of(1L << 40, 1L),
                    List.of((1L << 32) + 48, 1L, NONE, "a.b"),
                    List.of(1L, "realm1"),
                    List.of(1L, "realm1", NONE, NONE),
                    List.of(1L, 5L, NONE),
                    List.of(1L, "no realm", NONE),
                    List.of(1L, "realm1", List.of()),
                    List.of(2L, 0L, NONE),
                    List.of(2L, (1L << 53) + 1, NONE),
                    List.of(2L, 1.0, NONE),
                    List.of(2L, java.math.BigInteger.TWO, NONE),
                    List.of(3L, NONE, ""),
                    List.of(4L, 1L, NONE),
                    List.of(6L, NONE, "a..b"),
                    List.of(8L, 47L, 1L, NONE, "a.b"),
                    List.of(8L, (1L << 32) + 48, 1L, NONE, "a.b"),
                    List.of(8L, 48L, 1L, NONE, "a.b", List.of(), NONE, NONE),
                    List.of(16L, 1L, NONE, "a.b", NONE),
                    List.of(48L, 1L, NONE, "a.b", List.of(), List.of()),
                    List.of(48L, -1L, NONE, "a.b"),
                    List.of(48L, 1L, NONE, 5L),
                    List.of(48L, 1L, NONE, "a".repeat(WampUri.MAX_CHARS + 1)));

    @ParameterizedTest
    @FieldSource("NO_MESSAGES")
    void whatIsNoMessageIsAViolation(List<@Nullable Object> list) {
        assertThatExceptionOfType(ProtocolFault.class)
                .isThrownBy(() -> WampMessages.fromList(list))
                .satisfies(fault ->
                        assertThat(fault.reason()).isEqualTo(WampErrors.PROTOCOL_VIOLATION));
    }

    @Test
    void nullIsNotTakenForAnElement() {
        assertThatExceptionOfType(ProtocolFault.class)
                .isThrownBy(() -> WampMessages.fromList(Arrays.asList(1L, "realm1", null)))
                .withMessage("HELLO: details must be a dictionary");
    }

    @Test
    void theFaultNamesKindElementAndRule() {
        assertThatExceptionOfType(ProtocolFault.class)
                .isThrownBy(() -> WampMessages.fromList(List.of(48L, 0L, NONE, "a.b")))
                .withMessage("CALL: request must be 1 to 2^53");
    }

    @Test
    void whetherAProcedureIsAUriIsLeftToTheRouter() throws ProtocolFault {
        List<@Nullable Object> call = List.of(48L, 1L, NONE, "no procedure");
        assertThat(WampMessages.toList(WampMessages.fromList(call))).isEqualTo(call);
    }

    @Test
    void theProofIsNotShown() {
        assertThat(new WampMessage.Authenticate("secret", NONE)).hasToString("Authenticate");
    }

    @ParameterizedTest
    @ValueSource(strings = {"realm1", "com.example.add2", "a-b.c_d.ä", "a.1"})
    void looseUrisAreTaken(String uri) {
        assertThat(WampUri.isExact(uri)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "a.", ".a", "a..b", "a b", "a#b", "a\tb", "a\u00a0b"})
    void whatIsNoUriIsNot(String uri) {
        assertThat(WampUri.isExact(uri)).isFalse();
    }

    @Test
    void patternsMayHaveEmptyComponentsAndPrefixesAnEmptyEnd() {
        assertThat(WampUri.isWildcard("a..b")).isTrue();
        assertThat(WampUri.isWildcard("..")).isTrue();
        assertThat(WampUri.isWildcard("a. .b")).isFalse();
        assertThat(WampUri.isPrefix("a.b.")).isTrue();
        assertThat(WampUri.isPrefix("")).isTrue();
        assertThat(WampUri.isPrefix("a..b")).isFalse();
        assertThat(WampUri.isPrefix(".")).isFalse();
    }

    @Test
    void idsWrapAfterTheLargest() {
        assertThat(WampId.after(0)).isEqualTo(1);
        assertThat(WampId.after(WampId.MAX - 1)).isEqualTo(WampId.MAX);
        assertThat(WampId.after(WampId.MAX)).isEqualTo(1);
    }
}
