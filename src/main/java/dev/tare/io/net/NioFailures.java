package dev.tare.io.net;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.util.Locale;

/**
 * Tells an {@link IoFailure} from an exception of {@code java.nio}, which has no error number: by
 * its class where that says enough, else by the words of the C library's {@code strerror}, which
 * the JDK takes over.
 */
final class NioFailures {
    private NioFailures() {}

    static IoFailure of(IOException exception) {
        if (exception instanceof NoRouteToHostException) {
            return IoFailure.UNREACHABLE;
        }
        String message = exception.getMessage();
        String words = message == null ? "" : message.toLowerCase(Locale.ROOT);
        if (words.contains("refused") || words.contains("no such file")) {
            return IoFailure.REFUSED;
        }
        if (words.contains("timed out")) {
            return IoFailure.TIMED_OUT;
        }
        if (words.contains("reset") || words.contains("broken pipe") || words.contains("abort")) {
            return IoFailure.RESET;
        }
        if (words.contains("unreachable") || words.contains("network is down")) {
            return IoFailure.UNREACHABLE;
        }
        if (words.contains("too many open files")
                || words.contains("temporarily unavailable")
                || words.contains("no buffer space")
                || words.contains("cannot allocate memory")
                || words.contains("assign requested address")) {
            return IoFailure.NO_RESOURCES;
        }
        return exception instanceof ConnectException ? IoFailure.REFUSED : IoFailure.OTHER;
    }
}
