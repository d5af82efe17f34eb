package dev.tare.specimen.proxy;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Optional;

/**
 * The signal HUP, by which operators have a service take up its files anew, and logrotate its logs.
 *
 * <p>The JVM passes signals on by {@code sun.misc.Signal} alone, a class of {@code jdk.unsupported}
 * of which every use is a warning that cannot be switched off, and so would not compile here; hence
 * by reflection ({@code docs/decisions/0014-sighup.md}). Where the JVM has no such class, or leaves
 * the signal to others ({@code -Xrs}), it ends the process as if there were none of this.
 *
 * <p>Thread-safety: any thread; the action runs in a thread of the JVM's own.
 */
final class HangupSignal implements AutoCloseable {
    private static final String NAME = "HUP";

    private final Method handle;
    private final Object signal;
    private final Object before;

    private HangupSignal(Method handle, Object signal, Object before) {
        this.handle = handle;
        this.signal = signal;
        this.before = before;
    }

    /** Runs an action at each signal until this is closed; empty where the JVM does not tell. */
    static Optional<HangupSignal> onEach(Runnable action) {
        try {
            Class<?> signals = Class.forName("sun.misc.Signal");
            Class<?> handlers = Class.forName("sun.misc.SignalHandler");
            Object handler =
                    Proxy.newProxyInstance(
                            handlers.getClassLoader(),
                            new Class<?>[] {handlers},
                            (self, method, arguments) -> {
                                if (method.getDeclaringClass().equals(handlers)) {
                                    action.run();
                                    return null;
                                }
                                return answerAsObject(self, method, arguments);
                            });
            Object signal = signals.getConstructor(String.class).newInstance(NAME);
            Method handle = signals.getMethod("handle", signals, handlers);
            Object before = handle.invoke(null, signal, handler);
            return Optional.of(new HangupSignal(handle, signal, before));
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** What every object is asked beside the methods of its interface. */
    @SuppressWarnings("ReferenceEquality") // Two handlers are never alike.
    private static Object answerAsObject(Object self, Method method, Object[] arguments) {
        return switch (method.getName()) {
            case "equals" -> self == arguments[0];
            case "hashCode" -> System.identityHashCode(self);
            default -> "a handler of " + NAME;
        };
    }

    /** Whoever had the signal before has it again. */
    @Override
    public void close() {
        try {
            handle.invoke(null, signal, before);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a signal that was handled cannot be given back", e);
        }
    }
}
