package dev.tare.io.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import org.junit.jupiter.api.Test;

/** Both back ends call the same error by the same name. */
final class FailuresTest {

    @Test
    void errorsHaveOneNameOnBothBackEnds() {
        assertNames(IoFailure.REFUSED, 111, new ConnectException("Connection refused"));
        assertNames(IoFailure.UNREACHABLE, 113, new NoRouteToHostException("No route to host"));
        assertNames(IoFailure.UNREACHABLE, 101, new SocketException("Network is unreachable"));
        assertNames(IoFailure.UNREACHABLE, 100, new SocketException("Network is down"));
        assertNames(IoFailure.TIMED_OUT, 110, new ConnectException("Connection timed out"));
        assertNames(IoFailure.RESET, 104, new SocketException("Connection reset"));
        assertNames(IoFailure.RESET, 104, new IOException("Connection reset by peer"));
        assertNames(IoFailure.RESET, 32, new IOException("Broken pipe"));
        assertNames(IoFailure.RESET, 103, new IOException("Software caused connection abort"));
        assertNames(IoFailure.NO_RESOURCES, 24, new SocketException("Too many open files"));
        assertNames(
                IoFailure.NO_RESOURCES, 23, new SocketException("Too many open files in system"));
        assertNames(IoFailure.NO_RESOURCES, 105, new SocketException("No buffer space available"));
        assertNames(IoFailure.NO_RESOURCES, 12, new IOException("Cannot allocate memory"));
        assertNames(
                IoFailure.NO_RESOURCES, 99, new BindException("Cannot assign requested address"));
        assertNames(IoFailure.REFUSED, 2, new SocketException("No such file or directory"));
        assertNames(
                IoFailure.NO_RESOURCES, 11, new IOException("Resource temporarily unavailable"));
        assertNames(IoFailure.OTHER, 22, new SocketException("Invalid argument"));
        assertThat(NioFailures.of(new IOException())).isEqualTo(IoFailure.OTHER);
    }

    private static void assertNames(IoFailure name, int errno, IOException exception) {
        assertThat(LinuxFailures.of(errno)).isEqualTo(name);
        assertThat(NioFailures.of(exception)).as(exception.getMessage()).isEqualTo(name);
    }
}
