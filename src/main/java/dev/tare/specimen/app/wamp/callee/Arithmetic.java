package dev.tare.specimen.app.wamp.callee;

import dev.tare.specimen.app.wamp.client.Procedure;
import dev.tare.specimen.app.wamp.message.Payload;
import dev.tare.specimen.app.wamp.message.WampErrors;
import dev.tare.specimen.app.wamp.message.WampMessage.Invocation;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Procedures of two numbers, which reckon as the original's Python does: integers without bound
 * (here {@link #MAX_BITS}), {@code div2} is the remainder with the sign of the divisor. Keyword
 * arguments, such as the original's {@code verbose}, are taken and not looked at.
 *
 * <p>Source: crossbario/crossbar-examples, rest/caller_performance/components.
 *
 * <p>Thread-safety: any thread.
 */
public enum Arithmetic implements Procedure {
    ADD2,
    SUB2,
    MUL2,
    DIV2;

    /** The longest integer taken as an argument, in bits: a product of two can be sent on. */
    public static final int MAX_BITS = 500;

    private static final String PREFIX = "com.example.";

    /** As it is registered: {@code com.example.add2}. */
    public String uri() {
        return PREFIX + word();
    }

    private String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** By its name without or with what stands before it. */
    public static Optional<Arithmetic> named(String name) {
        for (Arithmetic procedure : values()) {
            if (name.equals(procedure.word()) || name.equals(procedure.uri())) {
                return Optional.of(procedure);
            }
        }
        return Optional.empty();
    }

    @Override
    public void invoke(Invocation invocation, Caller caller) {
        List<?> args = invocation.payload().argsOrEmpty();
        if (args.size() != 2
                || !(args.get(0) instanceof Number x)
                || !(args.get(1) instanceof Number y)
                || isTooLong(x)
                || isTooLong(y)) {
            refuse(caller, "%s takes two numbers".formatted(word()));
        } else if (this == DIV2 && y.doubleValue() == 0) {
            refuse(caller, "division by zero");
        } else {
            caller.result(Payload.of(List.of(of(x, y))));
        }
    }

    private static boolean isTooLong(Number number) {
        return number instanceof BigInteger integer && integer.bitLength() > MAX_BITS;
    }

    private static void refuse(Caller caller, String message) {
        caller.error(WampErrors.INVALID_ARGUMENT, Payload.of(List.of(message)));
    }

    private Number of(Number x, Number y) {
        if (x instanceof Double || y instanceof Double) {
            return ofDoubles(x.doubleValue(), y.doubleValue());
        }
        if (x instanceof Long a && y instanceof Long b) {
            try {
                return ofLongs(a, b);
            } catch (ArithmeticException _) {
                // Beyond 64 bits: reckoned anew without that bound.
            }
        }
        return smallest(ofIntegers(integer(x), integer(y)));
    }

    private double ofDoubles(double x, double y) {
        return switch (this) {
            case ADD2 -> x + y;
            case SUB2 -> x - y;
            case MUL2 -> x * y;
            case DIV2 -> {
                double rest = x % y;
                yield rest != 0 && (rest < 0) != (y < 0) ? rest + y : rest;
            }
        };
    }

    private long ofLongs(long x, long y) {
        return switch (this) {
            case ADD2 -> Math.addExact(x, y);
            case SUB2 -> Math.subtractExact(x, y);
            case MUL2 -> Math.multiplyExact(x, y);
            case DIV2 -> Math.floorMod(x, y);
        };
    }

    private BigInteger ofIntegers(BigInteger x, BigInteger y) {
        return switch (this) {
            case ADD2 -> x.add(y);
            case SUB2 -> x.subtract(y);
            case MUL2 -> x.multiply(y);
            case DIV2 -> {
                BigInteger rest = x.remainder(y);
                yield rest.signum() * y.signum() < 0 ? rest.add(y) : rest;
            }
        };
    }

    private static BigInteger integer(Number number) {
        return number instanceof BigInteger integer
                ? integer
                : BigInteger.valueOf(number.longValue());
    }

    private static Number smallest(BigInteger integer) {
        return integer.bitLength() < Long.SIZE ? (Number) integer.longValueExact() : integer;
    }
}
