package dev.tare.io.net;

import dev.tare.base.time.NanoClock;
import java.io.FileInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * A server that has no descriptor left for a while. It prints {@code full PORT}, then {@code quiet}
 * or {@code spins}, then {@code accepted}; for a process of its own, with a low limit.
 */
final class OutOfDescriptors {
    private static final long A_WHILE_NS = 120_000_000;
    private static final long FEW_CLOCK_READS = 1000;

    private OutOfDescriptors() {}

    public static void main(String[] arguments) throws IOException {
        try (LoopFixture fixture = new LoopFixture(IoBackEnd.valueOf(arguments[0]), 0)) {
            Acceptor acceptor = fixture.listen(RecordingHandler::new);
            loadClasses(fixture, acceptor);
            List<FileInputStream> wasted = wasteDescriptors();
            System.out.println("full " + ((InetSocketAddress) acceptor.localAddress()).getPort());
            // The other process connects and says so.
            int answer = System.in.read();
            long readsBefore = fixture.clockReads();
            int events = fixture.pollFor(A_WHILE_NS);
            long reads = fixture.clockReads() - readsBefore;
            boolean quiet = answer == '\n' && events == 0 && reads < FEW_CLOCK_READS;
            System.out.println(quiet ? "quiet" : "spins %d %d".formatted(events, reads));
            for (FileInputStream stream : wasted) {
                stream.close();
            }
            int before = fixture.accepted.size();
            fixture.until(() -> fixture.accepted.size() > before);
            System.out.println("accepted");
        }
    }

    /** A class that is first needed when there is no descriptor left could not be read. */
    private static void loadClasses(LoopFixture fixture, Acceptor acceptor) throws IOException {
        fixture.connect(acceptor).connection().close();
        LinuxFailures.of(0);
        NioFailures.of(new IOException());
        fixture.pollFor(1);
        NanoClock.system().nowNs();
    }

    private static List<FileInputStream> wasteDescriptors() {
        List<FileInputStream> wasted = new ArrayList<>();
        while (true) {
            try {
                wasted.add(new FileInputStream("/dev/null"));
            } catch (IOException e) {
                return wasted;
            }
        }
    }
}
