package dev.tare.view.cli.serve;

import dev.tare.io.net.IoBackEnd;
import dev.tare.io.net.LoopOptions;
import picocli.CommandLine.Option;

/** The flags that every server on an event loop has. */
final class LoopFlags {
    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "1",
            description = "Event loops, one a thread (default: ${DEFAULT-VALUE}).")
    private int threads;

    @Option(
            names = "--io",
            paramLabel = "BACK END",
            defaultValue = "auto",
            description = "auto, epoll, io_uring or nio (default: ${DEFAULT-VALUE}).")
    private IoBackEnd backEnd = IoBackEnd.AUTO;

    LoopFlags() {}

    int threads() {
        return threads;
    }

    LoopOptions loop() {
        return new LoopOptions(backEnd, 0);
    }
}
