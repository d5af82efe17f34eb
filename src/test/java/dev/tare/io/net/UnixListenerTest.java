package dev.tare.io.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.tare.base.time.NanoClock;
import dev.tare.testing.SocketTest;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

@SocketTest
@ParameterizedClass
@MethodSource("backEnds")
final class UnixListenerTest {
    @Parameter IoBackEnd backEnd = IoBackEnd.NIO;

    @TempDir Path folder;
    private LoopFixture fixture;

    @SuppressWarnings("NullAway.Init")
    UnixListenerTest() {}

    static Stream<IoBackEnd> backEnds() {
        return Arrays.stream(IoBackEnd.values())
                .filter(each -> each != IoBackEnd.AUTO)
                .filter(UnixListenerTest::opens);
    }

    private static boolean opens(IoBackEnd each) {
        try {
            EventLoops.open(new LoopOptions(each, 0), NanoClock.system()).close();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @BeforeEach
    void open() throws IOException {
        fixture = new LoopFixture(backEnd, 0);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private Path file() {
        return folder.resolve("socket");
    }

    private UnixDomainSocketAddress address() {
        return UnixDomainSocketAddress.of(file());
    }

    private Acceptor listen() throws IOException {
        return listen(UnixListener.OWNER_ONLY);
    }

    private Acceptor listen(Set<PosixFilePermission> permissions) throws IOException {
        return UnixListener.listen(
                fixture.loop,
                address(),
                16,
                permissions,
                c -> fixture.accept(c, new RecordingHandler()));
    }

    @Test
    void itAcceptsAndItsFileIsForTheOwnerAndGoesWithIt() throws IOException {
        Acceptor acceptor = listen();
        assertThat(acceptor.localAddress()).isEqualTo(address());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
        fixture.connect(acceptor);
        acceptor.close();
        assertThat(file()).doesNotExist();
        acceptor.close();
    }

    @Test
    void otherPermissionsMayBeAskedFor() throws IOException {
        listen(PosixFilePermissions.fromString("rw-rw----"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-rw----");
    }

    @Test
    void theFileOfADeadProcessIsReplaced() throws IOException {
        try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            dead.bind(address());
        }
        assertThat(file()).exists();
        fixture.connect(listen());
    }

    @Test
    void theFileOfALivingOneIsLeftAlone() throws IOException {
        try (ServerSocketChannel alive = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            alive.bind(address());
            assertThatIOException()
                    .isThrownBy(this::listen)
                    .withMessage(
                            "cannot listen on unix:%s: another process listens there; stop it or"
                                    + " name another",
                            file());
            try (SocketChannel client = SocketChannel.open(address())) {
                assertThat(client.isConnected()).isTrue();
            }
        }
    }

    @Test
    void aListenerWhoseQueueIsFullIsAliveToo() throws IOException {
        try (ServerSocketChannel alive = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            alive.bind(address(), 1);
            SocketChannel[] waiting = new SocketChannel[4];
            for (int i = 0; i < waiting.length; i++) {
                waiting[i] = SocketChannel.open(StandardProtocolFamily.UNIX);
                waiting[i].configureBlocking(false);
                try {
                    waiting[i].connect(address());
                } catch (IOException e) {
                    // The queue is full.
                }
            }
            assertThatIOException()
                    .isThrownBy(this::listen)
                    .withMessageContaining("another process listens there");
            for (SocketChannel each : waiting) {
                each.close();
            }
        }
    }

    @Test
    void aFileThatIsNoSocketIsLeftAlone() throws IOException {
        Files.writeString(file(), "precious");
        assertThatIOException()
                .isThrownBy(this::listen)
                .withMessageContaining("unix:" + file())
                .withMessageContaining("the file is no socket");
        assertThat(file()).hasContent("precious");
    }

    @Test
    void aLinkIsNoSocketWhereverItLeads() throws IOException {
        Path elsewhere = folder.resolve("elsewhere");
        Files.createSymbolicLink(file(), elsewhere);
        assertThatIOException().isThrownBy(this::listen).withMessageContaining("no socket");
        assertThat(Files.isSymbolicLink(file())).isTrue();
    }

    @Test
    void theFileOfASuccessorStays() throws IOException {
        Acceptor acceptor = listen();
        Files.delete(file());
        try (ServerSocketChannel next = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            next.bind(address());
            acceptor.close();
            assertThat(file()).exists();
        }
    }

    @Test
    void aFolderThatIsNotThereIsNamed() {
        assertThatIOException()
                .isThrownBy(() ->
                        UnixListener.listen(
                                fixture.loop,
                                UnixDomainSocketAddress.of(folder.resolve("no/socket")),
                                16,
                                UnixListener.OWNER_ONLY,
                                c -> new RecordingHandler()))
                .withMessageContaining("no/socket");
    }
}
