package dev.tare.lab.calibrate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files of {@code /proc} and {@code /sys} in a folder of a test. */
record FakeMachine(Path root) {

    /** Writes a file, its folders too. */
    FakeMachine with(String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        return this;
    }

    MachineFiles files() {
        return new MachineFiles(root);
    }
}
