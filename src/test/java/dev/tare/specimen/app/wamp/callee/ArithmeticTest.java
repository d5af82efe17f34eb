package dev.tare.specimen.app.wamp.callee;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.specimen.app.wamp.client.Procedure;
import dev.tare.specimen.app.wamp.message.Payload;
import dev.tare.specimen.app.wamp.message.WampErrors;
import dev.tare.specimen.app.wamp.message.WampMessage.Invocation;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

final class ArithmeticTest {
    private static final BigInteger TWO_64 = BigInteger.TWO.pow(64);

    /** Keeps what a procedure says. */
    private static final class Heard implements Procedure.Caller {
        private @Nullable Object result;
        private String error = "";

        @Override
        public void progress(Payload part) {
            throw new AssertionError(part);
        }

        @Override
        public void result(Payload payload) {
            result = payload.argsOrEmpty().getFirst();
        }

        @Override
        public void error(String uri, Payload payload) {
            error = uri;
        }

        @Override
        public boolean isWaiting() {
            return true;
        }
    }

    private static Heard invoke(Arithmetic procedure, @Nullable Object... args) {
        Heard heard = new Heard();
        Payload payload = new Payload(Arrays.asList(args), Map.of("verbose", false));
        procedure.invoke(new Invocation(1, 1, Map.of(), payload), heard);
        return heard;
    }

    @ParameterizedTest
    @CsvSource({
        "add2, 2, 3, 5",
        "sub2, 2, 3, -1",
        "mul2, 2, 3, 6",
        "div2, 13, 3, 1",
        "div2, -13, 3, 2",
        "div2, 13, -3, -2",
        "div2, -13, -3, -1"
    })
    void integersAreReckonedAsPythonDoes(String name, long x, long y, long expected) {
        assertThat(invoke(Arithmetic.named(name).orElseThrow(), x, y).result).isEqualTo(expected);
    }

    static final List<Arguments> OTHERS =
            List.of(
                    Arguments.of(Arithmetic.ADD2, 2.5, 3L, 5.5),
                    Arguments.of(Arithmetic.DIV2, 5.5, 2L, 1.5),
                    Arguments.of(Arithmetic.DIV2, -5.5, 2L, 0.5),
                    Arguments.of(Arithmetic.ADD2, Long.MAX_VALUE, 1L, BigInteger.ONE.shiftLeft(63)),
                    Arguments.of(Arithmetic.MUL2, 1L << 32, 1L << 32, TWO_64),
                    Arguments.of(Arithmetic.SUB2, TWO_64, TWO_64, 0L),
                    Arguments.of(Arithmetic.DIV2, TWO_64, -3L, -2L),
                    Arguments.of(Arithmetic.DIV2, TWO_64.negate(), 3L, 2L));

    @ParameterizedTest
    @FieldSource("OTHERS")
    void numbersOfAllKindsAreReckoned(Arithmetic procedure, Object x, Object y, Object expected) {
        assertThat(invoke(procedure, x, y).result).isEqualTo(expected);
    }

    @Test
    void whatAreNotTwoNumbersIsAnInvalidArgument() {
        BigInteger tooLong = BigInteger.ONE.shiftLeft(Arithmetic.MAX_BITS);
        for (Heard heard :
                List.of(
                        invoke(Arithmetic.ADD2),
                        invoke(Arithmetic.ADD2, 1L),
                        invoke(Arithmetic.ADD2, 1L, 2L, 3L),
                        invoke(Arithmetic.ADD2, 1L, "2"),
                        invoke(Arithmetic.ADD2, null, 2L),
                        invoke(Arithmetic.DIV2, 1L, 0L),
                        invoke(Arithmetic.DIV2, 1L, 0.0),
                        invoke(Arithmetic.MUL2, tooLong, 2L))) {
            assertThat(heard.error).isEqualTo(WampErrors.INVALID_ARGUMENT);
            assertThat(heard.result).isNull();
        }
        assertThat(invoke(Arithmetic.MUL2, tooLong.subtract(BigInteger.ONE), 2L).error).isEmpty();
    }

    @Test
    void proceduresAreNamedAsTheyAreRegistered() {
        assertThat(Arithmetic.ADD2.uri()).isEqualTo("com.example.add2");
        assertThat(Arithmetic.named("com.example.mul2")).contains(Arithmetic.MUL2);
        assertThat(Arithmetic.named("ADD2")).isEmpty();
    }
}
